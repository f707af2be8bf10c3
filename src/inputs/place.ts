import type { Level } from '../cloudflare/certificates.ts';
import { echo } from './echo.ts';
import { isWithin, readHostnames } from './hostnames.ts';
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

/** The hostnames of a target, each within the zone, as far as the zone's name is known. */
export function readHostnamesOf(field: Field, zone: string, report: Report): readonly string[] {
  const hostnames = readHostnames(field, report);
  const name = zoneName(zone);
  const outside = name === undefined ? [] : hostnames.filter((hostname) => !isWithin(hostname, name));
  if (outside.length > 0 && name !== undefined) {
    const list = outside.slice(0, 10).map(echo).join(', ');
    const more = outside.length > 10 ? ` and ${outside.length - 10} more` : '';
    const cause = `names hostnames outside the zone ${name}: ${list}${more}`;
    complain(
      report,
      field,
      'HOSTNAME_OUTSIDE_ZONE',
      cause,
      'Take them out, or name the zone they belong to.',
    );
  }
  return hostnames;
}

/** Reports probes that would look at something the target does not change. */
export function checkProbesBelong(field: Field, urls: readonly string[], place: Place, report: Report): void {
  const name = zoneName(place.zone);
  const belongs = (host: string): boolean => {
    if (place.level === 'hostname')
      return place.hostnames.length === 0
        ? name === undefined || isWithin(host, name)
        : place.hostnames.includes(host);
    return name === undefined || isWithin(host, name);
  };
  const stray = [...new Set(urls.map(hostOf))].filter((host) => !belongs(host));
  if (stray.length === 0) return;
  const listed = place.level === 'hostname' && place.hostnames.length > 0;
  const whole = listed ? 'the hostnames of this target' : `the zone ${name ?? ''}`;
  const cause = `leads to ${stray.slice(0, 10).map(echo).join(', ')}, outside ${whole}`;
  complain(report, field, 'PROBE_OUTSIDE_TARGET', cause, 'Probe what is rotated, or leave those URLs out.');
}

/** The names an origin may be asked for where none is given with its address, the likeliest first. */
export function namesForOrigin(place: Place, probeUrls: readonly string[]): readonly string[] {
  if (place.hostnames.length > 0) return place.hostnames;
  const hosts = [...new Set(probeUrls.map(hostOf))];
  const zone = zoneName(place.zone);
  return hosts.length > 0 || zone === undefined ? hosts : [zone];
}
