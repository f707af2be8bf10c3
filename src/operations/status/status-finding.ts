import type { ObservedCertificate } from '../../zone/observed.ts';
import { daysAgo, daysInWords, daysUntil } from '../../zone/words.ts';
import type { StatusFinding } from '../operation-result.ts';

/** For a certificate that has to be renewed. */
const RENEW = 'Issue a new certificate, store it and its key in the secrets, and run the rotation.';

/** The subject of a finding. */
export type About = Pick<StatusFinding, 'target' | 'expected'>;

export function due(about: About, reason: string, sentence: string, remedy: string): StatusFinding {
  return { kind: 'due', reason, ...about, sentence, remedy };
}

export function warning(about: About, reason: string, sentence: string, remedy: string): StatusFinding {
  return { kind: 'warning', reason, ...about, sentence, remedy };
}

/**
 * Whether a certificate in force runs out.
 *
 * @param within milliseconds before its end at which it is due
 * @param now epoch milliseconds
 */
export function expiryOf(
  certificate: ObservedCertificate,
  about: About,
  within: number,
  now: number,
): readonly StatusFinding[] {
  const { id, leaf } = certificate;
  if (leaf === undefined) {
    const sentence = `It is not known when the certificate ${id} expires: Cloudflare returned no readable certificate.`;
    return [warning(about, 'UNREADABLE', sentence, 'Check it in the dashboard.')];
  }
  const left = leaf.notAfter - now;
  if (left <= 0) {
    const ago = daysAgo(daysUntil(leaf.notAfter, now));
    const sentence = `The certificate in force, ${id}, expired ${ago}: an origin that checks it refuses every visitor.`;
    return [due(about, 'EXPIRED', sentence, RENEW)];
  }
  if (left > within) return [];
  const sentence = `The certificate in force, ${id}, expires in ${daysInWords(left)}.`;
  return [due(about, 'EXPIRES_SOON', sentence, RENEW)];
}

/**
 * The same for a certificate that may or may not be in force: it may be, so it is due.
 *
 * @param within milliseconds before its end at which it is due
 * @param now epoch milliseconds
 */
export function expiryOfUnknown(
  { id, leaf }: ObservedCertificate,
  about: About,
  doubt: Doubt,
  within: number,
  now: number,
): readonly StatusFinding[] {
  if (leaf === undefined || leaf.notAfter - now > within) return [];
  const left = leaf.notAfter - now;
  const when =
    left <= 0 ? `expired ${daysAgo(daysUntil(leaf.notAfter, now))}` : `expires in ${daysInWords(left)}`;
  const { sentence, remedy } = DOUBTS[doubt];
  return [
    due(about, left <= 0 ? 'EXPIRED' : 'EXPIRES_SOON', `The certificate ${id} ${when}. ${sentence}`, remedy),
  ];
}

/** Why it is not known: there was no list of the hostnames, or no order among the zone's certificates. */
type Doubt = 'no-list' | 'no-order';

const DOUBTS: Readonly<Record<Doubt, { readonly sentence: string; readonly remedy: string }>> = {
  'no-list': {
    sentence: 'It is not known which hostnames use it, since Cloudflare gave no list of them.',
    remedy: `If hostnames use it: ${RENEW} If none does: \`operation: delete\` with its id; Cloudflare refuses to delete one that is in use.`,
  },
  'no-order': {
    sentence: 'It is not known whether Cloudflare uses it for the zone.',
    remedy: RENEW,
  },
};
