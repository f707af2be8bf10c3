import { describe, expect, test } from '@jest/globals';
import { createAuthority, createKeys } from '../../sandbox/authority/index.ts';
import type { CertificateOptions } from '../../sandbox/authority/index.ts';
import { readAuthority } from '../../src/issue/authority.ts';
import type { AuthorityRead } from '../../src/issue/authority.ts';
import { DAY, pasted, POLICY } from './support/authority.ts';

const NOW = Date.now();
const LONG = { notAfter: NOW + 3650 * DAY };
const reasons = ({ findings }: AuthorityRead): readonly string[] => findings.map(({ reason }) => reason);
const readMade = async (options: CertificateOptions): Promise<AuthorityRead> => {
  const { certificate, privateKey } = await createAuthority({ ...LONG, ...options });
  return readAuthority(pasted(certificate, privateKey), POLICY, NOW);
};

test.each(['p256', 'p384', 'p521', 'rsa2048', 'ed25519'] as const)(
  'takes an authority with a key on %s',
  async (type) => {
    const read = await readMade({ keys: await createKeys(type) });
    expect([read.kind, reasons(read)]).toEqual(['read', []]);
  },
);

test.each<readonly [string, CertificateOptions, string]>([
  ['is none', { ca: false }, 'AUTHORITY_IS_NO_CA'],
  ['does not say that it is one', { ca: 'absent' }, 'AUTHORITY_IS_NO_CA'],
  ['may not sign certificates', { keyUsage: 'signature' }, 'AUTHORITY_MAY_NOT_SIGN'],
  ['is for servers only', { purpose: 'server' }, 'AUTHORITY_NOT_FOR_CLIENTS'],
  ['is on a curve of its own', { keyType: 'secp256k1' }, 'AUTHORITY_KEY_UNSUPPORTED'],
  ['is too short', { keyType: 'rsa1024' }, 'AUTHORITY_KEY_UNSUPPORTED'],
  ['has expired', { notBefore: NOW - 20 * DAY, notAfter: NOW - DAY }, 'AUTHORITY_EXPIRED'],
  ['begins tomorrow', { notBefore: NOW + DAY }, 'AUTHORITY_NOT_YET_VALID'],
  ['ends before what it signs is of use', { notAfter: NOW + 5 * DAY }, 'AUTHORITY_ENDS_TOO_SOON'],
])('refuses an authority that %s, with the cure', async (_, options, reason) => {
  const read = await readMade(options);
  expect([read.kind, reasons(read)]).toEqual(['refused', [reason]]);
  expect(read.findings[0]?.sentence).toMatch(
    /^The authority in `authority-certificate` \("CN=.*\) .*\. .*\.$/u,
  );
});

test('warns in good time of its end, with what to do at the origin first', async () => {
  const read = await readMade({ notBefore: NOW - 900 * DAY, notAfter: NOW + 120 * DAY });
  expect([read.kind, reasons(read)]).toEqual(['read', ['AUTHORITY_ENDS_SOON']]);
  expect(read.findings[0]?.sentence).toContain("add it to the origin's CA file next to this one");
});

describe('the key', () => {
  test('of another authority is refused', async () => {
    const [one, other] = await Promise.all([createAuthority(LONG), createAuthority(LONG)]);
    const read = readAuthority(pasted(one.certificate, other.privateKey), POLICY, NOW);
    expect([read.kind, reasons(read)]).toEqual(['refused', ['AUTHORITY_KEY_MISMATCH']]);
  });

  test('opens with its passphrase, and not without', async () => {
    const { certificate, keys } = await createAuthority(LONG);
    const encrypted = keys.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' })
      .toString();
    const read = (passphrase?: string): AuthorityRead =>
      readAuthority(pasted(certificate, encrypted, passphrase), POLICY, NOW);
    expect(read('correct horse').kind).toBe('read');
    expect(reasons(read('wrong'))).toEqual(['PASSPHRASE_WRONG']);
    expect(reasons(read())).toEqual(['PASSPHRASE_MISSING']);
  });

  test('tells which of several certificates signs: an intermediate, though its root stands first', async () => {
    const root = await createAuthority(LONG);
    const below = await root.intermediate({ subject: 'Signing', ...LONG });
    const read = readAuthority(pasted(root.certificate + below.certificate, below.privateKey), POLICY, NOW);
    expect(read.kind === 'read' && read.authority.certificate.leaf.subject).toBe('CN=Signing');
  });

  test('may stand in one text with the certificate', async () => {
    const { certificate, privateKey } = await createAuthority(LONG);
    expect(readAuthority(pasted(certificate + privateKey, ''), POLICY, NOW).kind).toBe('read');
  });
});

test.each([
  ['nothing', '', 'INPUT_MISSING'],
  ['a request', '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n', 'DAMAGED'],
  ['a path', './authority.pem', 'HOLDS_PATH'],
])('what holds %s is refused in the words of certificates', async (_, text, reason) => {
  const { privateKey } = await createAuthority(LONG);
  const read = readAuthority(pasted(text, privateKey), POLICY, NOW);
  expect([read.kind, reasons(read)]).toEqual(['refused', [reason]]);
});
