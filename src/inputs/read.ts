import { warnOfCustomHostnames } from './job-hosts.ts';
import { refusePlaceholders, type Environment } from './fields.ts';
import type { IssueBlock } from './issue/block.ts';
import type { Job } from './job.ts';
import { readJob } from './jobs.ts';
import type { ManifestRead } from './manifest/open.ts';
import { warnOfIdleInputs, checkOperation } from './operation-rules.ts';
import { collector, type InputProblem, type Report } from './problem.ts';
import { readOperation, readRunSettings, type PublishSettings, type RunSettings } from './run-settings.ts';
import { refuseExposedKeys } from './secrets.ts';

export type InputsRead =
  | {
      readonly kind: 'valid';
      readonly settings: RunSettings;
      readonly job: Job;
      readonly warnings: readonly InputProblem[];
    }
  /** The settings as far as they could be read, to report the refusal. */
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      readonly settings: PublishSettings;
    };

/**
 * Reads and checks all inputs. Pure: the order in main is `secretInputs`, mask, `openManifest`, mask
 * its `secrets`, `openIssueBlock`, `readInputs`, and then `toTargets` for a rotation.
 */
export function readInputs(
  env: Environment,
  manifest: ManifestRead = { kind: 'none' },
  block: IssueBlock = { kind: 'none' },
): InputsRead {
  const { problems, report: reportAll } = collector();
  const told = new Set(refuseExposedKeys(env, reportAll));
  const report: Report = (problem) => {
    if (!told.has(problem.input)) reportAll(problem);
  };
  const warned = collector();
  refusePlaceholders(env, report);
  const operation = readOperation(env, report);
  const settings = readRunSettings(env, operation ?? 'rotate', report);
  const { token, ...refused } = settings;
  if (operation === undefined) return { kind: 'refused', problems, settings: refused };
  checkOperation(operation, env, report);
  warnOfIdleInputs(env, warned.report);
  if (manifest.kind === 'refused') manifest.problems.forEach(report);
  if (block.kind === 'refused') {
    block.problems.forEach(report);
    told.add('issue');
  }
  const job = readJob(operation, env, manifest, block, token, report, warned.report);
  warnOfCustomHostnames(job, warned.report);
  return problems.length === 0
    ? { kind: 'valid', settings, job, warnings: warned.problems }
    : { kind: 'refused', problems, settings: refused };
}
