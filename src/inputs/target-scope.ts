import type { Level } from '../cloudflare/certificates.ts';
import { readHostnames } from './hostnames.ts';
import type { Scope } from './job.ts';
import { readCertificateId } from './kinds.ts';
import { complain, type Field, type Lookup } from './problem.ts';

/** Cloudflare's limit of hostnames on one certificate. */
const MOST_HOSTNAMES = 100;

/** A target as the step's inputs or a manifest name it. */
export interface NamedTarget {
  readonly scope: Scope;
  /** Its settings, from the inside out. */
  readonly lookup: Lookup;
  /** What is its own: certificate and key. */
  readonly own: Lookup;
  readonly isIssued: boolean;
}

export interface NamedZone {
  readonly zone: string;
  readonly lookup: Lookup;
  /** Hostname targets come first, so that no hostname depends on a certificate that is being removed. */
  readonly targets: readonly NamedTarget[];
}

/** Reads `hostnames` and `replace` and checks them against the level. */
export function readScope(lookup: Lookup, zone: string, level: Level): Scope {
  const [at, hosts, replaces] = [lookup('level'), lookup('hostnames'), lookup('replace')];
  if (level === 'zone') refuseAtZoneLevel([hosts, replaces], 'where one certificate serves the whole zone');
  else if (at !== undefined && hosts === undefined && replaces === undefined)
    complain(at, 'HOSTNAMES_MISSING', SAYS.neither);
  else if (hosts !== undefined && replaces !== undefined)
    complain(replaces, 'HOSTNAMES_AND_REPLACE', SAYS.both);
  const hostnames = hosts === undefined ? [] : readHostnames(hosts);
  if (hosts !== undefined && hostnames.length > MOST_HOSTNAMES) {
    const cause = `names ${hostnames.length} hostnames, and Cloudflare takes ${MOST_HOSTNAMES} on one certificate`;
    complain(hosts, 'TOO_MANY_HOSTNAMES', `${cause}. Split them across several certificates.`);
  }
  const replace = replaces && readCertificateId(replaces);
  return { name: nameOf(zone, level, hostnames, replace), zone, level, hostnames, replace };
}

const SAYS = {
  neither:
    'is `hostname`, but neither `hostnames` nor `replace` says which. Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?',
  both: 'is given together with `hostnames`. Give one of them: `replace` finds the hostnames itself.',
};

export function refuseAtZoneLevel(fields: readonly (Field | undefined)[], where: string): void {
  for (const field of fields.filter((one) => one !== undefined)) {
    const says = `is given at zone level, ${where}. Remove it, or write \`level: hostname\`.`;
    complain(field, 'HOSTNAMES_AT_ZONE_LEVEL', says);
  }
}

function nameOf(zone: string, level: Level, hostnames: readonly string[], replace = 'nothing'): string {
  const [first, ...others] = hostnames;
  if (level === 'zone') return `${zone} (zone)`;
  if (first === undefined) return `${zone} (replacing ${replace})`;
  return others.length === 0 ? `${zone} (${first})` : `${zone} (${first} and ${others.length} more)`;
}
