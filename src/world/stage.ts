import { loadContext } from '../github/load-context.ts';
import { loadIssueClient } from '../github/load-issue-client.ts';
import { createSink } from '../secrecy/sink.ts';
import type { Network, Stage } from '../stage.ts';
import { actionsPorts, failStep } from './actions-ports.ts';
import { clock, random, sleep } from './clock.ts';
import { workspaceFiles } from './files.ts';
import { installProcessGuards } from './process-guards.ts';
import { stopSignal } from './signals.ts';

/** Milliseconds for all calls about the issue together. */
const ISSUE_TIME = 60_000;
/** Milliseconds by which the first call is on its way. */
const AFTER_FIRST_CALL = 10;

export interface RealStage {
  readonly stage: Stage;
  /** Takes what is to be done if the run ends by a fault that nobody caught; the last one given counts. */
  readonly atCrash: (speak: () => void) => void;
}

/** The run's real surroundings. To be made before anything else happens. */
export function realStage(): RealStage {
  let lastWords: (() => void) | undefined;
  installProcessGuards(() => lastWords?.());
  const stop = stopSignal();
  const context = once(loadContext);
  const stage: Stage = {
    env: process.env,
    sink: createSink(actionsPorts()),
    clock,
    sleep,
    random,
    connect: () => connect(context),
    files: workspaceFiles(process.env['GITHUB_WORKSPACE'] ?? process.cwd()),
    loadContext: context,
    loadIssueClient: (token, repository) =>
      loadIssueClient(token, repository, AbortSignal.any([stop, AbortSignal.timeout(ISSUE_TIME)])),
    stop,
    fail: failStep,
  };
  const atCrash = (speak: () => void): void => {
    lastWords = speak;
  };
  return { stage, atCrash };
}

/**
 * undici takes most of the start-up time: loaded once the inputs are found good.
 *
 * @param meanwhile what the end of the run needs, begun while the first answer is waited for
 */
async function connect(meanwhile: () => void): Promise<Network> {
  const [{ createDispatcher, createHttp }, { dial }] = await Promise.all([
    import('./undici-http.ts'),
    import('./dial.ts'),
  ]);
  const http = createHttp({ dispatcher: createDispatcher(process.env) });
  const load = once(async () => {
    await sleep(AFTER_FIRST_CALL);
    meanwhile();
  });
  return {
    http: (request) => {
      void load();
      return http(request);
    },
    dial,
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
