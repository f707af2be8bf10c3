import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createMasker, readLine, readOutputs, type OutputLine } from './commands.ts';
import {
  OUTPUT_FILE,
  prepareWorkplace,
  SUMMARY_FILE,
  type Workplace,
  type WorkplaceOptions,
} from './workplace.ts';

export type { FileState, WorkplaceOptions } from './workplace.ts';
export { createMasker, readLine, readOutputs, type OutputLine } from './commands.ts';

export interface ActionOptions extends WorkplaceOptions {
  /** Path of the bundle, usually `dist/index.js`. */
  readonly script: string;
  /** Inputs by their names in action.yml. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Values the runner knows as secrets from the start. */
  readonly secrets?: readonly string[];
  /** Further variables, such as HTTPS_PROXY; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Each line as a person sees it in the log, masked, and what it was. */
  readonly onLine?: (shown: string, line: OutputLine, stream: 'stdout' | 'stderr') => void;
  /** Each debug line, which a person sees only where debugging is on. */
  readonly onDebug?: (text: string) => void;
  /** Whether nobody reads a stream any further after this line. */
  readonly closesStdout?: (shown: string) => boolean;
}

export interface ActionResult {
  /** null if it was killed. */
  readonly exitCode: number | null;
  /** The log as shown, masked. */
  readonly log: readonly string[];
  /** The streams as they came, nothing hidden. */
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Extract<OutputLine, { kind: 'annotation' }>[];
  /** Everything that was written, by path below the workplace, nothing hidden. */
  readonly files: Readonly<Record<string, string>>;
}

export interface RunningAction {
  readonly finished: Promise<ActionResult>;
  /** Sends a signal to the node process only, as the runner does. */
  readonly kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;
  /** Cancels as the runner does: SIGINT, 7.5 s later SIGTERM, 2.5 s later kill. */
  readonly cancel: () => void;
}

/** Starts a JavaScript action as the runner would: inputs by environment, files for outputs and summary. */
export async function startAction(options: ActionOptions): Promise<RunningAction> {
  const workplace = await prepareWorkplace(options);
  const child = spawn(process.execPath, [resolve(options.script)], {
    cwd: workplace.workspace,
    env: { ...workplace.env, ...inputVariables(options.inputs), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    finished: collect(child, options, workplace).finally(workplace.clear),
    kill: (signal) => {
      child.kill(signal);
    },
    cancel: () => {
      cancel(child);
    },
  };
}

/** Inputs as the runner hands them to an action. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

async function collect(
  child: ChildProcess,
  options: ActionOptions,
  workplace: Workplace,
): Promise<ActionResult> {
  const masker = createMasker(options.secrets ?? []);
  const log: string[] = [];
  const annotations: Extract<OutputLine, { kind: 'annotation' }>[] = [];
  const raw = { stdout: '', stderr: '' };
  const read = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    if (stream === null) return;
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
      raw[name] += `${text}\n`;
      const line = readLine(text);
      if (line.kind === 'mask') masker.add(line.value);
      if (line.kind === 'annotation') annotations.push(line);
      if (line.kind === 'debug') options.onDebug?.(line.text);
      const shown = show(line);
      if (shown === undefined) return;
      const hidden = masker.hide(shown);
      log.push(hidden);
      options.onLine?.(hidden, line, name);
      if (options.closesStdout?.(hidden) === true) stream.destroy();
    });
  };
  read(child.stdout, 'stdout');
  read(child.stderr, 'stderr');
  const exitCode = await new Promise<number | null>((done, reject) => {
    child.once('error', reject);
    child.once('close', done);
  });
  const files = await workplace.files();
  return {
    exitCode,
    log,
    ...raw,
    outputs: readOutputs(files[OUTPUT_FILE] ?? ''),
    summary: masker.hide(files[SUMMARY_FILE] ?? ''),
    annotations,
    files,
  };
}

function show(line: OutputLine): string | undefined {
  switch (line.kind) {
    case 'text':
      return line.text;
    case 'annotation':
      return `${line.level.toUpperCase()} ${line.title === '' ? '' : `${line.title}: `}${line.text}`;
    case 'group':
      return `▾ ${line.title}`;
    case 'mask':
    case 'debug':
    case 'end-group':
    case 'other':
      return undefined;
  }
}

function cancel(child: ChildProcess): void {
  child.kill('SIGINT');
  const terminate = setTimeout(() => child.kill('SIGTERM'), 7500);
  const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.once('exit', () => {
    clearTimeout(terminate);
    clearTimeout(kill);
  });
}
