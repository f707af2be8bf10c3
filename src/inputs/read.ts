import { warnOfCustomHostnames } from './custom-hostnames.ts';
import { firstOf, inputLookup, refusePlaceholders } from './fields.ts';
import type { Environment } from './fields.ts';
import { blockLookup } from './issue/block.ts';
import type { IssueBlock } from './issue/block.ts';
import type { Job } from './job.ts';
import { deleteFromInputs, disableFromInputs, rotateFromInputs, statusFromInputs } from './jobs.ts';
import { rotateFromManifest, statusFromManifest } from './manifest/manifest-jobs.ts';
import type { ManifestRead } from './manifest/open.ts';
import { warnOfIdleInputs, checkOperation } from './operation-rules.ts';
import { collector } from './problem.ts';
import type { InputProblem, Lookup, Report } from './problem.ts';
import { readOperation, readRunSettings } from './run-settings.ts';
import type { RunSettings, TellingSettings } from './run-settings.ts';
import { refuseExposedKeys } from './secrets.ts';
import type { Operation } from './table.ts';

export type InputsRead =
  | {
      readonly kind: 'valid';
      readonly settings: RunSettings;
      readonly job: Job;
      readonly warnings: readonly InputProblem[];
    }
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      /** As far as they could be read, to report the refusal. */
      readonly settings: TellingSettings;
    };

const NO_MANIFEST: ManifestRead = { kind: 'none' };
const NO_BLOCK: IssueBlock = { kind: 'none' };

/**
 * Reads and checks all inputs. Pure: the order in main is `secretInputs`, mask, `openManifest`, mask
 * its `secrets`, `openIssueBlock`, `readInputs`, and then `toTargets` for a rotation.
 */
export function readInputs(
  env: Environment,
  manifest: ManifestRead = NO_MANIFEST,
  block: IssueBlock = NO_BLOCK,
): InputsRead {
  const { problems, report: reportAll } = collector();
  /** Inputs of which all has been said. */
  const told = new Set(refuseExposedKeys(env, reportAll));
  const report: Report = (problem) => {
    if (!told.has(problem.input)) reportAll(problem);
  };
  const warned = collector();
  refusePlaceholders(env, report);
  const operation = readOperation(env, report);
  const settings = readRunSettings(env, operation ?? 'rotate', report);
  if (operation === undefined) return { kind: 'refused', problems, settings: toTell(settings) };
  checkOperation(operation, env, report);
  warnOfIdleInputs(env, warned.report);
  if (manifest.kind === 'refused') manifest.problems.forEach(report);
  if (block.kind === 'refused') {
    block.problems.forEach(report);
    told.add('issue');
  }
  const step = firstOf(inputLookup(env), blockLookup(block, env, report));
  const job = readJob({ operation, env, step, manifest, token: settings.token, report, warn: warned.report });
  warnOfCustomHostnames(job, warned.report);
  return problems.length === 0
    ? { kind: 'valid', settings, job, warnings: warned.problems }
    : { kind: 'refused', problems, settings: toTell(settings) };
}

function toTell(settings: RunSettings): TellingSettings {
  const { operation, subject, dryRun, openIssue, githubToken } = settings;
  return { operation, subject, dryRun, openIssue, githubToken };
}

interface Reading {
  readonly operation: Operation;
  readonly env: Environment;
  /** The step's inputs, with its `issue`. */
  readonly step: Lookup;
  readonly manifest: ManifestRead;
  readonly token: string;
  readonly report: Report;
  readonly warn: Report;
}

function readJob({ operation, env, step, manifest, token, report, warn }: Reading): Job {
  const none = manifest.kind === 'none';
  switch (operation) {
    case 'delete':
      return { operation, request: deleteFromInputs(env, report) };
    case 'disable':
      return { operation, request: disableFromInputs(env, token, report) };
    case 'rotate':
      if (manifest.kind === 'opened')
        return { operation, requests: rotateFromManifest(manifest, env, step, token, report) };
      return { operation, requests: none ? rotateFromInputs(env, step, token, report) : [] };
    case 'status':
    case 'matrix':
      if (manifest.kind === 'opened')
        return { operation, zones: statusFromManifest(manifest, env, step, report, warn) };
      return { operation, zones: none ? statusFromInputs(env, step, report) : [] };
  }
}
