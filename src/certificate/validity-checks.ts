import { shownDate, shownSpan } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Leaf } from './leaf.ts';

export interface ValidityPolicy {
  readonly minimumValidityMs: number;
  readonly expiryWarningMs: number;
}

/** Clocks differ; a certificate issued a moment ago may seem to come from the future. */
export const SKEW_MS = 5 * 60_000;

/** What there is to say of a leaf's dates. `opening` starts each sentence. */
export function judgeValidity(
  leaf: Leaf,
  policy: ValidityPolicy,
  now: number,
  opening: string,
  input: string,
): readonly Finding[] {
  const findings: Finding[] = [];
  const left = leaf.notAfter - now;
  if (leaf.notBefore - now > SKEW_MS) {
    findings.push({
      reason: 'NOT_YET_VALID',
      severity: 'refuse',
      input,
      sentence: `${opening} is not valid before ${shownDate(leaf.notBefore)}. Run again after that, or check the clocks here and at the CA.`,
    });
  }
  if (left <= 0) {
    findings.push({
      reason: 'EXPIRED',
      severity: 'refuse',
      input,
      sentence: `${opening} expired at ${shownDate(leaf.notAfter)}. Issue a new one. Does the secret still hold the previous certificate?`,
    });
  } else if (left < policy.minimumValidityMs) {
    findings.push({
      reason: 'BELOW_MINIMUM_VALIDITY',
      severity: 'refuse-unless-in-force',
      input,
      sentence: `${opening} is valid for ${shownSpan(left)} more, until ${shownDate(leaf.notAfter)}; the required minimum is ${shownSpan(policy.minimumValidityMs)}. Issue one that lasts longer, or lower the minimum.`,
    });
  } else if (left < policy.expiryWarningMs) {
    findings.push({
      reason: 'EXPIRES_SOON',
      severity: 'warn',
      input,
      sentence: `${opening} expires in ${shownSpan(left)}, at ${shownDate(leaf.notAfter)}. Get the next one ready.`,
    });
  }
  return findings;
}
