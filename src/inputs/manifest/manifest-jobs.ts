import { isIssuing } from '../fields.ts';
import type { Environment } from '../fields.ts';
import { readExpectedIssue } from '../issue/issue-rule.ts';
import { authoritiesOf } from '../issue/who-signs.ts';
import type { StatusRequest, TargetRequest } from '../job.ts';
import { durationOf } from '../policy.ts';
import type { Lookup, Report } from '../problem.ts';
import { INPUTS, isInputName } from '../table.ts';
import { readExpectedTarget, readTargetRequest } from '../target-request.ts';
import { readZones } from './manifest-zones.ts';
import type { ManifestZone } from './manifest-zones.ts';
import { readCertificateOnly, readMaterial, authorityAtHand, isIssued } from './material.ts';
import type { OpenManifest } from './open.ts';

/** All targets of a manifest, zone by zone. Targets that cannot be read are reported. */
export function rotateFromManifest(
  manifest: OpenManifest,
  env: Environment,
  step: Lookup,
  token: string,
  report: Report,
): readonly TargetRequest[] {
  return zonesOf(manifest, env, step, report).flatMap(({ targets }) =>
    targets.map(({ scope, map, at, lookup }) => {
      const issues = isIssued(map, lookup, isIssuing(env), report);
      const pasted = issues ? undefined : readMaterial(map, at, { env, files: manifest.files }, report);
      return readTargetRequest(scope, lookup, pasted, token, report);
    }),
  );
}

/** What should be in force, zone by zone. No key is read. */
export function statusFromManifest(
  manifest: OpenManifest,
  env: Environment,
  step: Lookup,
  report: Report,
  warn: Report,
): readonly StatusRequest[] {
  const surroundings = { env, files: manifest.files };
  return zonesOf(manifest, env, step, report).map(({ zone, lookup: outer, targets }) => ({
    zone,
    expiryWarning: durationOf(outer, 'expiry-warning', report),
    enable: true,
    expected: targets.map(({ scope, map, at, lookup }) => {
      if (!isIssued(map, lookup, isIssuing(env), report)) {
        const pasted = readCertificateOnly(map, at, surroundings, report, warn);
        return readExpectedTarget(scope, lookup, pasted, undefined, report);
      }
      const authorities = authorityAtHand(lookup, env, warn) ? authoritiesOf(lookup) : undefined;
      const issue = readExpectedIssue(scope, lookup, authorities, report);
      return readExpectedTarget(scope, lookup, undefined, issue, report);
    }),
  }));
}

function zonesOf(
  manifest: OpenManifest,
  env: Environment,
  step: Lookup,
  report: Report,
): readonly ManifestZone[] {
  // The step's `zone` selects zones; its other inputs that describe a target are refused next to a manifest.
  return readZones(manifest.root, step('zone'), settingsOnly(step), { env, files: manifest.files }, report);
}

function settingsOnly(step: Lookup): Lookup {
  return (name) => (name === 'zone' || isOfTarget(name) ? undefined : step(name));
}

function isOfTarget(name: string): boolean {
  return isInputName(name) && INPUTS[name].manifest === 'target';
}
