import { readAuthority } from '../../../src/issue/authority.ts';
import type { Authority, AuthorityRead } from '../../../src/issue/authority.ts';
import { createAuthority, createKeys } from '../../../sandbox/authority/index.ts';
import type { CertificateOptions } from '../../../sandbox/authority/index.ts';

export const DAY = 86_400_000;
export const POLICY = { validity: 100 * DAY, minimumValidity: 7 * DAY };
export const NAMES = {
  certificate: 'authority-certificate',
  privateKey: 'authority-key',
  passphrase: 'authority-key-passphrase',
};

export const pasted = (
  certificate: string,
  privateKey: string,
  passphrase?: string,
): Parameters<typeof readAuthority>[0] => ({ certificate, privateKey, passphrase, names: NAMES });

export const EC_KEYS = createKeys('p256');

/** An authority as a person would have made it: valid for ten years, unless told otherwise. */
export async function anAuthority(options: CertificateOptions = {}): Promise<Authority> {
  const { certificate, privateKey } = await createAuthority({
    notAfter: Date.now() + 3650 * DAY,
    ...options,
  });
  const read = readAuthority(pasted(certificate, privateKey), POLICY, Date.now());
  return authorityOf(read);
}

export function authorityOf(read: AuthorityRead): Authority {
  if (read.kind === 'read') return read.authority;
  throw new Error(read.findings.map(({ sentence }) => sentence).join('\n'));
}
