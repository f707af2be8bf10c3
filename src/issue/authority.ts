import type { KeyObject } from 'node:crypto';
import { finding, type Finding } from '../certificate/finding.ts';
import type { InputNames } from '../certificate/input-form.ts';
import { readKeys } from '../certificate/key-input.ts';
import { parse, type Parsed } from '../certificate/leaf.ts';
import type { Pasted } from '../certificate/preflight.ts';
import { proveKey, PrivateKey } from '../certificate/private-key.ts';
import { readParts } from '../certificate/successor-parts.ts';
import { judgeAuthority, type AuthorityPolicy } from './authority-checks.ts';

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
  { x509 }: Parsed,
  key: KeyObject,
  fits: boolean,
  names: InputNames,
  input: string,
): readonly Finding[] {
  const mismatch = `The private key in \`${input}\` does not belong to the authority in \`${names.certificate}\`. Use the key this authority was made with. Was only one of the two secrets updated?`;
  const unsound = `The private key in \`${input}\` belongs to the authority but is damaged. Copy the whole file again.`;
  if (!fits) return [finding('refuse', 'AUTHORITY_KEY_MISMATCH', input, mismatch)];
  return proveKey(x509, key) === 'proven' ? [] : [finding('refuse', 'KEY_UNSOUND', input, unsound)];
}

function unreadable(input: string): Finding {
  const says = `\`${input}\` looks like a certificate, but its content cannot be read. Copy the whole file again.`;
  return finding('refuse', 'CERTIFICATE_UNREADABLE', input, says);
}
