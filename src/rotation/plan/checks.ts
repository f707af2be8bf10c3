import { causeAndCure } from '../../certificate/finding.ts';
import { echoNames, readEcho } from '../../probe/echo.ts';
import { warn, refuse, type CheckVerdict } from '../../zone/baseline-checks.ts';
import type { Warning } from '../../zone/result-parts.ts';
import { daysInWords, whyNotServed } from '../../zone/words.ts';
import type { Observation, Presented } from '../observe/observation.ts';
import type { Target } from '../target.ts';
import { originVouches } from './issuer-guard.ts';
import type { Copy, RefusedPlan } from './plan.ts';
import type { Succession } from './succession.ts';

export interface CheckInput extends Copy {
  readonly target: Target;
  readonly observation: Observation;
  readonly presented: readonly Presented[];
  readonly succession: Succession;
  readonly now: number;
}

export type Check = (input: CheckInput) => CheckVerdict;

/** Cloudflare sends no client certificate unless it speaks TLS to the origin. */
export const sslModeSends: Check = ({ observation }) =>
  observation.sslMode === 'off' || observation.sslMode === 'flexible'
    ? warn(
        'SSL_MODE_SENDS_NOTHING',
        `The SSL mode of the zone is \`${observation.sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate. Set it to \`full\` or \`strict\`; a configuration rule may still set another for a hostname.`,
      )
    : undefined;

export const zoneIsServed: Check = ({ observation }) => {
  const why = whyNotServed(observation.zone);
  return why === undefined ? undefined : warn('ZONE_NOT_ACTIVE', why);
};

/** An `origin` that was reached and turned the successor away would turn Cloudflare away too. */
export const originAdmits: Check = ({ observation }) => {
  const refused = observation.originChecks.find(({ verdict }) => verdict.kind === 'refused');
  if (refused === undefined) return undefined;
  return refuse(
    'ORIGIN_REFUSES_SUCCESSOR',
    `The origin ${refused.address} refuses the new certificate. ${refused.verdict.sentence}`,
    "First make the origin trust the new certificate's issuer, in addition to the current one, then run again.",
  );
};

export const originEnforces: Check = ({ observation }) => {
  const open = observation.originChecks.find(
    ({ verdict }) => verdict.kind === 'admitted' && verdict.enforced === false,
  );
  if (open === undefined) return undefined;
  return warn(
    'ORIGIN_NOT_ENFORCING',
    `The origin ${open.address} lets visitors in without any client certificate: nothing is enforced there.`,
  );
};

export const originReached: Check = ({ observation }) => {
  const missed = observation.originChecks.find(
    ({ verdict }) => verdict.kind === 'unreachable' || verdict.kind === 'unclear',
  );
  if (missed === undefined) return undefined;
  return warn(
    'ORIGIN_NOT_CHECKED',
    `The origin ${missed.address} could not be checked from this runner. ${missed.verdict.sentence}`,
  );
};

/** What an origin may refuse is fine where this very origin was seen to accept it. */
export const originSettles: Check = ({ target, observation }) => {
  const doubt = target.conditional.find((finding) => finding.severity === 'refuse-unless-origin-check');
  if (doubt === undefined || originVouches(observation.originChecks)) return undefined;
  const [cause, cure] = causeAndCure(doubt);
  const first = target.policy.origin.addresses.length === 0 ? 'set' : 'make sure that the runner reaches';
  return refuse(
    doubt.reason,
    cause,
    `${cure} Or ${first} \`origin\`, so that the origin itself can show that it accepts it.`,
  );
};

/** An origin that names certificates by a serial number that both have would name the new one before it is in force. */
export const echoTellsThemApart: Check = ({ target, observation, presented }) => {
  const { leaf } = target.successor;
  const twin = presented
    .flatMap((now) => (now.kind === 'certificate' ? [now.certificate, ...(now.perhaps ?? [])] : []))
    .find(({ leaf: one }) => one?.serialNumber === leaf.serialNumber && one.fingerprint !== leaf.fingerprint);
  const served = observation.baselines.flatMap(({ baseline }) => baseline.served ?? []);
  if (twin === undefined || !served.some((one) => echoNames(readEcho(one), leaf))) return undefined;
  return refuse(
    'SERIAL_NUMBER_SHARED',
    `The new certificate has the same serial number, ${leaf.serialNumber}, as ${twin.id}, which is in force. The origin names certificates by it, so \`probe-echo-header\` would prove nothing.`,
    'Issue the certificate with a serial number of its own, let the origin name the fingerprint instead, or leave out `probe-echo-header`.',
  );
};

/** Only for a certificate that is still to be put in force. */
export const validLongEnough: Check = ({ target, adopt }) => {
  if (adopt !== undefined) return undefined;
  const short = target.conditional.find((finding) => finding.severity === 'refuse-unless-in-force');
  return short === undefined ? undefined : refuse(short.reason, ...causeAndCure(short));
};

export const notExpired: Check = ({ target, now }) =>
  target.successor.leaf.notAfter <= now
    ? refuse(
        'SUCCESSOR_EXPIRED',
        "By Cloudflare's clock the new certificate has already expired.",
        'Issue a new certificate, then run again.',
      )
    : undefined;

/** The run continues, but nothing shows what visitors get afterwards. */
export const somebodyLooks: Check = ({ target, observation }) => {
  const { probes, origin } = target.policy;
  const { zone, originChecks } = observation;
  const admitted = originChecks.some(({ verdict }) => verdict.kind === 'admitted');
  if (probes.urls.length > 0 || admitted || target.successor.vouchedByCa) return undefined;
  const hostname = observation.level === 'hostname' ? observation.hostnames[0] : zone.name;
  const line =
    hostname === undefined
      ? '`probe-urls` with an address of the site'
      : `\`probe-urls: https://${hostname}/\``;
  const [who, more] =
    origin.addresses.length === 0
      ? ['Nothing checks', '`origin` or `client-ca`']
      : ['The check at `origin` told nothing, and nothing else checks', '`client-ca`'];
  return warn(
    'NOBODY_LOOKS',
    `Evidence: none. ${who} whether visitors get through with the new certificate. To have it checked, add ${line}, or ${more}.`,
  );
};

/** Issued certificates are renewed long before, by their own rule. */
export const expiresSoon: Check = ({ target, now }) => {
  if (target.issuing !== undefined) return undefined;
  const left = target.successor.leaf.notAfter - now;
  if (left <= 0 || left >= target.policy.expiryWarning) return undefined;
  return warn('EXPIRES_SOON', `The certificate expires in ${daysInWords(left)}.`);
};

export type Checked = { readonly kind: 'clear'; readonly warnings: readonly Warning[] } | RefusedPlan;

/** Walks the checks in their order. The first refusal decides; warnings gathered on the way are kept. */
export function walk(checks: readonly Check[], input: CheckInput, before: readonly Warning[] = []): Checked {
  const verdicts = checks.map((check) => check(input));
  const warnings = [...before, ...verdicts.flatMap(warningOf)];
  const refusal = verdicts.find((verdict) => verdict?.kind === 'refuse');
  return refusal?.kind === 'refuse'
    ? { kind: 'refused', reason: refusal.reason, text: refusal.text, warnings }
    : { kind: 'clear', warnings };
}

function warningOf(verdict: CheckVerdict): readonly Warning[] {
  return verdict?.kind === 'warn' ? [{ reason: verdict.reason, sentence: verdict.sentence }] : [];
}
