import type { ObservedCertificate } from '../../zone/observed.ts';
import { daysAgo, daysInWords, daysUntil } from '../../zone/words.ts';
import type { StatusFinding } from '../operation-result.ts';

export const RENEW = 'Issue a new certificate, store it and its key in the secrets, and run the rotation.';

export type About = Pick<StatusFinding, 'target' | 'expected'>;

export function due(about: About, reason: string, sentence: string, remedy: string): StatusFinding {
  return { kind: 'due', reason, ...about, sentence, remedy };
}

export function warning(about: About, reason: string, sentence: string, remedy: string): StatusFinding {
  return { kind: 'warning', reason, ...about, sentence, remedy };
}

/**
 * Whether a certificate in force runs out.
 * @param within milliseconds before its end at which it is due
 * @param doubt why it is not known whether it is in force: it may be, so it is due
 */
export function expiryOf(
  { id, leaf }: ObservedCertificate,
  about: About,
  within: number,
  now: number,
  doubt?: Doubt,
): readonly StatusFinding[] {
  if (leaf === undefined) {
    const sentence = `It is not known when the certificate ${id} expires: Cloudflare returned no readable certificate.`;
    return doubt === undefined ? [warning(about, 'UNREADABLE', sentence, 'Check it in the dashboard.')] : [];
  }
  const left = leaf.notAfter - now;
  if (left > within) return [];
  const expired = left <= 0;
  const when = expired
    ? `expired ${daysAgo(daysUntil(leaf.notAfter, now))}`
    : `expires in ${daysInWords(left)}`;
  const refused = expired ? ': an origin that checks it refuses every visitor' : '';
  const [sentence, remedy] =
    doubt === undefined
      ? [`The certificate in force, ${id}, ${when}${refused}.`, RENEW]
      : [`The certificate ${id} ${when}. ${DOUBTS[doubt][0]}`, DOUBTS[doubt][1]];
  return [due(about, expired ? 'EXPIRED' : 'EXPIRES_SOON', sentence, remedy)];
}

export type Doubt = keyof typeof DOUBTS;

const DOUBTS = {
  'no-list': [
    'It is not known which hostnames use it, since Cloudflare gave no readable list of them.',
    `If hostnames use it: ${RENEW} If none does: \`operation: delete\` with its id; Cloudflare refuses to delete one that is in use.`,
  ],
  'no-order': ['It is not known whether Cloudflare uses it for the zone.', RENEW],
} as const;
