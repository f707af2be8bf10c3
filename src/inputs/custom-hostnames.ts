import { isWithin } from './hostnames.ts';
import type { Job } from './job.ts';
import { zoneName } from './policy.ts';
import { hostOf } from './probe-urls.ts';
import { echo } from './problem.ts';
import type { Report } from './problem.ts';

/** The names of what a run reads or changes. */
interface Named {
  readonly target: string | undefined;
  readonly zone: string;
  readonly hostnames: readonly string[];
  readonly probes: readonly string[];
}

const MOST_TOLD = 10;

/**
 * Warns of names outside the zone, if its name is known. A zone may serve custom hostnames (Cloudflare for
 * SaaS), which only Cloudflare knows, so Cloudflare decides.
 */
export function warnOfCustomHostnames(job: Job, warn: Report): void {
  for (const { target, zone, hostnames, probes } of namesOf(job)) {
    const name = zoneName(zone);
    if (name === undefined) continue;
    const outside = (hosts: readonly string[]): readonly string[] => [
      ...new Set(hosts.filter((host) => !isWithin(host, name))),
    ];
    const tell = (input: string, sentence: string): void =>
      warn({ reason: 'OUTSIDE_ZONE', input, sentence, ...(target === undefined ? {} : { target }) });
    const strangers = outside(hostnames);
    if (strangers.length > 0)
      tell(
        'hostnames',
        `\`hostnames\` names hostnames outside the zone ${name}: ${listed(strangers)}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`,
      );
    const probed = outside(probes.map(hostOf)).filter((host) => !hostnames.includes(host));
    if (probed.length > 0)
      tell(
        'probe-urls',
        `\`probe-urls\` leads to ${listed(probed)}, outside the zone ${name}. Such a probe proves something only for a custom hostname of this zone.`,
      );
  }
}

function namesOf(job: Job): readonly Named[] {
  switch (job.operation) {
    case 'rotate':
      return job.requests.map(({ name, zone, hostnames, policy }) => ({
        target: job.requests.length === 1 ? undefined : name,
        zone,
        hostnames,
        probes: policy.probes.urls,
      }));
    case 'status':
    case 'matrix':
      return job.zones.flatMap(({ zone, expected }) =>
        expected.map(({ name, hostnames }) => ({
          target: job.zones.length === 1 && expected.length === 1 ? undefined : name,
          zone,
          hostnames,
          probes: [],
        })),
      );
    case 'disable': {
      const { zone, what, probes } = job.request;
      const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
      return [{ target: undefined, zone, hostnames, probes: probes.urls }];
    }
    case 'delete':
      return [];
  }
}

function listed(hosts: readonly string[]): string {
  const shown = hosts.slice(0, MOST_TOLD).map(echo).join(', ');
  return hosts.length > MOST_TOLD ? `${shown} and ${hosts.length - MOST_TOLD} more` : shown;
}
