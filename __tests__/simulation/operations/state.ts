import type { Zone } from '../../../sandbox/model/index.ts';
import type { SimulatedWorld } from '../simulated-world.ts';

const GONE = new Set(['deleted', 'pending_deletion']);

/** What is there in the end, in words that can be compared: switch, live certificates, hostnames. */
export function stateOf({ time }: SimulatedWorld, zones: readonly Zone[]): readonly string[] {
  return zones.flatMap((zone) => [
    `${zone.name} is ${zone.enabled.at(time.now) === true ? 'on' : 'off'}`,
    ...[...zone.certificates.values()]
      .filter(({ status }) => !GONE.has(status.at(time.now) ?? ''))
      .map(({ level, facts }) => `${zone.name} holds ${facts.fingerprint} at ${level} level`)
      .toSorted(),
    ...[...zone.associations.values()]
      .flatMap(({ hostname, row }) => {
        const now = row.at(time.now);
        const certificate = now === undefined ? undefined : zone.certificates.get(now.certificateId);
        if (now === undefined || now.enabled === null) return [];
        return [`${hostname} is on ${certificate?.facts.fingerprint ?? 'nothing'}, ${String(now.enabled)}`];
      })
      .toSorted(),
  ]);
}
