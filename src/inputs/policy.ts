import type { Level } from '../cloudflare/certificates.ts';
import type { OriginCheckSettings, ProbeSettings } from '../probe/settings.ts';
import type { Policy } from '../rotation/target.ts';
import { always } from './fields.ts';
import { readHeaderName, readHeaders } from './headers.ts';
import { isZoneId } from './hostnames.ts';
import { readBoolean, readBundle, readDuration } from './kinds.ts';
import { readOrigins } from './origins.ts';
import { readProbeUrls, hostOf } from './probe-urls.ts';
import { echo, complain } from './problem.ts';
import type { Lookup, Report, Field } from './problem.ts';
import { defaultOf, limitsOf } from './table.ts';
import type { DurationName, InputName } from './table.ts';

/** How long one connection to the origin may take, including its answer. Not an input: an origin answers or it does not. */
const ORIGIN_TIMEOUT_MS = 10_000;
/** How many passes in a row count as verified. Not an input: the probes continue through the grace period anyway. */
const PROBE_SUCCESSES = 5;

/** Milliseconds of a duration that has a default. */
export function durationOf(lookup: Lookup, name: DurationName, report: Report): number {
  return readDuration(always(lookup, name), limitsOf(name), report);
}

/** A boolean that has a default. */
export function booleanOf(lookup: Lookup, name: InputName, report: Report): boolean {
  return readBoolean(always(lookup, name), report, defaultOf(name) === 'true');
}

/** How one target is to be rotated. */
export function readPolicy(lookup: Lookup, place: Place, token: string, report: Report): Policy {
  const probes = readProbes(lookup, place, token, report);
  return {
    enable: booleanOf(lookup, 'enable', report),
    deletePrevious: booleanOf(lookup, 'delete-previous', report),
    gracePeriod: durationOf(lookup, 'grace-period', report),
    activationTimeout: durationOf(lookup, 'activation-timeout', report),
    minimumValidity: durationOf(lookup, 'minimum-validity', report),
    expiryWarning: durationOf(lookup, 'expiry-warning', report),
    acceptIssuerChange: booleanOf(lookup, 'accept-issuer-change', report),
    probes,
    origin: readOriginCheck(lookup, place, probes.urls, report),
  };
}

/** The probes through Cloudflare. */
export function readProbes(lookup: Lookup, place: Place, token: string, report: Report): ProbeSettings {
  const urlField = lookup('probe-urls');
  const urls = urlField === undefined ? [] : readProbeUrls(urlField, report);
  if (urlField !== undefined) checkProbesBelong(urlField, urls, place, report);
  const headers = lookup('probe-request-headers');
  const echoHeader = lookup('probe-echo-header');
  return {
    urls,
    successes: PROBE_SUCCESSES,
    timeout: durationOf(lookup, 'probe-timeout', report),
    requestHeaders: headers === undefined ? {} : readHeaders(headers, token, report),
    echoHeader: echoHeader === undefined ? undefined : readHeaderName(echoHeader, report),
  };
}

/**
 * The check straight at the origin.
 * @param every whether each name is asked for: an origin may let in visitors of one and refuse those of another
 */
export function readOriginCheck(
  lookup: Lookup,
  place: Place,
  probeUrls: readonly string[],
  report: Report,
  every = false,
): OriginCheckSettings {
  const origins = lookup('origin');
  const serverCa = lookup('origin-server-ca');
  const names = namesForOrigin(place, probeUrls);
  return {
    addresses: origins === undefined ? [] : readOrigins(origins, every ? names : names.slice(0, 1), report),
    serverCa: serverCa === undefined ? undefined : readBundle(serverCa, report),
    timeout: ORIGIN_TIMEOUT_MS,
  };
}

/** The place where a certificate is to be in force. */
export interface Place {
  /** Name, id in lower case, or empty if it could not be read. */
  readonly zone: string;
  readonly level: Level;
  /** Empty at zone level and where `replace` finds them. */
  readonly hostnames: readonly string[];
}

/** Name of the zone; undefined if only its id, or nothing, is known. */
export function zoneName(zone: string): string | undefined {
  return zone === '' || isZoneId(zone) ? undefined : zone;
}

/** Reports probes that would look at a hostname the target does not change. */
export function checkProbesBelong(field: Field, urls: readonly string[], place: Place, report: Report): void {
  const { hostnames } = place;
  // With `replace`, or for a whole zone, only Cloudflare knows all hostnames.
  if (hostnames.length === 0) return;
  const stray = [...new Set(urls.map(hostOf))].filter((host) => !hostnames.includes(host));
  if (stray.length === 0) return;
  const cause = `leads to ${stray.slice(0, 10).map(echo).join(', ')}, outside the hostnames of this target`;
  complain(
    report,
    field,
    'PROBE_OUTSIDE_TARGET',
    cause,
    'Probe the hostnames that are rotated, or leave these URLs out.',
  );
}

/** The names an origin may be asked for where none is given with its address, the likeliest first. */
function namesForOrigin(place: Place, probeUrls: readonly string[]): readonly string[] {
  if (place.hostnames.length > 0) return place.hostnames;
  const hosts = [...new Set(probeUrls.map(hostOf))];
  const zone = zoneName(place.zone);
  return hosts.length > 0 || zone === undefined ? hosts : [zone];
}
