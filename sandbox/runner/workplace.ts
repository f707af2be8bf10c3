import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** How a file of commands is found: as the runner makes it, or spoilt. */
export type FileState = 'usual' | 'unset' | 'missing-folder' | 'folder' | 'read-only' | 'full-disk';

export interface WorkplaceOptions {
  /** The file behind GITHUB_OUTPUT; `usual` by default. */
  readonly outputFile?: FileState;
  /** The file behind GITHUB_STEP_SUMMARY; `usual` by default. */
  readonly summaryFile?: FileState;
  /** What started the workflow; a release by default. */
  readonly event?: { readonly name: string; readonly payload: unknown };
  /** Files of the workspace, by path. */
  readonly workspace?: Readonly<Record<string, string>>;
}

/** The folders and files that a runner gives to a step. */
export interface Workplace {
  /** The step starts here. */
  readonly workspace: string;
  /** Everything but the inputs. */
  readonly env: Readonly<Record<string, string>>;
  /** Every file that is there now, by its path below the workplace; the event and the workspace's own left out. */
  readonly files: () => Promise<Readonly<Record<string, string>>>;
  readonly clear: () => Promise<void>;
}

/** Names of the two files below the workplace. */
export const OUTPUT_FILE = 'output';
export const SUMMARY_FILE = 'summary';

export async function prepareWorkplace(options: WorkplaceOptions): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-runner-'));
  const at = (name: string): string => join(folder, name);
  const { name: eventName, payload } = options.event ?? { name: 'release', payload: releaseEvent };
  await Promise.all(['home', 'temp', 'workspace'].map((name) => mkdir(at(name))));
  const given = { 'event.json': JSON.stringify(payload), ...below('workspace', options.workspace ?? {}) };
  await Promise.all([
    ...Object.entries(given).map(async ([name, text]) => {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    }),
    writeFile(at('state'), ''),
  ]);
  const output = await commandFile(at(OUTPUT_FILE), options.outputFile ?? 'usual');
  const summary = await commandFile(at(SUMMARY_FILE), options.summaryFile ?? 'usual');
  return {
    workspace: at('workspace'),
    env: {
      ...runnerVariables(eventName),
      HOME: at('home'),
      GITHUB_EVENT_PATH: at('event.json'),
      GITHUB_STATE: at('state'),
      GITHUB_WORKSPACE: at('workspace'),
      RUNNER_TEMP: at('temp'),
      ...(output === undefined ? {} : { GITHUB_OUTPUT: output }),
      ...(summary === undefined ? {} : { GITHUB_STEP_SUMMARY: summary }),
    },
    files: async () => {
      const found = await filesBelow(folder);
      return Object.fromEntries(
        Object.entries(found).filter(([name, text]) => Reflect.get(given, name) !== text),
      );
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}

async function commandFile(path: string, state: FileState): Promise<string | undefined> {
  switch (state) {
    case 'unset':
      return undefined;
    case 'missing-folder':
      return join(path, 'missing', 'file');
    case 'folder':
      await mkdir(path);
      return path;
    case 'full-disk':
      return '/dev/full';
    case 'usual':
    case 'read-only':
      await writeFile(path, '');
      // Root may write all the same.
      if (state === 'read-only') await chmod(path, 0o444);
      return path;
  }
}

async function filesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path).replaceAll('\\', '/'), await readFile(path, 'utf8')] as const;
    });
  return Object.fromEntries(await Promise.all(texts));
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

function runnerVariables(eventName: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TZ: 'UTC',
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: eventName,
    GITHUB_JOB: 'rotate',
    GITHUB_REF: 'refs/tags/v1.4.0',
    GITHUB_REF_NAME: 'v1.4.0',
    GITHUB_REPOSITORY: 'example/site',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_RUN_NUMBER: '7',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'Rotate the origin pull certificate',
    RUNNER_OS: 'Linux',
    // Windows starts nothing without it.
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  };
}
