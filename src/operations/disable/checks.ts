import type { ErrorText } from '../../errors.ts';
import type { DisableRequest } from '../../inputs/job.ts';
import { withoutQuery } from '../../probe/evidence.ts';
import type { Warning } from '../../rotation/result.ts';
import { associationOf } from '../../rotation/observe/observation.ts';
import type { Afterwards, DisableLook } from './look.ts';

export interface Refusal {
  readonly kind: 'refuse';
  readonly reason: string;
  readonly text: ErrorText;
}

/** What one check has to say; undefined: nothing. */
export type Said = Refusal | ({ readonly kind: 'warn' } & Warning) | undefined;

type Check = (request: DisableRequest, look: DisableLook) => Said;

/** In their order; the first that refuses ends the run before any change. */
export const CHECKS: readonly Check[] = [
  (request, look) => originOpen(request, look),
  (request, look) => probesSeeTheChange(request, look),
  (request, look) => baselineHealthy(request, look),
];

/** An origin that still demands a certificate would refuse every visitor. */
const originOpen: Check = ({ acceptUnauthenticated }, { origins, afterwards }) => {
  const closed = origins.find(({ openness }) => openness.kind === 'closed');
  const unseen = origins.find(({ openness }) => openness.kind === 'unknown');
  const doubt = closed ?? unseen;
  if (doubt === undefined && origins.length > 0) return undefined;
  const found =
    doubt === undefined
      ? 'No `origin` was given, so nobody saw whether visitors are let in without a client certificate.'
      : closed === undefined
        ? `Whether the origin ${doubt.address} lets visitors in without a client certificate could not be seen. ${doubt.openness.sentence}`
        : `The origin ${doubt.address} still demands a client certificate. ${doubt.openness.sentence}`;
  const reason = closed === undefined ? 'ORIGIN_NOT_SEEN' : 'ORIGIN_DEMANDS_CERTIFICATE';
  const shown = shownTo(afterwards, closed !== undefined);
  if (afterwards.kind === 'zone')
    return { kind: 'warn', reason: 'ZONE_CERTIFICATE_APPLIES', sentence: `${found} ${shown}` };
  if (acceptUnauthenticated)
    return {
      kind: 'warn',
      reason,
      sentence: `${found} ${shown} The run goes on as told by \`accept-unauthenticated\`.`,
    };
  return refuse(reason, `${found} ${shown}`, remedyFor(closed !== undefined, afterwards));
};

/** Nobody but Cloudflare can show its shared certificate, so whether an origin takes it is the user's to say. */
function remedyFor(demands: boolean, { kind }: Afterwards): string {
  const shared = 'if it trusts the shared certificate, set `accept-unauthenticated: true`.';
  if (!demands) return 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';
  return kind === 'shared'
    ? `Let the origin accept visitors without a client certificate first, then run again; ${shared}`
    : 'Let the origin accept visitors without a client certificate first, then run again.';
}

/** What becomes of an origin that demands a certificate. */
function shownTo(afterwards: Afterwards, demands: boolean): string {
  switch (afterwards.kind) {
    case 'zone': {
      const id = afterwards.id === undefined ? '' : `, ${afterwards.id}`;
      return `Afterwards Cloudflare shows it the certificate of the zone level${id}; whether the origin accepts that one for these hostnames, only a probe tells.`;
    }
    case 'shared':
      return 'Afterwards Cloudflare shows it its shared certificate; an origin that does not trust that one would refuse every visitor.';
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

const baselineHealthy: Check = (_, { baselines }) => {
  const sick = baselines.find(({ baseline }) => baseline.kind !== 'healthy');
  if (sick === undefined) return undefined;
  const { baseline } = sick;
  const url = withoutQuery(sick.url);
  switch (baseline.kind) {
    case 'lacks-certificate':
      return {
        kind: 'warn',
        reason: 'BASELINE_LACKS_CERTIFICATE',
        sentence: `Before any change, ${url} fails as it does without a good client certificate. ${baseline.sentence}`,
      };
    case 'inconclusive':
      return refuse(
        'PROBE_PROVES_NOTHING',
        `The probe of ${url} proves nothing. ${baseline.sentence}`,
        'Choose a URL that the origin itself answers without redirect, cache or login, then run again.',
      );
    case 'failing':
    case 'healthy':
      return refuse(
        'BASELINE_FAILING',
        `Before any change, the probe of ${url} fails. ${baseline.sentence}`,
        'Mend the site or the probe URL first, then run again.',
      );
  }
};

export function refuse(reason: string, happened: string, remedy: string): Refusal {
  return { kind: 'refuse', reason, text: { happened, inForce: 'Nothing was changed.', remedy } };
}
