import { sentence } from './sentence.ts';
import { noCommand } from '../support/no-issuer.ts';
import { answersForOpenSsl } from '../support/trusting.ts';
import { main } from '../../src/main.ts';
import { createSink } from '../../src/secrecy/sink.ts';
import type { Sink } from '../../src/secrecy/sink.ts';
import { readAsRunner, withoutMaskCommands } from '../support/runner-model/runner.ts';
import type { RunnerView } from '../support/runner-model/runner.ts';
import { runnerClock } from './clock.ts';
import { createDial } from './dial.ts';
import { noteRenewal } from './issuing/brought.ts';
import { keep, signerPorts } from './issuing/job.ts';
import { judgeMasks } from './judge-masks.ts';
import { createNetwork } from './network.ts';
import type { Job } from './rotate-only.ts';
import { runnerFiles } from './runner-files.ts';
import type { RunnerFiles } from './runner-files.ts';
import type { Run } from './run-once.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { givenInputs, issuedInputs } from './staged-inputs.ts';
import { toldBy } from './told.ts';
import type { Told } from './told.ts';
import { OUTPUTS } from '../support/outputs.ts';

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
  const { world, process, pair, issuing, dryRun } = job;
  const ports = issuing && signerPorts(world, process, issuing);
  const files = runnerFiles(world, staging);
  let failed = false;
  world.met.count(staging.debug ? 'debug on' : 'debug off');
  const sink = createSink({
    ...files.ports,
    info: (line) => {
      process.says(line, world.time.now);
      noteRenewal(world, process.name, line);
      world.note(process, `says ${line}`);
      files.ports.info(line);
    },
  });
  run.inquest = () => {
    collect(world, files);
    run.problems.push(...judgeRemains(world, process, files));
  };
  // What is made or asked for on the way is kept for the leak oracle.
  const protect: Sink['protect'] = (secret, made) => {
    if (issuing !== undefined) keep(world, secret);
    if (staging.guarded) sink.protect(secret, made);
  };
  const inputs =
    issuing === undefined ? givenInputs(world, pair, dryRun) : issuedInputs(world, issuing, dryRun);
  await main({
    env: { ...inputs, ...ports?.env },
    sink: { ...sink, protect, ...(staging.guarded ? {} : { mask: () => undefined }) },
    clock: runnerClock(world),
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    askOpenSsl: answersForOpenSsl,
    runCommand: ports?.runCommand ?? noCommand,
    connectToSigner: ports?.connect ?? NEVER,
    connect: () =>
      Promise.resolve({
        http: createNetwork(world, process),
        dial: createDial(world, process),
      }),
    files: { read: NEVER },
    readEvent: () => undefined,
    loadIssueClient: NEVER,
    stop: process.stop,
    fail: () => {
      failed = true;
    },
  });
  collect(world, files);
  run.problems.push(...judgeView(viewOf(files, staging), staging), ...process.tooSilent());
  if (staging.guarded && issuing === undefined) run.problems.push(...judgeMasks(job, files.written().stdout));
  // What it meant to put out, also where the file took nothing.
  const told = toldBy(files.meant);
  const bad = told.outcome === 'failed' || told.outcome === 'rolled-back';
  if (failed !== bad)
    run.problems.push(`it ended ${told.outcome}, and the step ${failed ? 'failed' : 'passed'}`);
  return told;
}

/** For the leak oracle: all that was printed and written. */
function collect({ printed }: SimulatedWorld, files: RunnerFiles): void {
  const { outputs, summary, stdout } = files.written();
  printed.add(withoutMaskCommands(stdout));
  for (const file of [outputs, summary]) printed.add(file);
}

function viewOf(files: RunnerFiles, { debug }: Staging): RunnerView {
  const { outputs, summary, stdout } = files.written();
  return readAsRunner({ stdout, outputFile: outputs, summaryFile: summary }, { debug });
}

/** What a killed run leaves to people: written before its first write. */
function judgeRemains(
  world: SimulatedWorld,
  { name }: Job['process'],
  { meant }: RunnerFiles,
): readonly string[] {
  if (!world.calls.some(({ by, method }) => by === name && method !== 'GET')) return [];
  const missing = [
    ...(meant.get('result') === 'failed' ? [] : ['result']),
    ...(meant.has('previous-certificate-ids') ? [] : ['previous-certificate-ids']),
    ...(meant.get('report')?.includes('"state":"begun"') === true ? [] : ['report']),
  ];
  return missing.length === 0 ? [] : [`it was killed amid its writes and left no ${missing.join(', ')}`];
}

/** What the guard of the sink says in the place of a line. */
export const WITHHELD = sentence('held a piece of a secret');

/** 8 and 9: no command but those meant, all outputs set, and nothing that the runner complains of. */
function judgeView(view: RunnerView, staging: Staging): readonly string[] {
  const allowed = new Set(['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup']);
  const strange = view.commandsExecuted.find(({ name }) => !allowed.has(name));
  const withheld = view.log.find((line) => WITHHELD.test(line));
  const missing = OUTPUTS.filter((name) => view.outputs[name] === undefined);
  return [
    ...view.faults.map((fault) => `the runner complains: ${fault}`),
    ...(withheld === undefined ? [] : [`the guard had to withhold: ${withheld}`]),
    ...(strange === undefined ? [] : [`the log ran the command ${strange.name}`]),
    ...(staging.outputs === 'written' && missing.length > 0 ? [`no output ${missing.join(', ')}`] : []),
    ...(staging.summary === 'written' && view.summary === '' ? ['no summary'] : []),
  ];
}
