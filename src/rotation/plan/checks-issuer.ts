import type { Target } from '../target.ts';
import * as checks from './checks.ts';
import type { Check, CheckVerdict } from './checks.ts';
import { fitsInForce, issuerOf, judgeIssuer } from './issuer-guard.ts';

/**
 * The origin trusts today's issuer; whether it trusts another one must be vouched for. Where the token may
 * not read whether Cloudflare's shared certificate is shown, there is at most that one to compare, and it
 * is shown only where somebody asked for it: to stop there would deny a first set-up to every token with
 * no more than the permission it needs. So that is a warning.
 */
export const issuerKnown: Check = ({ target, observation, presented }) => {
  const { successor, policy } = target;
  const verdict = judgeIssuer(successor, presented, observation.originChecks);
  switch (verdict.kind) {
    case 'same-issuer':
    case 'vouched':
      return undefined;
    case 'nothing-to-compare':
      return issuerNamed(target);
    case 'not-compared':
      return policy.acceptIssuerChange
        ? undefined
        : checks.warn(
            'ISSUER_NOT_COMPARED',
            'Whether Cloudflare shows its shared certificate to the origin could not be read, as is so where the token lacks the permission Zone Settings: Read. So the issuer of the new certificate was not compared with it. Add that permission, or give `client-ca` or `origin`.',
          );
    case 'different':
    case 'unknown':
      return policy.acceptIssuerChange
        ? checks.warn(
            'ISSUER_CHANGE_ACCEPTED',
            `The issuer changes from ${verdict.now} to ${issuerOf(successor.leaf)}, as accepted by \`accept-issuer-change\`.`,
          )
        : checks.refuse(
            verdict.kind === 'different' ? 'ISSUER_CHANGES' : 'ISSUER_UNKNOWN',
            `The new certificate was issued by ${issuerOf(successor.leaf)}; what Cloudflare presents now is from ${verdict.now}.${verdict.equalNames ? EQUAL_NAMES[verdict.kind] : ''} An origin that does not trust the new issuer would refuse every visitor.`,
            verdict.kind === 'different'
              ? 'Let the origin trust both issuers, then vouch for it: give `client-ca` or `origin`, or set `accept-issuer-change: true`.'
              : 'Give `client-ca` with the authorities that the origin trusts, so that both can be held against it, or give `origin`. If you know that the origin trusts the new issuer, set `accept-issuer-change: true`.',
          );
  }
};

const EQUAL_NAMES = {
  different: ' The names are equal, but the keys are not.',
  unknown: ' The names are equal, but not both certificates name the key, so it may be another one.',
} as const;

/** The next rotation compares key ids, or asks `client-ca`. */
function issuerNamed({ successor: { leaf, clientCa } }: Target): CheckVerdict {
  if (leaf.issuerKeyId !== undefined || leaf.selfSigned || clientCa.length > 0) return undefined;
  return checks.warn(
    'ISSUER_KEY_NOT_NAMED',
    'The new certificate does not name the key of its issuer (it has no authorityKeyIdentifier), so the next rotation cannot tell whether the issuer is still the same, and will want `client-ca`. Give it from now on, or issue certificates with that extension.',
  );
}

/** Told whatever else vouches: the next rotation may rest on it. */
export const clientCaFits: Check = ({ target: { successor }, presented }) =>
  successor.clientCa.length === 0 || fitsInForce(successor, presented)
    ? undefined
    : checks.warn(
        'CLIENT_CA_NOT_IN_FORCE',
        'No certificate in `client-ca` issued the certificate in force, so `client-ca` is not what the origin trusts now and does not vouch for the new one. Give all authorities that the origin trusts.',
      );

/** What speaks for or against showing the successor to the origin, at either level, in this order. */
export const TOWARDS_THE_ORIGIN: readonly Check[] = [
  checks.originSettles,
  checks.originAdmits,
  clientCaFits,
  issuerKnown,
  checks.baselineHealthy,
  checks.baselineMended,
  checks.originReached,
  checks.originEnforces,
];
