import { preflight } from './certificate/preflight.ts';
import { ActionError } from './errors.ts';
import { openManifest } from './inputs/manifest/open.ts';
import { readInputs } from './inputs/read.ts';
import { refusal } from './inputs/refusal.ts';
import { secretInputs } from './inputs/secrets.ts';
import type { SecretInput } from './inputs/secrets.ts';
import { toTargets } from './inputs/targets.ts';
import type { Job } from './inputs/job.ts';
import type { InputProblem } from './inputs/problem.ts';
import type { RunSettings } from './inputs/settings.ts';
import { rotateAll, runResult } from './operations/rotate.ts';
import type { RunResult } from './operations/result.ts';
import { rotationWorld } from './operations/world.ts';
import type { TargetResult } from './rotation/result.ts';
import type { Target } from './rotation/target.ts';
import { refuseUnsafeEnvironment } from './secrecy/environment.ts';
import { masksForKey, masksForPem, masksForText } from './secrecy/masks.ts';
import type { Stage } from './stage.ts';
import { tellDrafts, tellFailure, tellRun } from './tell.ts';

/**
 * The run as a story: mask, read the inputs, look at the certificates, work, tell. The only catch is
 * here, and whatever is caught is told with its outputs set.
 */
export async function main(stage: Stage): Promise<void> {
  const began = { wall: stage.clock.wall(), monotonic: stage.clock.monotonic() };
  let settings: RunSettings | undefined;
  try {
    const env = { ...stage.env };
    hide(stage, secretInputs(env));
    refuseUnsafeEnvironment(env);
    const manifest = await openManifest(env, stage.files);
    if (manifest.kind !== 'none') hide(stage, manifest.secrets);
    const inputs = readInputs(env, manifest);
    if (inputs.kind === 'refused') throw refusal(inputs.problems);
    settings = inputs.settings;
    warnOf(stage, inputs.warnings);
    const run = await work(stage, inputs.settings, inputs.job, began);
    await tellRun(stage, inputs.settings, run);
  } catch (error) {
    await tellFailure(stage, settings, known(error));
  }
}

interface Began {
  readonly wall: number;
  readonly monotonic: number;
}

/** Masks before the first line of output, then takes the values out of the environment. */
function hide(stage: Stage, secrets: readonly SecretInput[]): void {
  const masks = secrets.flatMap(({ kind, value }) => (kind === 'pem' ? masksForPem(value) : masksForText(value)));
  stage.sink.mask(masks);
  for (const { name, value, kind, variable } of secrets) {
    if (kind === 'text') stage.sink.protect(value, name.endsWith('token') ? 'random' : 'chosen');
    if (!variable.toLowerCase().endsWith('_proxy')) delete stage.env[variable];
  }
}

async function work(stage: Stage, settings: RunSettings, job: Job, began: Began): Promise<RunResult> {
  switch (job.operation) {
    case 'rotate': {
      const read = toTargets(job.requests, preflight, stage.clock.wall());
      if (read.kind === 'refused') throw refusal(read.problems);
      hideKeys(stage, read.targets);
      warnOf(stage, read.warnings);
      return await rotate(stage, settings, read.targets, began);
    }
    case 'status':
    case 'matrix':
    case 'delete':
    case 'disable':
      throw new ActionError('INPUT_INVALID', { happened: 'not yet', remedy: '' });
  }
}

async function rotate(
  stage: Stage,
  settings: RunSettings,
  targets: readonly Target[],
  began: Began,
): Promise<RunResult> {
  const drafts: TargetResult[] = [];
  const world = rotationWorld({
    ...(await stage.connect()),
    clock: stage.clock,
    sleep: stage.sleep,
    random: stage.random,
    stop: stage.stop,
    say: (line) => stage.sink.line(line),
    announce: (draft) => {
      drafts.push(draft);
      tellDrafts(stage, drafts, began.wall);
    },
    endsAt: began.monotonic + settings.timeout,
    token: settings.token,
    baseUrl: settings.apiBaseUrl,
  });
  const results = await rotateAll(targets, world, settings);
  return runResult(results, { dryRun: settings.dryRun, startedAt: began.wall, endedAt: stage.clock.wall(), calls: world.api.calls().byEndpoint });
}

/** The key as it is used is another text than the key as it was pasted. */
function hideKeys({ sink }: Stage, targets: readonly Target[]): void {
  const keys = targets.map((target) => target.successor.key.keyObject());
  sink.mask(keys.flatMap(masksForKey));
  for (const key of keys) sink.protect(key);
}

function warnOf({ sink }: Stage, warnings: readonly InputProblem[]): void {
  for (const { sentence, target } of warnings) {
    sink.annotate('warning', 'Input', target === undefined ? sentence : `${target}: ${sentence}`);
  }
}

function known(error: unknown): ActionError {
  if (error instanceof ActionError) return error;
  return new ActionError(
    'INTERNAL',
    {
      happened: 'The action met a situation it was not written for.',
      remedy: 'Run it again: it reads the state from Cloudflare and carries on. If it happens again, please report it.',
    },
    { cause: error },
  );
}
