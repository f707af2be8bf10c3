import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';
import { zoneName } from './hostnames.ts';
import type { IssueRequest, Job } from './job.ts';
import { hostOf } from './probe-urls.ts';
import { echo, type InputProblem, type Report } from './problem.ts';

/** The names of what a run reads or changes, and where it sends what. */
interface Named {
  readonly zone: string;
  readonly hostnames: readonly string[];
  readonly probes?: ProbeSettings;
  readonly origin?: OriginCheckSettings;
  readonly issue?: IssueRequest | undefined;
  readonly target: string | undefined;
}

function namesOf(job: Job): readonly Named[] {
  switch (job.operation) {
    case 'rotate':
      return job.requests.map(({ name, zone, hostnames, issue, policy: { probes, origin } }) => {
        const target = job.requests.length > 1 ? name : undefined;
        return { zone, hostnames, probes, origin, issue, target };
      });
    case 'status':
    case 'matrix': {
      const several = job.zones.length > 1 || job.zones.some(({ expected }) => expected.length > 1);
      return job.zones.flatMap(({ zone, expected }) =>
        expected.map(({ name, hostnames }) => ({ zone, hostnames, target: several ? name : undefined })),
      );
    }
    case 'disable': {
      const { zone, what, probes, origin } = job.request;
      const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
      return [{ zone, hostnames, probes, origin, target: undefined }];
    }
    case 'delete':
      return [];
  }
}

/** Warns of names outside the zone: it may serve custom hostnames, which Cloudflare alone knows and decides on. */
export function warnOfCustomHostnames(job: Job, warn: Report): void {
  for (const { zone, hostnames, probes, target } of namesOf(job)) {
    const name = zoneName(zone);
    if (name === undefined) continue;
    const strangers = outside(name, hostnames);
    const probed = outside(name, hostsOf(probes)).filter((host) => !hostnames.includes(host));
    if (strangers.length > 0) {
      const sentence = `\`hostnames\` names hostnames outside the zone ${name}: ${listed(strangers)}. Cloudflare takes them if they are custom hostnames of this zone, and refuses them otherwise.`;
      warn({ reason: 'OUTSIDE_ZONE', input: 'hostnames', sentence, target });
    }
    if (probed.length > 0) {
      const sentence = `\`probe-urls\` leads to ${listed(probed)}, outside the zone ${name}. Such a probe proves something only for a custom hostname of this zone.`;
      warn({ reason: 'OUTSIDE_ZONE', input: 'probe-urls', sentence, target });
    }
  }
}

/**
 * For a run with a manifest. It is data, which a pull request can change: it may not choose both a variable or a
 * credential, and whom that is sent to. A zone that the token does not see ends the run before a probe.
 */
export function refuseHeadersOutsideZone(job: Job, report: Report): void {
  for (const { zone, probes, target } of namesOf(job)) {
    const hosts = hostsOf(probes);
    const name = zoneName(zone);
    const strangers = name === undefined ? hosts : outside(name, hosts);
    if (strangers.length === 0 || Object.keys(probes?.requestHeaders ?? {}).length === 0) continue;
    const [why, cure] =
      name === undefined
        ? [', and the manifest gives the zone only by its id', 'give the zone by its name']
        : [`, outside the zone ${name}`, 'give that target to a step of its own, without a manifest'];
    const sentence = `\`probe-request-headers\` would go to ${listed(strangers)}${why}. Next to a manifest, which a pull request can change, they go only to hosts within the zone's name: ${cure}, or leave the headers out.`;
    report({ reason: 'HEADERS_OUTSIDE_ZONE', input: 'probe-request-headers', sentence, target });
  }
}

function hostsOf(probes: ProbeSettings | undefined): readonly string[] {
  return [...new Set((probes?.urls ?? []).map(hostOf))];
}

function outside(name: string, hosts: readonly string[]): readonly string[] {
  return [...new Set(hosts.filter((host) => host !== name && !host.endsWith(`.${name}`)))];
}

const MOST_TOLD = 10;

function listed(hosts: readonly string[]): string {
  const shown = hosts.slice(0, MOST_TOLD).map(echo).join(', ');
  return hosts.length > MOST_TOLD ? `${shown} and ${hosts.length - MOST_TOLD} more` : shown;
}

/**
 * What a probe, a check of the origin or an issuing would send to hosts that must not see it, in any encoding: the
 * token, a key or its passphrase. To be checked before anything is sent. Never echoes.
 */
export function secretsSentOutward(
  job: Job,
  holdsSecret: (text: string) => boolean,
): readonly InputProblem[] {
  return namesOf(job).flatMap(({ probes, origin, target, ...named }) => {
    const headers = Object.entries(probes?.requestHeaders ?? {});
    const sent = {
      'probe-urls': probes?.urls ?? [],
      'probe-request-headers': headers.map(([name, value]) => `${name}: ${value}`),
      origin: (origin?.addresses ?? []).map(({ hostname, host }) => `${hostname} ${host}`),
      issue: issuingTells(named),
    };
    const inputs = Object.entries(sent).filter(([, texts]) => texts.some(holdsSecret));
    return inputs.map(([input]) => {
      const sentence = `\`${input}\` ${SENT_OUTWARD}`;
      return { reason: 'SECRET_SENT_OUTWARD', input, sentence, target };
    });
  });
}

const SENT_OUTWARD =
  'holds a piece of a token, of the private key or of its passphrase, and its value is sent to hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.';

/**
 * What a signer's server gets to see besides the request, and a subject that is no name told anyway: it stands in
 * the certificate. The words of a command are the user's own.
 */
function issuingTells({
  issue,
  zone,
  hostnames,
}: Pick<Named, 'issue' | 'zone' | 'hostnames'>): readonly string[] {
  if (issue === undefined) return [];
  const subject = [zone, ...hostnames].includes(issue.commonName) ? [] : [issue.commonName];
  return [...subject, ...signerIsTold(issue.signer)];
}

function signerIsTold(signer: IssueRequest['signer']): readonly string[] {
  switch (signer.kind) {
    case 'vault':
      return valuesOf({ ...signer.vault, serverCa: undefined });
    case 'step-ca':
      return valuesOf({ ...signer.stepCa, serverCa: undefined });
    case 'authority':
    case 'command':
      return [];
  }
}

function valuesOf(settings: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.values(settings).filter((value) => value !== undefined);
}
