import { noCommand } from '../../support/no-issuer.ts';
import { answersForOpenSsl } from '../../support/trusting.ts';
import type { OriginDial } from '../../../src/probe/origin-dial.ts';
import { main } from '../../../src/main.ts';
import { createSink } from '../../../src/secrecy/sink.ts';
import { readAsRunner, withoutMaskCommands } from '../../support/runner-model/runner.ts';
import { runnerClock } from '../clock.ts';
import { noFaults } from '../faults.ts';
import type { Ending, FaultPlan } from '../faults.ts';
import { API, createNetwork } from '../network.ts';
import { Process } from '../process.ts';
import { runnerFiles } from '../runner-files.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import { PLAIN_STAGING } from '../staged.ts';

export interface OperationOptions {
  readonly inputs: Readonly<Record<string, string>>;
  /** Variables of the step beside the inputs. */
  readonly env?: Readonly<Record<string, string>>;
  readonly faults?: FaultPlan;
  readonly ending?: Ending;
  /** What the origin answers to a visitor without a client certificate. */
  readonly dial?: OriginDial;
}

/** What one run of an operation came to. */
export interface OperationRun {
  readonly process: Process;
  readonly outputs: ReadonlyMap<string, string>;
  /** What is wrong with it, whatever it was about; empty if nothing is. */
  readonly problems: readonly string[];
}

const HOUR = 3_600_000;
const NEVER = (): Promise<never> => Promise.reject(new Error('Nothing of the kind is there.'));
const FAILURES = new Set(['failed', 'rolled-back']);

let runs = 0;

/** A run under way. */
export interface StartedOperation {
  readonly isOver: () => boolean;
  /** To be asked for once it is over. */
  readonly end: () => OperationRun;
}

/** Plays any operation as the runner starts it, on virtual time, until it ends or is killed. */
export async function playOperation(world: SimulatedWorld, options: OperationOptions): Promise<OperationRun> {
  const run = startOperation(world, options);
  await world.time.runUntil(run.isOver, 3 * HOUR);
  return run.end();
}

/** Starts any operation as the runner does; the caller lets time pass. */
export function startOperation(
  world: SimulatedWorld,
  { inputs, env = {}, faults = noFaults, ending, dial }: OperationOptions,
): StartedOperation {
  runs += 1;
  const process = new Process(`operation ${runs}`, faults, ending);
  const files = runnerFiles(world, PLAIN_STAGING);
  const all = { 'api-token': 'token', zone: 'example.com', 'api-base-url': API, ...inputs };
  let failed = false;
  let ended = false;
  let thrown: { readonly error: unknown } | undefined;
  void main({
    env: {
      ...env,
      ...Object.fromEntries(
        Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
    },
    sink: unguarded(
      createSink({
        ...files.ports,
        info: (line) => {
          process.says(line, world.time.now);
          files.ports.info(line);
        },
      }),
    ),
    clock: runnerClock(world),
    sleep: (milliseconds, signal) => process.whileAlive(world.time.sleep(milliseconds, signal)),
    random: () => world.random.next(),
    askOpenSsl: answersForOpenSsl,
    runCommand: noCommand,
    connectToSigner: NEVER,
    connect: () =>
      Promise.resolve({
        http: createNetwork(world, process),
        dial: dial ?? (() => Promise.resolve({ kind: 'network', reason: 'timeout' })),
      }),
    files: { read: NEVER },
    readEvent: () => undefined,
    loadIssueClient: NEVER,
    stop: process.stop,
    fail: () => {
      failed = true;
    },
  })
    .catch((error: unknown) => {
      thrown = { error };
    })
    .finally(() => {
      ended = true;
    });
  return {
    isOver: () => ended || process.killed,
    end: () => {
      if (thrown !== undefined) throw thrown.error;
      process.ended = true;
      const problems = process.killed ? [] : [...judge(files, process, failed), ...pairedWith(files)];
      return { process, outputs: files.meant, problems };
    },
  };
}

/** Its guard takes a while, and is at work in the simulation of rotations; here many runs count. */
function unguarded(sink: ReturnType<typeof createSink>): ReturnType<typeof createSink> {
  return { ...sink, mask: () => undefined, protect: () => undefined };
}

type Files = ReturnType<typeof runnerFiles>;

function judge(files: Files, process: Process, failed: boolean): readonly string[] {
  const { outputs, summary, stdout } = files.written();
  const view = readAsRunner({ stdout, outputFile: outputs, summaryFile: summary }, { debug: false });
  const result = files.meant.get('result') ?? '';
  const unfilled = [withoutMaskCommands(stdout), summary, outputs].find((text) =>
    /\b(?:undefined|NaN)\b|\[object/u.test(text),
  );
  return [
    ...view.faults.map((fault) => `the runner complains: ${fault}`),
    ...(failed === FAILURES.has(result) ? [] : [`it ended ${result}, and the step did not`]),
    ...(unfilled === undefined ? [] : [`an unfilled place: ${unfilled.slice(0, 300)}`]),
    ...process.tooSilent(),
    ...(summary === '' ? ['no summary'] : []),
    ...(process.said.some((line) => line.includes('INTERNAL')) ? ['a situation it was not written for'] : []),
  ];
}

/** A failure says what happened and what to do. */
function pairedWith(files: Files): readonly string[] {
  if (!FAILURES.has(files.meant.get('result') ?? '')) return [];
  const log = files.written().stdout;
  return ['What to do:'].filter((words) => !log.includes(words)).map((words) => `it failed without ${words}`);
}
