import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { readLeaf } from '../../src/certificate/leaf.ts';
import { PrivateKey } from '../../src/certificate/private-key.ts';
import type { TrustAnswer, TrustQuestion } from '../../src/certificate/trust-reasons.ts';
import { judgeTrust } from '../../src/certificate/trust.ts';
import type { Trust, TrustCase } from '../../src/certificate/trust.ts';
import { make, makeCa, NOW } from './support/certificates.ts';
import type { Made } from './support/certificates.ts';
import { ec } from './support/keys.ts';

const MINUTE = 60_000;
const root = makeCa();
const YES: TrustAnswer = { kind: 'accepted', intermediates: 0 };
const no = (code: string): TrustAnswer => ({ kind: 'refused', code });
const EARLY = no('CERT_NOT_YET_VALID');

interface Asked extends Trust {
  readonly questions: readonly TrustQuestion[];
  readonly slept: readonly number[];
}

/** Judges a certificate where OpenSSL gives these answers, one after the other. */
async function judge(
  answers: readonly TrustAnswer[],
  {
    leaf = make({ issuer: root }),
    ...more
  }: Partial<Omit<TrustCase, 'leaf'>> & { readonly leaf?: Made } = {},
): Promise<Asked> {
  const read = readLeaf(leaf.pem);
  if (read === undefined) throw new Error('a test certificate cannot be read');
  const questions: TrustQuestion[] = [];
  const slept: number[] = [];
  const about: TrustCase = {
    leaf: read,
    key: new PrivateKey(leaf.keys.privateKey),
    chain: [],
    clientCa: undefined,
    originGiven: false,
    input: 'CLIENT_CERT',
    ...more,
  };
  const trust = await judgeTrust(about, {
    askOpenSsl: (question) =>
      Promise.resolve(answers[questions.push(question) - 1] ?? no('ONE_QUESTION_MORE')),
    clock: { wall: () => NOW },
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
    stop: new AbortController().signal,
  });
  return { ...trust, questions, slept };
}

const said = ({ findings }: Trust): string => findings.map(({ sentence }) => sentence).join('\n');
const found = ({ findings }: Trust) =>
  findings.map(({ reason, severity, input }) => [reason, severity, input]);
const within = { clientCa: root.pem };

describe('without a bundle', () => {
  test('a yes is no more than nothing against it', async () => {
    const result = await judge([YES]);
    expect(result).toMatchObject({ vouchedByCa: false, findings: [] });
    expect(result.questions.map(({ authorities }) => authorities)).toEqual([undefined]);
  });

  test('a no is one unless the origin shows otherwise', async () => {
    const result = await judge([no('INVALID_PURPOSE')]);
    expect(found(result)).toEqual([
      ['OPENSSL_REFUSES_CERTIFICATE', 'refuse-unless-origin-check', 'CLIENT_CERT'],
    ]);
    expect(said(result)).toBe(
      'An origin that uses OpenSSL (nginx, Apache, HAProxy) would refuse the certificate in `CLIENT_CERT` ("CN=origin pull client,O=Example"), no matter which authorities it trusts (INVALID_PURPOSE): it is not for TLS clients: its extendedKeyUsage lacks clientAuth (`any` alone does not count), its keyUsage allows neither digitalSignature nor keyAgreement, or its Netscape type names another use. Have it issued with extendedKeyUsage clientAuth and keyUsage digitalSignature.',
    );
  });

  test.each<readonly [string, TrustAnswer, string]>([
    [
      'an unknown reason as it is',
      no('brand new reason'),
      'no matter which authorities it trusts (brand new reason). Look up the reason',
    ],
    [
      'no verdict, which is no yes',
      { kind: 'no-verdict', code: 'ERR_X' },
      'OpenSSL gave no verdict on the certificate (ERR_X).',
    ],
  ])('tells %s', async (_, answer, says) => {
    const result = await judge([answer]);
    expect(said(result)).toContain(says);
    expect(found(result)).toEqual([
      ['OPENSSL_REFUSES_CERTIFICATE', 'refuse-unless-origin-check', 'CLIENT_CERT'],
    ]);
  });
});

