import { refuseHeadersOutsideZone, warnOfCustomHostnames } from './job-hosts.ts';
import { always, inputLookup, isGiven, isIssuing, rawInput, refusePlaceholders } from './fields.ts';
import type { Environment } from './fields.ts';
import type { IssueBlock } from './issue/block.ts';
import { refuseBesideIssuing } from './issue/issue-rule.ts';
import type { Job } from './job.ts';
import { readJob } from './jobs.ts';
import { readChoice } from './kinds.ts';
import type { ManifestRead } from './manifest/open.ts';
import { collector, complain, inputField, type InputProblem, type Report } from './problem.ts';
import { readRunSettings, warnOfShortTimeout } from './run-settings.ts';
import type { PublishSettings, RunSettings } from './run-settings.ts';
import { refuseExposedKeys } from './secrets.ts';
import { ABOUT_OPERATIONS, OPERATIONS, INPUT_NAMES, INPUTS, isInputName } from './table.ts';
import type { Operation, InputName } from './table.ts';
import { SECRET_HINT } from './token.ts';

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
  const operation = readChoice(always(inputLookup(env, report), 'operation'), OPERATIONS);
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
  warnOfShortTimeout(settings, job, warned.report);
  if (manifest.kind === 'opened') refuseHeadersOutsideZone(job, report);
  return problems.length === 0
    ? { kind: 'valid', settings, job, warnings: warned.problems }
    : { kind: 'refused', problems, settings: refused };
}

/** Reports inputs that are missing for the operation, and those that it cannot take. */
function checkOperation(operation: Operation, env: Environment, report: Report): void {
  const given = INPUT_NAMES.filter((name) => isGiven(env, name));
  for (const name of given.filter((one) => !takersOf(one).includes(operation))) {
    const takers = takersOf(name)
      .map((one) => `\`${one}\``)
      .join(', ');
    const cause = `does not apply to \`operation: ${operation}\` (it belongs to ${takers})`;
    complain(inputField(report, name), 'INPUT_NOT_TAKEN', `${cause}. Remove it, or change \`operation\`.`);
  }
  const saidElsewhere = rawInput(env, 'manifest') !== '' && takersOf('manifest').includes(operation);
  const beside = 'is given together with `manifest`. Set it in the manifest, for the target it belongs to.';
  const issues = isIssuing(env);
  for (const name of given) {
    const field = inputField(report, name);
    if (saidElsewhere && INPUTS[name].manifest === 'target') complain(field, 'INPUT_BESIDE_MANIFEST', beside);
    else if (!saidElsewhere && issues) refuseBesideIssuing(field, name);
  }
  for (const name of saidElsewhere ? [] : ABOUT_OPERATIONS[operation].needs)
    if (rawInput(env, name) === '' && !isInKey(name, env) && !(name === 'certificate' && issues)) {
      const cure = CURES[name] ?? `Pass the certificate as PEM text. ${SECRET_HINT}`;
      const says = `is empty, and \`operation: ${operation}\` needs it. ${cure}`;
      complain(inputField(report, name), 'INPUT_MISSING', says);
    }
}

function takersOf(name: InputName): readonly Operation[] {
  return INPUTS[name].operations ?? OPERATIONS;
}

/** The key's input may hold the certificate too, unless it clearly holds only a key. */
function isInKey(name: InputName, env: Environment): boolean {
  const key = rawInput(env, 'private-key');
  const keyAlone = /private key/iu.test(key) && !/certificate/iu.test(key);
  return name === 'certificate' && key !== '' && !keyAlone;
}

const CURES: Partial<Record<InputName, string>> = {
  level:
    'Write `zone` or `hostname`; it has no default, so that an empty list of hostnames never means the whole zone.',
  zone: 'Write the name of the zone, such as `example.com`, or its id.',
  'certificate-id':
    'Write the id of the certificate to delete, or `expired` for all that are expired and unused.',
  manifest: 'Write the path of a YAML file in the repository, or the YAML itself.',
};

/** Warns of inputs for a check that nothing starts. Not with a manifest, which may start it. */
function warnOfIdleInputs(env: Environment, report: Report): void {
  if (isGiven(env, 'manifest')) return;
  for (const name of INPUT_NAMES) {
    const mains = (INPUTS[name].refines ?? []).filter(isInputName);
    if (mains.length === 0 || !isGiven(env, name) || mains.some((main) => isGiven(env, main))) continue;
    const cause = `does nothing without ${mains.map((main) => `\`${main}\``).join(' or ')}`;
    const cure =
      name === 'renew'
        ? 'Give an authority or a signer, or remove it.'
        : `Name what to check in \`${mains[0] ?? ''}\`.`;
    complain(inputField(report, name), 'INPUT_IDLE', `${cause}. ${cure}`);
  }
}
