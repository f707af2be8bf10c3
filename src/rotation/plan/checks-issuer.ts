import { warn, refuse, baselineHealthy, baselineMended } from '../../zone/baseline-checks.ts';
import type { CheckVerdict } from '../../zone/baseline-checks.ts';
import type { Target } from '../target.ts';
import * as checks from './checks.ts';
import type { Check } from './checks.ts';
import { fitsInForce, issuerOf, judgeIssuer } from './issuer-guard.ts';

/**
 * The origin trusts today's issuer; something must vouch that it trusts another one. Where the token may
 * not read whether Cloudflare's shared certificate is shown, there is at most that one to compare, and it
 * is shown only where somebody asked for it: to stop there would deny a first setup to every token with
 * no more than the permission it needs. So that is a warning.
 */
export const issuerKnown: Check = ({ target, observation, presented }) => {
  const { successor, policy, issuing } = target;
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
        : warn(
            'ISSUER_NOT_COMPARED',
            "It could not be read whether Cloudflare presents its shared certificate to the origin, perhaps because the token lacks the permission Zone Settings: Read. So the new certificate's issuer was not compared with it. Add that permission, or set `client-ca` or `origin`.",
          );
    case 'different':
    case 'unknown':
      return policy.acceptIssuerChange
        ? warn(
            'ISSUER_CHANGE_ACCEPTED',
            `The issuer changes from ${verdict.now} to ${issuerOf(successor.leaf)}, as accepted by \`accept-issuer-change\`.`,
          )
        : refuse(
            verdict.kind === 'different' ? 'ISSUER_CHANGES' : 'ISSUER_UNKNOWN',
            `The new certificate is from ${issuerOf(successor.leaf)}; what Cloudflare presents now is from ${verdict.now}.${verdict.equalNames ? EQUAL_NAMES[verdict.kind] : ''} An origin that does not trust the new issuer would refuse every visitor.`,
            verdict.kind === 'different'
              ? `Make the origin trust both issuers, then show it: set \`client-ca\` or \`origin\`${issuing ? '' : ', or `accept-issuer-change: true`'}.`
              : `Set \`client-ca\` to the authorities that the origin trusts, so that both certificates can be checked against it, or set \`origin\`.${issuing ? '' : ' If you know that the origin trusts the new issuer, set `accept-issuer-change: true`.'}`,
          );
  }
};

const EQUAL_NAMES = {
  different: ' The names are the same, but the keys are not.',
  unknown: ' The names are the same, but not both certificates name the key, so it may be a different one.',
} as const;

/** The next rotation compares key ids, or asks `client-ca`. */
function issuerNamed({ successor: { leaf, clientCa } }: Target): CheckVerdict {
  if (leaf.issuerKeyId !== undefined || leaf.selfSigned || clientCa.length > 0) return undefined;
  return warn(
    'ISSUER_KEY_NOT_NAMED',
    'The new certificate does not name the key of its issuer (it has no authorityKeyIdentifier), so the next rotation cannot tell whether the issuer is still the same, and will need `client-ca`. Set it from now on, or issue certificates with that extension.',
  );
}

/** Reported whatever else vouches: the next rotation may depend on it. */
export const clientCaFits: Check = ({ target: { successor }, presented }) =>
  successor.clientCa.length === 0 || fitsInForce(successor, presented)
    ? undefined
    : warn(
        'CLIENT_CA_NOT_IN_FORCE',
        'No certificate in `client-ca` issued the certificate in force, so `client-ca` is not what the origin trusts now and does not vouch for the new one. Give all authorities that the origin trusts.',
      );

/** What speaks for or against showing the successor to the origin, at either level, in this order. */
export const TOWARDS_THE_ORIGIN: readonly Check[] = [
  checks.originSettles,
  checks.originAdmits,
  clientCaFits,
  issuerKnown,
  checks.echoTellsThemApart,
  baselineHealthy,
  baselineMended,
  checks.originReached,
  checks.originEnforces,
];