describe('with a bundle', () => {
  test.each<readonly [number, boolean, readonly string[], string]>([
    [0, true, [], ''],
    [1, true, ['CLIENT_CA_ONE_INTERMEDIATE'], 'on Apache, set `SSLVerifyDepth 2`'],
    [2, false, ['CLIENT_CA_PATH_TOO_LONG'], 'Set `ssl_verify_depth 2` or `SSLVerifyDepth 3`'],
    [3, false, ['CLIENT_CA_PATH_TOO_LONG'], 'has 3 intermediates'],
  ])('a path with %i intermediates vouches: %p', async (intermediates, vouches, reasons, says) => {
    const result = await judge([{ kind: 'accepted', intermediates }], within);
    expect(result.vouchedByCa).toBe(vouches);
    expect(result.findings.map(({ reason, severity }) => [reason, severity])).toEqual(
      reasons.map((one) => [one, 'warn']),
    );
    expect(said(result)).toContain(says);
    expect(result.questions.map(({ authorities }) => authorities)).toEqual([root.pem]);
  });

  test('what is refused alone as well is the fault of the leaf', async () => {
    const result = await judge([no('UNABLE_TO_GET_ISSUER_CERT'), no('INVALID_PURPOSE')], within);
    expect(found(result)).toEqual([
      ['OPENSSL_REFUSES_CERTIFICATE', 'refuse-unless-origin-check', 'CLIENT_CERT'],
    ]);
  });

  test.each([
    [false, 'refuse'],
    [true, 'refuse-unless-origin-check'],
  ])('a no, with `origin` given: %p, is: %s', async (originGiven, severity) => {
    const result = await judge([no('PATH_LENGTH_EXCEEDED'), YES], { ...within, originGiven });
    expect(found(result)).toEqual([['CLIENT_CA_REFUSES', severity, 'client-ca']]);
    expect(result.vouchedByCa).toBe(false);
  });

  const middle = makeCa({ issuer: root, keys: ec('middle'), subject: { CN: 'Middle' } });
  const ofMiddle = make({ issuer: middle });
  const foreign = makeCa({ keys: ec('foreign'), subject: { CN: 'Foreign' } });
  const namesake = makeCa({ keys: ec('namesake') });
  const UNKNOWN = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

  test.each<readonly [string, string, Made, string, readonly X509Certificate[], string]>([
    [
      'names the issuer that is missing',
      UNKNOWN,
      ofMiddle,
      foreign.pem,
      [],
      'no certificate in `client-ca` issued it; its issuer is "CN=Middle"',
    ],
    [
      'knows what was pasted',
      UNKNOWN,
      ofMiddle,
      root.pem,
      [new X509Certificate(middle.pem)],
      'its issuer "CN=Middle" was pasted with it, but Cloudflare sends the leaf alone',
    ],
    [
      'tells a namesake by its key',
      UNKNOWN,
      make({ issuer: root }),
      namesake.pem,
      [],
      'of that name, but with another key',
    ],
    [
      'names the authority that may not issue',
      UNKNOWN,
      make({ issuer: root }),
      root.pem,
      [],
      '"CN=Example CA,O=Example" signed it, but may not issue certificates',
    ],
    [
      'names the intermediate without its root',
      'UNABLE_TO_GET_ISSUER_CERT',
      ofMiddle,
      middle.pem,
      [],
      '`client-ca` holds "CN=Middle" without the root above it',
    ],
    [
      'asks for the self-signed one itself',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      make(),
      root.pem,
      [],
      'does not hold this very certificate',
    ],
    [
      'shows an unknown reason as it is',
      'brand new reason',
      make({ issuer: root }),
      root.pem,
      [],
      'would refuse the certificate (brand new reason). Look up the reason',
    ],
  ])('%s', async (_, code, leaf, clientCa, chain, says) => {
    expect(said(await judge([no(code), YES], { leaf, clientCa, chain }))).toContain(says);
  });
});

describe('a certificate that is not valid yet', () => {
  const from = (minutes: number): Made => make({ issuer: root, from: NOW + minutes * MINUTE });
  const late = makeCa({ from: NOW + 4 * MINUTE });

  test.each<readonly [string, Made, string | undefined, readonly number[]]>([
    ['is waited for', from(3), undefined, [3 * MINUTE + 1000]],
    ['is waited for, five minutes at most', from(5), undefined, [5 * MINUTE + 1000]],
    ['is not waited for longer', from(6), undefined, []],
    ['is waited for with its authority', from(3), late.pem, [4 * MINUTE + 1000]],
  ])('%s', async (_, leaf, clientCa, slept) => {
    const result = await judge([EARLY, YES], { leaf, clientCa });
    expect(result.slept).toEqual(slept);
    expect(result.findings).toHaveLength(slept.length > 0 ? 0 : 1);
  });

  test('is asked about again: the date had hidden the other reason', async () => {
    const result = await judge([EARLY, no('INVALID_PURPOSE')], { leaf: from(1) });
    expect(said(result)).toContain('INVALID_PURPOSE');
  });

  test('is no yes where it still is too early', async () => {
    const result = await judge([EARLY, EARLY], { leaf: from(1) });
    expect(said(result)).toContain('(CERT_NOT_YET_VALID): it is not valid yet. Run again later');
    expect(result.questions).toHaveLength(2);
  });
});
