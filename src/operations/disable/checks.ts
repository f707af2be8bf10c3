import type { DisableRequest } from '../../inputs/job.ts';
import { withoutQuery } from '../../probe/evidence.ts';
import { associationOf } from '../../rotation/observe/observation.ts';
import { baselineHealthy, baselineMended, refuse } from '../../rotation/plan/checks.ts';
import type { CheckVerdict } from '../../rotation/plan/checks.ts';
import type { Afterwards, DisableLook } from './look.ts';

type Check = (request: DisableRequest, look: DisableLook) => CheckVerdict;

/** In their order; the first that refuses ends the run before any change. */
export const CHECKS: readonly Check[] = [
  (request, look) => originOpen(request, look),
  (request, look) => probesSeeTheChange(request, look),
  (_, observation) => baselineHealthy({ observation }),
  (_, observation) => baselineMended({ observation }),
];

/** An origin that still demands a certificate would refuse every visitor. */
const originOpen: Check = ({ acceptUnauthenticated }, { origins, afterwards }) => {
  const closed = origins.find(({ openness }) => openness.kind === 'closed');
  const unseen = origins.find(({ openness }) => openness.kind === 'unknown');
  const doubt = closed ?? unseen;
  if (doubt === undefined && origins.length > 0) return undefined;
  const found =
    doubt === undefined
      ? 'No `origin` was given, so it is not known whether visitors are let in without a client certificate.'
      : closed === undefined
        ? `Whether the origin ${doubt.address} lets visitors in without a client certificate could not be determined. ${doubt.openness.sentence}`
        : `The origin ${doubt.address} still demands a client certificate. ${doubt.openness.sentence}`;
  const reason = closed === undefined ? 'ORIGIN_NOT_SEEN' : 'ORIGIN_DEMANDS_CERTIFICATE';
  const shown = shownTo(afterwards, closed !== undefined);
  if (afterwards.kind === 'zone')
    return { kind: 'warn', reason: 'ZONE_CERTIFICATE_APPLIES', sentence: `${found} ${shown}` };
  if (acceptUnauthenticated)
    return {
      kind: 'warn',
      reason,
      sentence: `${found} ${shown} The run continues because of \`accept-unauthenticated\`.`,
    };
  return refuse(reason, `${found} ${shown}`, remedyFor(closed !== undefined, afterwards));
};

/** Only Cloudflare can present its shared certificate, so the user has to say whether an origin accepts it. */
function remedyFor(demands: boolean, { kind }: Afterwards): string {
  const shared = 'if it trusts the shared certificate, set `accept-unauthenticated: true`.';
  if (!demands) return 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';
  return kind === 'shared'
    ? `Make the origin accept visitors without a client certificate first, then run again; ${shared}`
    : 'Make the origin accept visitors without a client certificate first, then run again.';
}

/** What happens at an origin that demands a certificate. */
function shownTo(afterwards: Afterwards, demands: boolean): string {
  switch (afterwards.kind) {
    case 'zone': {
      const id = afterwards.id === undefined ? '' : `, ${afterwards.id}`;
      return `Afterwards Cloudflare shows it the certificate of the zone level${id}; only a probe can tell whether the origin accepts that one for these hostnames.`;
    }
    case 'shared':
      return 'Afterwards Cloudflare shows it its shared certificate; an origin that does not trust it would refuse every visitor.';
    case 'nothing':
      return `${demands ? 'Switching' : 'If it demands one, switching'} off would make it refuse every visitor.`;
  }
}

/** A probe elsewhere would see nothing of this change. */
const probesSeeTheChange: Check = ({ what, probes }, { associations }) => {
  const blind = probes.urls.find((url) => {
    const { hostname } = new URL(url);
    return what.kind === 'zone'
      ? associationOf(associations, hostname) !== undefined
      : !what.hostnames.includes(hostname);
  });
  if (blind === undefined) return undefined;
  return refuse(
    'PROBE_SEES_OTHER_CERTIFICATE',
    `The probe of ${withoutQuery(blind)} would not see the change: ${what.kind === 'zone' ? 'its hostname has a certificate of its own, which takes precedence' : 'it is on a hostname that is not switched off here'}.`,
    what.kind === 'zone'
      ? 'Probe a hostname without a certificate of its own.'
      : 'Probe one of the hostnames that are switched off.',
  );
};
