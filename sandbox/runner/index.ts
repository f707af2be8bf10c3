import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createMasker, readLine, readOutputs, type OutputLine } from './commands.ts';

export { createMasker, readLine, readOutputs, type OutputLine } from './commands.ts';

export interface ActionOptions {
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
}

export interface ActionResult {
  /** null if it was killed. */
  readonly exitCode: number | null;
  /** The log as shown, masked. */
  readonly log: readonly string[];
  /** Both streams as they came, nothing hidden. */
  readonly raw: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Extract<OutputLine, { kind: 'annotation' }>[];
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
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-runner-'));
  const file = (name: string): string => join(folder, name);
  await Promise.all([
    writeFile(file('output'), ''),
    writeFile(file('summary'), ''),
    writeFile(file('event.json'), JSON.stringify(releaseEvent)),
  ]);
  const child = spawn(process.execPath, [options.script], {
    env: { ...environment(options, file), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return {
    finished: collect(child, options, file).finally(() => rm(folder, { recursive: true, force: true })),
    kill: (signal) => {
      child.kill(signal);
    },
    cancel: () => {
      cancel(child);
    },
  };
}

const releaseEvent = {
  action: 'published',
  release: {
    tag_name: 'v1.4.0',
    name: 'v1.4.0',
    html_url: 'https://github.com/example/site/releases/tag/v1.4.0',
  },
  sender: { login: 'octocat' },
  repository: { name: 'site', full_name: 'example/site', owner: { login: 'example' } },
};

function environment(options: ActionOptions, file: (name: string) => string): Record<string, string> {
  const inputs = Object.entries(options.inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: file('home'),
    TZ: 'UTC',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'release',
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_JOB: 'rotate',
    GITHUB_OUTPUT: file('output'),
    GITHUB_REF: 'refs/tags/v1.4.0',
    GITHUB_REF_NAME: 'v1.4.0',
    GITHUB_REPOSITORY: 'example/site',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_RUN_NUMBER: '7',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_STEP_SUMMARY: file('summary'),
    GITHUB_WORKFLOW: 'Rotate the origin pull certificate',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: file('temp'),
    ...Object.fromEntries(inputs),
  };
}

async function collect(
  child: ChildProcess,
  options: ActionOptions,
  file: (name: string) => string,
): Promise<ActionResult> {
  const masker = createMasker(options.secrets ?? []);
  const log: string[] = [];
  const annotations: Extract<OutputLine, { kind: 'annotation' }>[] = [];
  let raw = '';
  const read = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
    if (stream === null) return;
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
      raw += `${text}\n`;
      const line = readLine(text);
      if (line.kind === 'mask') masker.add(line.value);
      if (line.kind === 'annotation') annotations.push(line);
      const shown = show(line);
      if (shown === undefined) return;
      const hidden = masker.hide(shown);
      log.push(hidden);
      options.onLine?.(hidden, line, name);
    });
  };
  read(child.stdout, 'stdout');
  read(child.stderr, 'stderr');
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [outputs, summary] = await Promise.all([
    readFile(file('output'), 'utf8'),
    readFile(file('summary'), 'utf8'),
  ]);
  return { exitCode, log, raw, outputs: readOutputs(outputs), summary: masker.hide(summary), annotations };
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
