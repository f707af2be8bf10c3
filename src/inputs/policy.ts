import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';
import type { Policy } from '../rotation/target.ts';
import { always, ifGiven } from './fields.ts';
import { readHeaderName, readHeaders } from './headers.ts';
import { zoneName } from './hostnames.ts';
import type { Scope } from './job.ts';
import { readBoolean, readBundle, readDuration } from './kinds.ts';
import { readOrigins } from './origins.ts';
import { readProbeUrls, hostOf } from './probe-urls.ts';
import { echo, complain, type Lookup, type Field } from './problem.ts';
import { defaultOf, limitsOf, type DurationName, type InputName } from './table.ts';

/** How long one connection to the origin may take, including its answer. Not an input: an origin answers or it does not. */
const ORIGIN_TIMEOUT_MS = 10_000;
/** How many passes in a row count as verified. Not an input: the probes continue through the grace period anyway. */
const PROBE_SUCCESSES = 5;

/** Milliseconds of a duration that has a default. */
export function durationOf(lookup: Lookup, name: DurationName): number {
  return readDuration(always(lookup, name), limitsOf(name));
}

export function booleanOf(lookup: Lookup, name: InputName): boolean {
  return readBoolean(always(lookup, name), defaultOf(name) === 'true');
}

export function readPolicy(lookup: Lookup, place: Place, token: string): Policy {
  const probes = readProbes(lookup, place, token);
  return {
    enable: booleanOf(lookup, 'enable'),
    deletePrevious: booleanOf(lookup, 'delete-previous'),
    gracePeriod: durationOf(lookup, 'grace-period'),
    activationTimeout: durationOf(lookup, 'activation-timeout'),
    minimumValidity: durationOf(lookup, 'minimum-validity'),
    expiryWarning: durationOf(lookup, 'expiry-warning'),
    acceptIssuerChange: booleanOf(lookup, 'accept-issuer-change'),
    probes,
    origin: readOriginCheck(lookup, place, probes.urls),
  };
}

export function readProbes(lookup: Lookup, place: Place, token: string): ProbeSettings {
  const urlField = lookup('probe-urls');
  const urls = urlField === undefined ? [] : readProbeUrls(urlField);
  if (urlField !== undefined) checkProbesBelong(urlField, urls, place);
  return {
    urls,
    successes: PROBE_SUCCESSES,
    timeout: durationOf(lookup, 'probe-timeout'),
    requestHeaders: ifGiven(lookup, 'probe-request-headers', (field) => readHeaders(field, token)) ?? {},
    echoHeader: ifGiven(lookup, 'probe-echo-header', readHeaderName),
  };
}

/** `every` name is asked for where an origin may let in visitors of one and refuse those of another. */
export function readOriginCheck(
  lookup: Lookup,
  place: Place,
  probeUrls: readonly string[],
  every = false,
): OriginCheckSettings {
  const names = namesForOrigin(place, probeUrls);
  const asked = every ? names : names.slice(0, 1);
  return {
    addresses: ifGiven(lookup, 'origin', (field) => readOrigins(field, asked)) ?? [],
    serverCa: ifGiven(lookup, 'origin-server-ca', readBundle),
    timeout: ORIGIN_TIMEOUT_MS,
  };
}

/** The place where a certificate is to be in force; the zone is empty if it could not be read. */
export type Place = Pick<Scope, 'zone' | 'level' | 'hostnames'>;

/** Reports probes that would look at a hostname the target does not change. */
export function checkProbesBelong(field: Field, urls: readonly string[], place: Place): void {
  const { hostnames, level } = place;
  // With `replace`, or for a whole zone, only Cloudflare knows all hostnames.
  if (hostnames.length === 0 || level === 'zone') return;
  const stray = [...new Set(urls.map(hostOf))].filter((host) => !hostnames.includes(host));
  if (stray.length === 0) return;
  const cause = `leads to ${stray.slice(0, 10).map(echo).join(', ')}, outside the hostnames of this target`;
  const cure = 'Probe the hostnames that are rotated, or leave these URLs out.';
  complain(field, 'PROBE_OUTSIDE_TARGET', `${cause}. ${cure}`);
}

/** The names an origin may be asked for where none is given with its address, the likeliest first. */
function namesForOrigin(place: Place, probeUrls: readonly string[]): readonly string[] {
  if (place.hostnames.length > 0) return place.hostnames;
  const hosts = [...new Set(probeUrls.map(hostOf))];
  const zone = zoneName(place.zone);
  return hosts.length > 0 || zone === undefined ? hosts : [zone];
}
