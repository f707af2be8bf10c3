import { main } from '../../src/main.ts';
import { createSink } from '../../src/secrecy/sink.ts';
import { readAsRunner, withoutMaskCommands } from '../support/runner-model/runner.ts';
import type { RunnerView } from '../support/runner-model/runner.ts';
import { runnerClock } from './clock.ts';
import { judgeMasks } from './judge-masks.ts';
import { judgeOutputs } from './judge-outputs.ts';
import { API, createNetwork } from './network.ts';
import type { Job } from './rotate-only.ts';
import { runnerFiles } from './runner-files.ts';
import type { RunnerFiles } from './runner-files.ts';
import type { Run, Told } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How the runner treats a run that is played as a whole. */
export interface Staging {
  readonly outputs: 'written' | 'unwritable';
  readonly summary: 'written' | 'unwritable';
  readonly stdout: 'open' | 'closed';
  readonly debug: boolean;
  /**
   * Whether the sink's own guard is at work. It takes a while, and without it the leak oracle sees what
   * the code means to print, and not only what the guard lets through.
   */
  readonly guarded: boolean;
}

export const PLAIN_STAGING: Staging = {
  outputs: 'written',
  summary: 'written',
  stdout: 'open',
  debug: false,
  guarded: true,
};

const NEVER = (): Promise<never> => Promise.reject(new Error('No issue is kept in the simulation.'));

/** The whole action as a runner starts it: inputs, masks, rotation, outputs, summary, log. */
export async function rotateStaged(job: Job, staging: Staging, run: Run): Promise<Told> {
  const { world, process, pair, dryRun } = job;
  const files = runnerFiles(world, staging);
  let failed = false;
  world.met.count(staging.debug ? 'debug on' : 'debug off');
  const sink = createSink({
    ...files.ports,
    info: (line) => {
      process.says(line);
      world.note(process, `says ${line}`);
      files.ports.info(line);
    },
  });
  await main({
    env: inputsOf(world, pair, dryRun),
    sink: staging.guarded ? sink : { ...sink, mask: () => undefined, protect: () => undefined },
    clock: runnerClock(world),
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    connect: () =>
      Promise.resolve({
        http: createNetwork(world, process),
        dial: () => Promise.resolve({ kind: 'network', reason: 'timeout' }),
      }),
    files: { read: NEVER },
    loadContext: () => Promise.resolve(undefined),
    loadIssueClient: NEVER,
    stop: process.stop,
    fail: () => {
      failed = true;
    },
  });
  const { outputs, summary, stdout } = files.written();
  const view = readAsRunner({ stdout, outputFile: outputs, summaryFile: summary }, { debug: staging.debug });
  run.problems.push(...judgeView(view, staging), ...judgeOutputs(job, files.meant));
  if (staging.guarded) run.problems.push(...judgeMasks(job, stdout));
  world.printed.add(withoutMaskCommands(stdout));
  for (const file of [outputs, summary]) world.printed.add(file);
  const told = toldBy(files);
  const bad = told.outcome === 'failed' || told.outcome === 'rolled-back';
  if (failed !== bad)
    run.problems.push(`it ended ${told.outcome}, and the step ${failed ? 'failed' : 'passed'}`);
  return told;
}

function inputsOf(
  { scenario }: SimulatedWorld,
  pair: Job['pair'],
  dryRun: boolean,
): Record<string, string | undefined> {
  const [first] = scenario.hostnames;
  const inputs: Readonly<Record<string, string>> = {
    'api-token': 'token',
    zone: 'example.com',
    level: scenario.level,
    certificate: pair.certificate,
    'private-key': pair.privateKey,
    hostnames: scenario.level === 'hostname' ? scenario.hostnames.join('\n') : '',
    'dry-run': String(dryRun),
    'delete-previous': String(scenario.deletePrevious),
    'accept-issuer-change': 'true',
    'probe-urls': scenario.probed && first !== undefined ? `https://${first}/health` : '',
    'probe-header': scenario.probed && scenario.echo ? 'x-client-serial' : '',
    'api-base-url': API,
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

const OUTPUTS = ['result', 'changed', 'previous-certificate-ids', 'report'];

/** 8 and 9: no command but those meant, all outputs set, and nothing that the runner complains of. */
function judgeView(view: RunnerView, staging: Staging): readonly string[] {
  const allowed = new Set(['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup']);
  const strange = view.commandsExecuted.find(({ name }) => !allowed.has(name));
  const withheld = view.log.find((line) => line.includes('held a piece of a secret'));
  const missing = OUTPUTS.filter((name) => view.outputs[name] === undefined);
  return [
    ...view.faults.map((fault) => `the runner complains: ${fault}`),
    ...(withheld === undefined ? [] : [`the guard had to withhold: ${withheld}`]),
    ...(strange === undefined ? [] : [`the log ran the command ${strange.name}`]),
    ...(staging.outputs === 'written' && missing.length > 0 ? [`no output ${missing.join(', ')}`] : []),
    ...(staging.summary === 'written' && view.summary === '' ? ['no summary'] : []),
  ];
}

/** What it meant to put out, also where the file took nothing. */
function toldBy(files: RunnerFiles): Told {
  const report: unknown = JSON.parse(files.meant.get('report') ?? '{}');
  const target = part(list(report, 'targets')[0]);
  const failure = part(target['failure'] ?? part(report)['failure']);
  return {
    outcome: files.meant.get('result') ?? '',
    reason: text(target['reason'] ?? failure['code']) ?? '',
    sentence: text(target['sentence'] ?? failure['happened']) ?? '',
    remedy: text(failure['remedy']),
    inForce: text(failure['inForce']),
    inForceId: text(part(target['inForce'])['id']),
  };
}

function part(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function list(value: unknown, name: string): readonly unknown[] {
  const found = part(value)[name];
  return Array.isArray(found) ? found : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
