import type { Level } from '../cloudflare/certificates.ts';
import { inputLookup, isIssuing } from './fields.ts';
import type { Environment } from './fields.ts';
import { readHostnames, readZone } from './hostnames.ts';
import { readExpectedIssue } from './issue/issue-rule.ts';
import { authoritiesOf } from './issue/who-signs.ts';
import type { DeleteRequest, DisableRequest, StatusRequest, TargetRequest } from './job.ts';
import { readCertificateId, readChoice, LEVELS } from './kinds.ts';
import { booleanOf, durationOf, readOriginCheck, readProbes } from './policy.ts';
import type { Place } from './policy.ts';
import { complain, inputField } from './problem.ts';
import type { Lookup, Report } from './problem.ts';
import {
  certificateFromInputs,
  materialFromInputs,
  readExpectedTarget,
  readScope,
  readTargetRequest,
} from './target-request.ts';

/** The one target of the step's inputs; none if the level is missing, which was reported. */
export function rotateFromInputs(
  env: Environment,
  lookup: Lookup,
  token: string,
  report: Report,
): readonly TargetRequest[] {
  const zone = zoneOf(lookup, report);
  const level = levelOf(lookup, report);
  if (level === undefined) return [];
  const scope = readScope(lookup, zone, level, inputField('level', level), report);
  const pasted = isIssuing(env) ? undefined : materialFromInputs(env);
  return [readTargetRequest(scope, lookup, pasted, token, report)];
}

/** The zone to look at, and what should be in force there if `level` says so. */
export function statusFromInputs(env: Environment, lookup: Lookup, report: Report): readonly StatusRequest[] {
  const zone = zoneOf(lookup, report);
  const level = levelOf(lookup, report);
  const named = lookup('hostnames') ?? lookup('replace');
  if (level === undefined && named !== undefined)
    complain(report, named, 'LEVEL_MISSING', 'is given without `level`', 'Write `level: hostname`.');
  const expected = level === 'zone' || (level === 'hostname' && named !== undefined) ? [level] : [];
  return [
    {
      zone,
      expiryWarning: durationOf(lookup, 'expiry-warning', report),
      enable: booleanOf(lookup, 'enable', report),
      expected: expected.map((one) => {
        const scope = readScope(lookup, zone, one, inputField('level', one), report);
        const issue = isIssuing(env)
          ? readExpectedIssue(scope, lookup, authoritiesOf(lookup), report)
          : undefined;
        return readExpectedTarget(
          scope,
          lookup,
          issue ? undefined : certificateFromInputs(env),
          issue,
          report,
        );
      }),
    },
  ];
}

/** Stands for all that are expired and unused, in place of an id. */
const EXPIRED = 'expired';

/** One certificate, or all that are expired and unused. */
export function deleteFromInputs(env: Environment, report: Report): DeleteRequest {
  const lookup = inputLookup(env);
  const id = lookup('certificate-id');
  return {
    zone: zoneOf(lookup, report),
    level: levelOf(lookup, report),
    what:
      id === undefined || id.value.toLowerCase() === EXPIRED
        ? { kind: 'expired' }
        : { kind: 'certificate', id: readCertificateId(id, report) },
  };
}

/** The zone's switch, or hostnames. */
export function disableFromInputs(env: Environment, token: string, report: Report): DisableRequest {
  const lookup = inputLookup(env);
  const zone = zoneOf(lookup, report);
  const level = levelOf(lookup, report);
  const what = level === undefined ? undefined : disabled(lookup, level, report);
  const hostnames = what?.kind === 'hostnames' ? what.hostnames : [];
  const place: Place = { zone, level: level ?? 'zone', hostnames };
  const probes = readProbes(lookup, place, token, report);
  return {
    zone,
    what: what ?? { kind: 'zone' },
    acceptUnauthenticated: booleanOf(lookup, 'accept-unauthenticated', report),
    activationTimeout: durationOf(lookup, 'activation-timeout', report),
    probes,
    origin: readOriginCheck(lookup, place, probes.urls, report, true),
  };
}

function disabled(lookup: Lookup, level: Level, report: Report): DisableRequest['what'] {
  const hosts = lookup('hostnames');
  const mode = lookup('mode');
  if (level === 'zone') {
    for (const field of [hosts, mode])
      if (field !== undefined)
        complain(
          report,
          field,
          'HOSTNAMES_AT_ZONE_LEVEL',
          'is given at zone level, where the switch of the whole zone is turned off',
          'Remove it, or write `level: hostname`.',
        );
    return { kind: 'zone' };
  }
  if (hosts === undefined)
    complain(
      report,
      inputField('hostnames', ''),
      'INPUT_MISSING',
      'is empty, and `level: hostname` needs it',
      'Name the hostnames to disable.',
    );
  if (mode === undefined)
    complain(
      report,
      inputField('mode', ''),
      'INPUT_MISSING',
      'is empty, and `level: hostname` needs it',
      'Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.',
    );
  return {
    kind: 'hostnames',
    hostnames: hosts === undefined ? [] : readHostnames(hosts, report),
    mode: (mode === undefined ? undefined : readChoice(mode, ['withdraw', 'off'], report)) ?? 'withdraw',
  };
}

function zoneOf(lookup: Lookup, report: Report): string {
  const field = lookup('zone');
  return field === undefined ? '' : readZone(field, report);
}

function levelOf(lookup: Lookup, report: Report): Level | undefined {
  const field = lookup('level');
  return field === undefined ? undefined : readChoice(field, LEVELS, report);
}
