import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';
import { isWithin } from './hostnames.ts';
import type { Job } from './job.ts';
import { zoneName } from './policy.ts';
import { hostOf } from './probe-urls.ts';
import { echo, type InputProblem, type Report } from './problem.ts';

/** The names of what a run reads or changes, and where it sends what. */
interface Named {
  readonly zone: string;
  readonly hostnames: readonly string[];
  readonly probes?: ProbeSettings;
  readonly origin?: OriginCheckSettings;
  readonly target?: string;
}

function namesOf(job: Job): readonly Named[] {
  switch (job.operation) {
    case 'rotate':
      return job.requests.map(({ name, zone, hostnames, policy: { probes, origin } }) => {
        const names = { zone, hostnames, probes, origin };
        return job.requests.length === 1 ? names : { ...names, target: name };
      });
    case 'status':
    case 'matrix': {
      const several = job.zones.length > 1 || job.zones.some(({ expected }) => expected.length > 1);
      return job.zones.flatMap(({ zone, expected }) =>
        expected.map(({ name, hostnames }) => ({ zone, hostnames, ...(several ? { target: name } : {}) })),
      );
    }
    case 'disable': {
      const { zone, what, probes, origin } = job.request;
      return [{ zone, hostnames: what.kind === 'hostnames' ? what.hostnames : [], probes, origin }];
    }
    case 'delete':
      return [];
  }
}

/** A problem with an input of one target, which is named where there are several. */
function problemOf(reason: string, input: string, sentence: string, { target }: Named): InputProblem {
  return { reason, input, sentence, ...(target === undefined ? {} : { target }) };
}

/** Warns of names outside the zone: it may serve custom hostnames, which Cloudflare alone knows and decides on. */
export function warnOfCustomHostnames(job: Job, warn: Report): void {
  for (const named of namesOf(job)) {
    const { zone, hostnames, probes } = named;
    const name = zoneName(zone);
    if (name === undefined) continue;
    const outside = (hosts: readonly string[]): readonly string[] => [
      ...new Set(hosts.filter((host) => !isWithin(host, name))),
    ];
    const strangers = outside(hostnames);
    const probed = outside((probes?.urls ?? []).map(hostOf)).filter((host) => !hostnames.includes(host));
    if (strangers.length > 0) {
      const says = `\`hostnames\` names hostnames outside the zone ${name}: ${listed(strangers)}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`;
      warn(problemOf('OUTSIDE_ZONE', 'hostnames', says, named));
    }
    if (probed.length > 0) {
      const says = `\`probe-urls\` leads to ${listed(probed)}, outside the zone ${name}. Such a probe proves something only for a custom hostname of this zone.`;
      warn(problemOf('OUTSIDE_ZONE', 'probe-urls', says, named));
    }
  }
}

const MOST_TOLD = 10;

function listed(hosts: readonly string[]): string {
  const shown = hosts.slice(0, MOST_TOLD).map(echo).join(', ');
  return hosts.length > MOST_TOLD ? `${shown} and ${hosts.length - MOST_TOLD} more` : shown;
}

/**
 * What a probe or a check of the origin would send to hosts that must not see it, in any encoding: the token, a
 * key or its passphrase. To be checked before anything is sent. Never echoes.
 */
export function secretsSentOutward(
  job: Job,
  holdsSecret: (text: string) => boolean,
): readonly InputProblem[] {
  return namesOf(job).flatMap((named) => {
    const headers = Object.entries(named.probes?.requestHeaders ?? {});
    const sent = {
      'probe-urls': named.probes?.urls ?? [],
      'probe-request-headers': headers.map(([name, value]) => `${name}: ${value}`),
      origin: (named.origin?.addresses ?? []).map(({ hostname, host }) => `${hostname} ${host}`),
    };
    return Object.entries(sent)
      .filter(([, texts]) => texts.some(holdsSecret))
      .map(([input]) => problemOf('SECRET_SENT_OUTWARD', input, outwardOf(input), named));
  });
}

function outwardOf(input: string): string {
  return (
    `\`${input}\` holds a piece of a token, of the private key or of its passphrase, and its value is sent to ` +
    'hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.'
  );
}
