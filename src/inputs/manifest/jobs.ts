import type { Environment } from '../environment.ts';
import { inputLookup } from '../fields.ts';
import type { StatusRequest, TargetRequest } from '../job.ts';
import { durationOf } from '../policy.ts';
import type { Report } from '../problem.ts';
import { readExpectedTarget, readTargetRequest } from '../target-request.ts';
import { readCertificateOnly, readMaterial } from './certificate.ts';
import type { OpenManifest } from './open.ts';
import { readZones } from './zones.ts';
import type { ManifestZone } from './zones.ts';

/** All targets of a manifest, zone by zone. Targets that cannot be read are reported. */
export function rotateFromManifest(
  manifest: OpenManifest,
  env: Environment,
  token: string,
  report: Report,
): readonly TargetRequest[] {
  return zonesOf(manifest, env, report).flatMap(({ targets }) =>
    targets.map(({ scope, map, at, lookup }) => {
      const pasted = readMaterial(map, at, { env, files: manifest.files }, report);
      return readTargetRequest(scope, lookup, pasted, token, report);
    }),
  );
}

/** What should be in force, zone by zone. No key is read. */
export function statusFromManifest(
  manifest: OpenManifest,
  env: Environment,
  report: Report,
  warn: Report,
): readonly StatusRequest[] {
  const surroundings = { env, files: manifest.files };
  return zonesOf(manifest, env, report).map(({ zone, lookup: outer, targets }) => ({
    zone,
    expiryWarning: durationOf(outer, 'expiry-warning', report),
    enable: true,
    expected: targets.map(({ scope, map, at, lookup }) =>
      readExpectedTarget(scope, lookup, readCertificateOnly(map, at, surroundings, report, warn), report),
    ),
  }));
}

function zonesOf(manifest: OpenManifest, env: Environment, report: Report): readonly ManifestZone[] {
  const step = inputLookup(env);
  // The step's `zone` chooses zones, and its other inputs that describe a target are refused beside a manifest.
  return readZones(manifest.root, step('zone'), settingsOnly(step), { env, files: manifest.files }, report);
}

function settingsOnly(step: ReturnType<typeof inputLookup>): ReturnType<typeof inputLookup> {
  return (name) => (TARGET_INPUTS.has(name) ? undefined : step(name));
}

const TARGET_INPUTS: ReadonlySet<string> = new Set(['hostnames', 'replace', 'probe-urls', 'level', 'zone']);
