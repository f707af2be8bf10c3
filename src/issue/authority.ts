import type { Finding } from '../certificate/finding.ts';
import type { InputNames } from '../certificate/input-form.ts';
import { readKeys } from '../certificate/key-input.ts';
import { parse } from '../certificate/leaf.ts';
import type { Parsed } from '../certificate/leaf.ts';
import type { Pasted } from '../certificate/preflight.ts';
import { proveKey, PrivateKey } from '../certificate/private-key.ts';
import { readParts } from '../certificate/successor-parts.ts';
import { judgeAuthority } from './authority-checks.ts';
import type { AuthorityPolicy } from './authority-checks.ts';

/** A certificate authority with its key. */
export interface Authority {
  readonly certificate: Parsed;
  readonly key: PrivateKey;
}

export type AuthorityRead =
  | { readonly kind: 'read'; readonly authority: Authority; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/**
 * Judges an authority as it was pasted, offline, and reports all findings at once. Of several
 * certificates the one whose key was given signs; the others are what it was signed by. Never throws.
 *
 * @param now epoch milliseconds
 */
export function readAuthority(pasted: Pasted, policy: AuthorityPolicy, now: number): AuthorityRead {
  const { names } = pasted;
  const parts = readParts(pasted.certificate, pasted.privateKey, names, 'ca');
  const { key, findings: keyFindings } = readKeys(
    parts.keys,
    pasted.passphrase,
    parts.keyInput,
    names.passphrase,
  );
  const certificates = parts.certificates.map(parse);
  const readable = certificates.filter((one) => one !== undefined);
  const own = key && readable.find(({ x509 }) => proveKey(x509, key) !== 'mismatch');
  // Without its key, the findings about the certificate itself are still reported.
  const certificate = own ?? readable[0];
  const findings = [
    ...parts.findings,
    ...(readable.length < certificates.length ? [unreadable(parts.certificateInput)] : []),
    ...keyFindings,
    ...(key && certificate ? judgeKey(certificate, key, own !== undefined, names, parts.keyInput) : []),
    ...(certificate ? judgeAuthority(certificate, parts.certificateInput, policy, now) : []),
  ];
  const refused = findings.some(({ severity }) => severity === 'refuse');
  if (!certificate || !key || refused) return { kind: 'refused', findings };
  return { kind: 'read', authority: { certificate, key: new PrivateKey(key) }, findings };
}

function judgeKey(
  certificate: Parsed,
  key: Parameters<typeof proveKey>[1],
  fits: boolean,
  names: InputNames,
  input: string,
): readonly Finding[] {
  const base = { severity: 'refuse', input } as const;
  if (!fits)
    return [
      {
        ...base,
        reason: 'AUTHORITY_KEY_MISMATCH',
        sentence: `The private key in \`${input}\` does not belong to the authority in \`${names.certificate}\`. Use the key this authority was made with. Was only one of the two secrets updated?`,
      },
    ];
  if (proveKey(certificate.x509, key) === 'proven') return [];
  const sentence = `The private key in \`${input}\` belongs to the authority but is damaged. Copy the whole file again.`;
  return [{ ...base, reason: 'KEY_UNSOUND', sentence }];
}

function unreadable(input: string): Finding {
  const sentence = `\`${input}\` looks like a certificate, but its content cannot be read. Copy the whole file again.`;
  return { reason: 'CERTIFICATE_UNREADABLE', severity: 'refuse', input, sentence };
}
