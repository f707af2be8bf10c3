import type { Pasted } from '../certificate/preflight.ts';
import type { Level } from '../cloudflare/certificates.ts';
import { inputVariable } from '../secrecy/environment.ts';
import { rawInput, rawPassphrase } from './fields.ts';
import type { Environment } from './fields.ts';
import { readHostnames } from './hostnames.ts';
import { readIssue } from './issue/issue-rule.ts';
import type { ExpectedIssue, ExpectedTarget, TargetRequest } from './job.ts';
import { readBundle, readCertificateId } from './kinds.ts';
import { booleanOf, durationOf, readPolicy } from './policy.ts';
import { complain } from './problem.ts';
import type { Field, Lookup, Report } from './problem.ts';

/** Cloudflare's limit of hostnames on one certificate. */
const MOST_HOSTNAMES = 100;

/** Which hostnames a target is for. */
export interface Scope {
  readonly name: string;
  readonly zone: string;
  readonly level: Level;
  readonly hostnames: readonly string[];
  readonly replace: string | undefined;
}

/**
 * Reads `hostnames` and `replace` and checks them against the level.
 * @param level what the user calls the level's field, and the level
 */
export function readScope(lookup: Lookup, zone: string, level: Level, at: Field, report: Report): Scope {
  const hosts = lookup('hostnames');
  const replaces = lookup('replace');
  if (level === 'zone') refuseAtZoneLevel([hosts, replaces], report);
  else if (hosts === undefined && replaces === undefined)
    complain(
      report,
      at,
      'HOSTNAMES_MISSING',
      'is `hostname`, but neither `hostnames` nor `replace` says which',
      'Name the hostnames, or the id of the certificate to replace. If the list comes from a variable, is it empty?',
    );
  else if (hosts !== undefined && replaces !== undefined)
    complain(
      report,
      replaces,
      'HOSTNAMES_AND_REPLACE',
      'is given together with `hostnames`',
      'Give one of them: `replace` finds the hostnames itself.',
    );
  const hostnames = hosts === undefined ? [] : readHostnames(hosts, report);
  if (hosts !== undefined && hostnames.length > MOST_HOSTNAMES)
    complain(
      report,
      hosts,
      'TOO_MANY_HOSTNAMES',
      `names ${hostnames.length} hostnames, and Cloudflare takes ${MOST_HOSTNAMES} on one certificate`,
      'Split them across several certificates.',
    );
  const replace = replaces === undefined ? undefined : readCertificateId(replaces, report);
  return { name: nameOf(zone, level, hostnames, replace), zone, level, hostnames, replace };
}

/**
 * A target to rotate.
 * @param pasted undefined if its certificate is issued by the run
 */
export function readTargetRequest(
  scope: Scope,
  lookup: Lookup,
  pasted: Pasted | undefined,
  token: string,
  report: Report,
): TargetRequest {
  const clientCa = lookup('client-ca');
  const material =
    pasted === undefined
      ? ({ pasted, issue: readIssue(scope, lookup, report) } as const)
      : ({ pasted, issue: undefined } as const);
  return {
    ...scope,
    ...material,
    clientCa: clientCa === undefined ? undefined : readBundle(clientCa, report),
    policy: readPolicy(lookup, scope, token, report),
  };
}

/** A target to compare with what is in force. */
export function readExpectedTarget(
  scope: Scope,
  lookup: Lookup,
  pasted: Pasted | undefined,
  issue: ExpectedIssue | undefined,
  report: Report,
): ExpectedTarget {
  const { name, level, hostnames, replace } = scope;
  return {
    name,
    level,
    hostnames,
    replace,
    pasted,
    issue,
    enable: booleanOf(lookup, 'enable', report),
    expiryWarning: durationOf(lookup, 'expiry-warning', report),
  };
}

function refuseAtZoneLevel(fields: readonly (Field | undefined)[], report: Report): void {
  for (const field of fields)
    if (field !== undefined)
      complain(
        report,
        field,
        'HOSTNAMES_AT_ZONE_LEVEL',
        'is given at zone level, where one certificate serves the whole zone',
        'Remove it, or write `level: hostname`.',
      );
}

function nameOf(
  zone: string,
  level: Level,
  hostnames: readonly string[],
  replace: string | undefined,
): string {
  const [first, ...others] = hostnames;
  if (level === 'zone') return `${zone} (zone)`;
  if (first === undefined) return `${zone} (replacing ${replace ?? 'nothing'})`;
  return others.length === 0 ? `${zone} (${first})` : `${zone} (${first} and ${others.length} more)`;
}

/** Certificate and key from the step's inputs, unchanged. Either input may hold both. */
export function materialFromInputs(env: Environment): Pasted {
  return {
    certificate: rawInput(env, 'certificate'),
    privateKey: rawInput(env, 'private-key') || undefined,
    passphrase: rawPassphrase(env[inputVariable('private-key-passphrase')] ?? ''),
    names: {
      certificate: 'certificate',
      privateKey: 'private-key',
      passphrase: 'private-key-passphrase',
    },
  };
}

/** The certificate to compare with what is in force; undefined if its input is empty. The key is not looked at. */
export function certificateFromInputs(env: Environment): Pasted | undefined {
  return rawInput(env, 'certificate') === '' ? undefined : materialFromInputs(env);
}
