import { createPublicKey } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import type { Authority, CertificateOptions } from '../../sandbox/authority/index.ts';
import { parseCertificate } from '../../src/certificate/leaf.ts';
import { readAnswer } from '../../src/issue/answer.ts';
import type { AnswerRead } from '../../src/issue/answer.ts';
import { makeLeafKey } from '../../src/issue/leaf-key.ts';
import { DAY } from './support/authority.ts';

const HOUR = 3_600_000;
const NOW = Date.now();
let signer: Authority;
let key: Awaited<ReturnType<typeof makeLeafKey>>;

beforeAll(async () => {
  signer = await createAuthority({ notAfter: NOW + 3650 * DAY });
  key = await makeLeafKey('ec-p256');
});

const read = (text: string): AnswerRead => {
  const authority = parseCertificate(signer.certificate);
  const request = {
    csr: '',
    publicKey: createPublicKey(key),
    commonName: 'example.com',
    notBefore: NOW - HOUR,
    notAfter: NOW + 100 * DAY,
    now: NOW,
  };
  const identity = { commonName: 'example.com', authorities: authority === undefined ? [] : [authority] };
  return readAnswer(text, request, { identity, minimumValidity: 7 * DAY });
};
const GOOD: CertificateOptions = { subject: 'example.com', notAfter: NOW + 100 * DAY };
const answer = async (options: CertificateOptions, by: Authority = signer): Promise<string> => {
  const keys = { privateKey: key, publicKey: createPublicKey(key) };
  return (await by.issue({ ...GOOD, keys, ...options })).certificate;
};

describe('is taken', () => {
  test('with the key, the name and the life that were asked for', async () => {
    expect(read(await answer({}))).toMatchObject({ kind: 'accepted' });
  });

  test('with a shorter life, as long as it is the least that was asked for', async () => {
    expect(read(await answer({ notAfter: NOW + 8 * DAY }))).toMatchObject({ kind: 'accepted' });
  });

  test('with its chain behind it, of which nothing is used', async () => {
    const read2 = read((await answer({})) + signer.certificate);
    expect(read2).toEqual({ kind: 'accepted', leaf: expect.objectContaining({ subject: 'CN=example.com' }) });
  });
});

describe('is refused, with the cause and the cure', () => {
  test.each<readonly [string, CertificateOptions, string]>([
    ['with another subject', { subject: 'www.example.com' }, 'ANSWER_OF_OTHER_SUBJECT'],
    ['with something added to the subject', { subject: 'CN=example.com, O=Us' }, 'ANSWER_OF_OTHER_SUBJECT'],
    ['with names added', { names: ['example.com'] }, 'ANSWER_OF_OTHER_SUBJECT'],
    ['as an authority', { ca: true }, 'ANSWER_IS_CA'],
    ['expired', { notBefore: NOW - 9 * DAY, notAfter: NOW - DAY }, 'ANSWER_EXPIRED'],
    ['too short-lived', { notAfter: NOW + 6 * DAY }, 'ANSWER_BELOW_MINIMUM_VALIDITY'],
    ['too long-lived', { notAfter: NOW + 100 * DAY + 2 * HOUR }, 'ANSWER_LIVES_TOO_LONG'],
    ['from the future', { notBefore: NOW + HOUR }, 'ANSWER_NOT_YET_VALID'],
    ['without digitalSignature', { keyUsage: 'key-agreement' }, 'ANSWER_KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE'],
    ['signed with SHA-1', { hash: 'SHA-1' }, 'ANSWER_SIGNATURE_WEAK'],
  ])('%s', async (_, options, reason) => {
    expect(read(await answer(options))).toMatchObject({ kind: 'refused', reason });
  });

  test('for another key', async () => {
    const { certificate } = await signer.issue(GOOD);
    expect(read(certificate)).toMatchObject({ kind: 'refused', reason: 'ANSWER_OF_OTHER_KEY' });
  });

  test('signed by a namesake of the authority', async () => {
    const other = await createAuthority({ notAfter: NOW + 3650 * DAY });
    expect(read(await answer({}, other))).toMatchObject({
      kind: 'refused',
      reason: 'ANSWER_SIGNED_BY_OTHER',
    });
  });

  test('with a private key in it', async () => {
    const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(read((await answer({})) + pem)).toMatchObject({ kind: 'refused', reason: 'ANSWER_HOLDS_KEY' });
  });

  test.each([
    ['nothing', ''],
    ['words', 'ok, signed'],
    ['a page', '<html><body>AnswerClass in</body></html>'],
    ['half of a certificate', '-----BEGIN CERTIFICATE-----\nMIIB'],
    ['more than any chain', 'x'.repeat(70_000)],
  ])('that is %s', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'refused', reason: 'ANSWER_NOT_PEM' });
  });
});
