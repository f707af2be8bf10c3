import { daysInWords } from '../../rotation/plan/days.ts';
import type { ObservedCertificate } from '../../rotation/observe/observation.ts';
import type { StatusFinding } from './result.ts';

/** For a certificate that has to be renewed. */
const RENEW = 'Issue a new certificate, store it with its key in the secrets, and run the rotation.';

/** Of what a finding speaks. */
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
    const sentence = `When the certificate ${id} expires is not known: Cloudflare returned no readable certificate.`;
    return [warning(about, 'UNREADABLE', sentence, 'Look at it in the dashboard.')];
  }
  const left = leaf.notAfter - now;
  if (left <= 0) {
    const sentence = `The certificate in force, ${id}, expired ${daysInWords(-left)} ago: an origin that checks it refuses every visitor.`;
    return [due(about, 'EXPIRED', sentence, RENEW)];
  }
  if (left > within) return [];
  const sentence = `The certificate in force, ${id}, expires in ${daysInWords(left)}.`;
  return [due(about, 'EXPIRES_SOON', sentence, RENEW)];
}
