import type { AssociationRequest } from '../../cloudflare/associations.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { withoutQuery } from '../../probe/evidence.ts';
import { refuse, warn, baselineHealthy, baselineMended } from '../../zone/baseline-checks.ts';
import type { Refusal, CheckVerdict } from '../../zone/baseline-checks.ts';
import { associationOf, isInPlace } from '../../zone/observed.ts';
import type { Warning } from '../../zone/result-parts.ts';
import { someOf } from '../../zone/words.ts';
import type { Afterwards, DisableLook } from './observe-disable.ts';

/** What is to be done; apply carries it out, a dry run prints it. */
export type DisablePlan = { readonly warnings: readonly Warning[] } & Decision;

type Decision =
  | Refusal
  | { readonly kind: 'idle'; readonly sentence: string }
  | (DisableSteps & { readonly sentence: string });

/** Hostnames that are to lose their certificates have what they had, to be restored. */
export type DisableSteps =
  | { readonly kind: 'zone' }
  | {
      readonly kind: 'hostnames';
      readonly mode: 'withdraw' | 'off';
      readonly former: readonly AssociationRequest[];
    };

export function decide(request: DisableRequest, look: DisableLook): DisablePlan {
  const { what } = request;
  const steps = what.kind === 'zone' ? zoneSteps(look) : hostnameSteps(what, look);
  const warnings: Warning[] = [];
  if (steps.kind === 'refuse' || steps.kind === 'idle') return { ...steps, warnings };
  for (const check of CHECKS) {
    const said = check(request, look);
    if (said?.kind === 'refuse') return { ...said, warnings };
    if (said !== undefined) warnings.push({ reason: said.reason, sentence: said.sentence });
  }
  return { ...steps, warnings };
}

function zoneSteps({ switchOn }: DisableLook): Decision {
  const off = 'Authenticated origin pulls are switched off for the zone';
  return switchOn
    ? { kind: 'zone', sentence: `${off}; hostnames with a certificate of their own keep it.` }
    : { kind: 'idle', sentence: 'Authenticated origin pulls are already off for the zone.' };
}

function hostnameSteps(
  { hostnames, mode }: Extract<DisableRequest['what'], { kind: 'hostnames' }>,
  look: DisableLook,
): Decision {
  const { associations } = look;
  const bare = hostnames.filter((hostname) => associationOf(associations, hostname) === undefined);
  if (mode === 'off' && bare.length > 0) {
    return refuse(
      'HOSTNAME_WITHOUT_CERTIFICATE',
      `No certificate of their own: ${someOf(bare)}. Cloudflare switches a hostname off only together with a certificate it is tied to.`,
      'Leave these hostnames out, or give them a certificate by a rotation at hostname level first.',
    );
  }
  const former = hostnames.flatMap((hostname): readonly AssociationRequest[] => {
    const { certificateId, enabled } = associationOf(associations, hostname) ?? {};
    if (certificateId === undefined) return [];
    if (mode === 'off' && isInPlace(associations, hostname, certificateId, false)) return [];
    return [{ hostname, certificateId, enabled: enabled ?? true }];
  });
  const names = someOf(former.map(({ hostname }) => hostname));
  if (former.length === 0) {
    const state = mode === 'off' ? 'already switched off' : 'already without a certificate of their own';
    return { kind: 'idle', sentence: `All these hostnames are ${state}.` };
  }
  const have =
    former.length === 1
      ? 'no longer has a certificate of its own'
      : 'no longer have a certificate of their own';
  const zone = `the zone level, which is ${look.switchOn ? 'on' : 'off'}, applies again`;
  const sentence =
    mode === 'off'
      ? `No client certificate is sent for ${names}, even if the zone level is on.`
      : `${names} ${have}; ${zone}${saidOf(look.afterwards)}.`;
  return { kind: 'hostnames', mode, former, sentence };
}

