import type { Network, Host } from '../host.ts';
import { createSink } from '../secrecy/sink.ts';
import { actionsPorts, failStep } from './actions-ports.ts';
import { clock, random, sleep } from './clock.ts';
import { readEvent, workspaceFiles } from './files.ts';
import { compileParserOnce, installProcessGuards, stopSignal } from './process-guards.ts';

/** Milliseconds for all calls about the issue together. */
const ISSUE_TIME = 60_000;

interface RealHost {
  readonly host: Host;
  /** Takes what is to be done if the run ends by a fault that nobody caught; the last one given counts. */
  readonly atCrash: (speak: () => void) => void;
}

/** The run's real surroundings. To be made before anything else happens. */
export function realHost(): RealHost {
  let lastWords: (() => void) | undefined;
  installProcessGuards(() => lastWords?.());
  const stop = stopSignal();
  const host: Host = {
    env: process.env,
    sink: createSink(actionsPorts()),
    clock,
    sleep,
    random,
    connect,
    askOpenSsl: async (question) => await (await import('./openssl.ts')).askOpenSsl(question),
    runCommand: async (command, say) => {
      const { runCommand } = await import('./child-process.ts');
      return await runCommand(command, { env: process.env, stop, say });
    },
    connectToSigner: async (trust) => {
      const { connectToSigner } = await import('./dispatcher.ts');
      return await connectToSigner(process.env, trust);
    },
    files: workspaceFiles(process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
    readEvent: () => readEvent(process.env['GITHUB_EVENT_PATH']),
    loadIssueClient: async (token, repository) => {
      const until = AbortSignal.any([stop, AbortSignal.timeout(ISSUE_TIME)]);
      const { loadIssueClient } = await import('./github-issues.ts');
      return await loadIssueClient(token, repository, githubHost(process.env), until);
    },
    stop,
    fail: failStep,
  };
  const atCrash = (speak: () => void): void => {
    lastWords = speak;
  };
  return { host, atCrash };
}

function githubHost({ GITHUB_API_URL: url = '' }: NodeJS.ProcessEnv): string {
  return URL.canParse(url) ? new URL(url).host : 'api.github.com';
}

/** Loaded once the inputs are found good, since it takes most of the start. */
async function connect(): Promise<Network> {
  await compileParserOnce();
  const [{ createDispatcher }, { createHttp }, { dial }] = await Promise.all([
    import('./dispatcher.ts'),
    import('./undici-http.ts'),
    import('./dial.ts'),
  ]);
  return { http: createHttp({ dispatcher: await createDispatcher(process.env) }), dial };
}
