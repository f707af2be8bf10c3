import type { Level } from '../cloudflare/certificates.ts';
import { echo } from './echo.ts';
import { hostOf } from './probe-urls.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';
import { isZoneId } from './zone.ts';

/** Where something is to be in force. */
export interface Place {
  /** Name, id in lower case, or empty where it could not be read. */
  readonly zone: string;
  readonly level: Level;
  /** Empty at zone level and where `replace` finds them. */
  readonly hostnames: readonly string[];
}

/** Name of the zone; undefined where only its id, or nothing, is known. */
export function zoneName(zone: string): string | undefined {
  return zone === '' || isZoneId(zone) ? undefined : zone;
}

/** Reports probes that would look at a hostname the target does not change. */
export function checkProbesBelong(field: Field, urls: readonly string[], place: Place, report: Report): void {
  const { hostnames } = place;
  // Where `replace` finds the hostnames, or the whole zone is rotated, only Cloudflare knows them all.
  if (hostnames.length === 0) return;
  const stray = [...new Set(urls.map(hostOf))].filter((host) => !hostnames.includes(host));
  if (stray.length === 0) return;
  const cause = `leads to ${stray.slice(0, 10).map(echo).join(', ')}, outside the hostnames of this target`;
  complain(report, field, 'PROBE_OUTSIDE_TARGET', cause, 'Probe what is rotated, or leave those URLs out.');
}

/** The names an origin may be asked for where none is given with its address, the likeliest first. */
export function namesForOrigin(place: Place, probeUrls: readonly string[]): readonly string[] {
  if (place.hostnames.length > 0) return place.hostnames;
  const hosts = [...new Set(probeUrls.map(hostOf))];
  const zone = zoneName(place.zone);
  return hosts.length > 0 || zone === undefined ? hosts : [zone];
}
