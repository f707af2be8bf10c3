import type { Sandbox } from '../index.ts';
import { presentedAt, type Edge, type Zone } from '../model/index.ts';
import type { ServeOptions } from './options.ts';

/** What stands in a box now, as JSON: no key is part of it. */
export function stateOf(box: Sandbox, options: ServeOptions): unknown {
  const now = box.model.now();
  return {
    now: new Date(now).toISOString(),
    seed: options.seed,
    unknowns: box.model.variants(),
    zones: [...box.model.zones.values()].map((zone) => zoneState(zone, now)),
    presented: Object.fromEntries(box.edges.map(({ edge }) => [edge.name, presentedBy(box, edge, now)])),
  };
}

function zoneState(zone: Zone, now: number): unknown {
  return {
    id: zone.id,
    name: zone.name,
    enabled: zone.enabled.at(now) ?? false,
    ssl: zone.ssl.at(now),
    certificates: [...zone.certificates.values()].map(({ id, level, facts, status, uploadedOn }) => ({
      id,
      level,
      status: status.at(now),
      uploadedOn: moment(uploadedOn.at(now)),
      fingerprint: facts.fingerprint,
    })),
    associations: [...zone.associations.values()].flatMap(({ hostname, row, status }) => {
      const found = row.at(now);
      if (found === undefined) return [];
      const { certificateId, enabled, updatedAt } = found;
      return [{ hostname, certificateId, enabled, status: status.at(now), updatedAt: moment(updatedAt) }];
    }),
  };
}

/** What an edge shows for each hostname: the fingerprint of a certificate, or why there is none. */
function presentedBy(box: Sandbox, edge: Edge, now: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    box.hosts.map((host) => {
      const shown = presentedAt(box.model, edge, host, now);
      switch (shown.kind) {
        case 'certificate':
          return [host, shown.certificate.facts.fingerprint];
        case 'shared':
          return [host, 'shared'];
        case 'none':
          return [host, `none: ${shown.reason}`];
      }
    }),
  );
}

const moment = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();
