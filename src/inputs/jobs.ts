import type { Level } from '../cloudflare/certificates.ts';
import { firstOf, ifGiven, inputLookup, isIssuing, OWN_MATERIAL, pastedFrom } from './fields.ts';
import type { Environment } from './fields.ts';
import { readHostnames, readZone } from './hostnames.ts';
import { blockLookup, type IssueBlock } from './issue/block.ts';
import { readIssue, readRule } from './issue/issue-rule.ts';
import { authoritiesOf } from './issue/who-signs.ts';
import type {
  Job,
  DeleteRequest,
  DisableRequest,
  ExpectedTarget,
  StatusRequest,
  TargetRequest,
} from './job.ts';
import { readBundle, readCertificateId, readChoice } from './kinds.ts';
import { readZones } from './manifest/manifest-zones.ts';
import type { ManifestRead } from './manifest/open.ts';
import { booleanOf, durationOf, readOriginCheck, readPolicy, readProbes, type Place } from './policy.ts';
import { complain, inputField, type Lookup, type Report } from './problem.ts';
import { LEVELS, type Operation } from './table.ts';
import { readScope, refuseAtZoneLevel, type NamedTarget, type NamedZone } from './target-scope.ts';

export function readJob(
  operation: Operation,
  env: Environment,
  manifest: ManifestRead,
  block: IssueBlock,
  token: string,
  report: Report,
  warn: Report,
): Job {
  const inputs = inputLookup(env, report);
  if (operation === 'delete') return { operation, request: toDelete(inputs) };
  if (operation === 'disable') return { operation, request: toDisable(inputs, token, report) };
  const step = firstOf(inputs, blockLookup(block, env, report));
  const rotates = operation === 'rotate';
  const byManifest = manifest.kind === 'opened';
  const zones = byManifest
    ? readZones(manifest, step, { env, report, missing: rotates ? report : warn, rotates })
    : manifest.kind === 'none'
      ? [zoneFromInputs(env, step, !rotates)]
      : [];
  if (rotates) {
    const targets = zones.flatMap((zone) => zone.targets);
    return { operation, requests: targets.map((target) => toRotate(target, token, report)) };
  }
  const enable = byManifest || booleanOf(step, 'enable');
  const requests = zones.map(({ zone, lookup, targets }): StatusRequest => {
    const expected = targets.map((target) => toCompare(target, report));
    return { zone, expiryWarning: durationOf(lookup, 'expiry-warning'), enable, expected };
  });
  return { operation, zones: requests };
}

/** With one target, or with none where `mayBeNone`: then the zone may be meant as a whole. */
function zoneFromInputs(env: Environment, lookup: Lookup, mayBeNone: boolean): NamedZone {
  const zone = zoneOf(lookup);
  const level = levelOf(lookup);
  const named = lookup('hostnames') ?? lookup('replace');
  if (mayBeNone && level === undefined && named !== undefined)
    complain(named, 'LEVEL_MISSING', 'is given without `level`. Write `level: hostname`.');
  if (level === undefined || (mayBeNone && level === 'hostname' && named === undefined))
    return { zone, lookup, targets: [] };
  const scope = readScope(lookup, zone, level);
  return { zone, lookup, targets: [{ scope, lookup, own: lookup, isIssued: isIssuing(env) }] };
}

function toRotate(
  { scope, lookup, own, isIssued }: NamedTarget,
  token: string,
  report: Report,
): TargetRequest {
  const from = isIssued
    ? ({ pasted: undefined, issue: readIssue(scope, lookup, report) } as const)
    : ({ pasted: pastedFrom(own, OWN_MATERIAL), issue: undefined } as const);
  return {
    ...scope,
    ...from,
    clientCa: ifGiven(lookup, 'client-ca', readBundle),
    policy: readPolicy(lookup, scope, token),
  };
}

function toCompare({ scope, lookup, own, isIssued }: NamedTarget, report: Report): ExpectedTarget {
  const { zone: _, ...place } = scope;
  // The key is not needed, and need not be there.
  const pasted = pastedFrom((name) => (name === 'certificate' ? own(name) : undefined), OWN_MATERIAL);
  return {
    ...place,
    pasted: isIssued || pasted.certificate === '' ? undefined : pasted,
    issue: isIssued ? { ...readRule(scope, lookup, report), authorities: authoritiesOf(lookup) } : undefined,
    enable: booleanOf(lookup, 'enable'),
    expiryWarning: durationOf(lookup, 'expiry-warning'),
  };
}

/** Stands for all that are expired and unused, in place of an id. */
const EXPIRED = 'expired';

function toDelete(lookup: Lookup): DeleteRequest {
  const id = lookup('certificate-id');
  const what: DeleteRequest['what'] =
    id === undefined || id.value.toLowerCase() === EXPIRED
      ? { kind: 'expired' }
      : { kind: 'certificate', id: readCertificateId(id) };
  return { zone: zoneOf(lookup), level: levelOf(lookup), what };
}

function toDisable(lookup: Lookup, token: string, report: Report): DisableRequest {
  const zone = zoneOf(lookup);
  const level = levelOf(lookup);
  const what = level === undefined ? { kind: 'zone' as const } : disabled(lookup, level, report);
  const hostnames = what.kind === 'hostnames' ? what.hostnames : [];
  const place: Place = { zone, level: level ?? 'zone', hostnames };
  const probes = readProbes(lookup, place, token);
  return {
    zone,
    what,
    acceptUnauthenticated: booleanOf(lookup, 'accept-unauthenticated'),
    activationTimeout: durationOf(lookup, 'activation-timeout'),
    probes,
    origin: readOriginCheck(lookup, place, probes.urls, true),
  };
}

function disabled(lookup: Lookup, level: Level, report: Report): DisableRequest['what'] {
  const [hosts, mode] = [lookup('hostnames'), lookup('mode')];
  if (level === 'zone') {
    refuseAtZoneLevel([hosts, mode], 'where the switch of the whole zone is turned off');
    return { kind: 'zone' };
  }
  const missing = (name: string, cure: string): undefined => {
    const says = `is empty, and \`level: hostname\` needs it. ${cure}`;
    complain(inputField(report, name), 'INPUT_MISSING', says);
  };
  return {
    kind: 'hostnames',
    hostnames: hosts ? readHostnames(hosts) : (missing('hostnames', 'Name the hostnames to disable.') ?? []),
    mode: (mode ? readChoice(mode, ['withdraw', 'off']) : missing('mode', NO_MODE)) ?? 'withdraw',
  };
}

const NO_MODE =
  'Write `withdraw` to let the zone level apply again, or `off` to send no client certificate even if the zone level is on.';

function zoneOf(lookup: Lookup): string {
  return ifGiven(lookup, 'zone', readZone) ?? '';
}

function levelOf(lookup: Lookup): Level | undefined {
  return ifGiven(lookup, 'level', (field) => readChoice(field, LEVELS));
}