function saidOf(afterwards: Afterwards): string {
  switch (afterwards.kind) {
    case 'zone':
      return afterwards.id === undefined ? '' : `, with its certificate ${afterwards.id}`;
    case 'shared':
      return ", and Cloudflare's shared certificate is shown";
    case 'nothing':
      return ', and no client certificate is sent';
  }
}

/** In their order; the first that refuses ends the run before any change. */
const CHECKS: readonly ((request: DisableRequest, look: DisableLook) => CheckVerdict)[] = [
  originOpen,
  probesSeeTheChange,
  (_, observation) => baselineHealthy({ observation }),
  (_, observation) => baselineMended({ observation }),
];

/** An origin that still demands a certificate would refuse every visitor. */
function originOpen(
  { acceptUnauthenticated }: DisableRequest,
  { origins, afterwards }: DisableLook,
): CheckVerdict {
  const closed = origins.find(({ openness }) => openness.kind === 'closed');
  const unseen = origins.find(({ openness }) => openness.kind === 'unknown');
  const doubt = closed ?? unseen;
  if (doubt === undefined && origins.length > 0) return undefined;
  const found =
    doubt === undefined
      ? 'No `origin` was given, so it is not known whether the origin lets visitors in without a client certificate.'
      : closed === undefined
        ? `Whether the origin ${doubt.address} lets visitors in without a client certificate could not be determined. ${doubt.openness.sentence}`
        : `The origin ${doubt.address} still demands a client certificate. ${doubt.openness.sentence}`;
  const reason = closed === undefined ? 'ORIGIN_NOT_SEEN' : 'ORIGIN_DEMANDS_CERTIFICATE';
  const shown = shownTo(afterwards, closed !== undefined);
  if (afterwards.kind === 'zone') return warn('ZONE_CERTIFICATE_APPLIES', `${found} ${shown}`);
  if (acceptUnauthenticated)
    return warn(reason, `${found} ${shown} The run continues because of \`accept-unauthenticated\`.`);
  return refuse(reason, `${found} ${shown}`, remedyFor(closed !== undefined, afterwards));
}

/** Only Cloudflare can present its shared certificate, so the user has to say whether an origin accepts it. */
function remedyFor(demands: boolean, { kind }: Afterwards): string {
  if (!demands) return 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';
  const open = 'Make the origin accept visitors without a client certificate first, then run again';
  return kind === 'shared'
    ? `${open}; if it trusts the shared certificate, set \`accept-unauthenticated: true\`.`
    : `${open}.`;
}

function shownTo(afterwards: Afterwards, demands: boolean): string {
  switch (afterwards.kind) {
    case 'zone': {
      const id = afterwards.id === undefined ? '' : `, ${afterwards.id}`;
      return `Afterwards Cloudflare shows the origin the certificate of the zone level${id}; only a probe can tell whether the origin accepts that one for these hostnames.`;
    }
    case 'shared':
      return 'Afterwards Cloudflare shows the origin its shared certificate; an origin that does not trust it would refuse every visitor.';
    case 'nothing':
      return `${demands ? 'Switching' : 'If it demands one, switching'} off would make it refuse every visitor.`;
  }
}

/** A probe elsewhere would see nothing of this change. */
function probesSeeTheChange({ what, probes }: DisableRequest, { associations }: DisableLook): CheckVerdict {
  const blind = probes.urls.find((url) => {
    const { hostname } = new URL(url);
    return what.kind === 'zone'
      ? associationOf(associations, hostname) !== undefined
      : !what.hostnames.includes(hostname);
  });
  if (blind === undefined) return undefined;
  const [why, remedy] =
    what.kind === 'zone'
      ? [
          'its hostname has a certificate of its own, which takes precedence',
          'Probe a hostname without a certificate of its own.',
        ]
      : [
          'it is on a hostname that is not switched off here',
          'Probe one of the hostnames that are switched off.',
        ];
  const happened = `The probe of ${withoutQuery(blind)} would not see the change: ${why}.`;
  return refuse('PROBE_SEES_OTHER_CERTIFICATE', happened, remedy);
}
