import type { KeyObject } from 'node:crypto';
import type { Pair } from '../../../sandbox/authority/index.ts';
import { startAction, type ActionOptions, type ActionResult } from '../../../sandbox/runner/index.ts';
import type { RecordedCall } from '../../../sandbox/server/index.ts';
import { flawsOf } from './audit.ts';
import type { Box } from './box.ts';
import { bundle } from './bundle.ts';

export interface RunOptions extends Omit<
  ActionOptions,
  'script' | 'inputs' | 'secrets' | 'onLine' | 'closesStdout'
> {
  /** Laid over the inputs every run has; an empty text takes one away. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Certificate and key to put in force. */
  readonly pair?: Pair;
  /** Further keys and texts that must not be found anywhere. */
  readonly keys?: readonly KeyObject[];
  readonly texts?: readonly string[];
  /** Tokens that the run was given on its way, asked for once it has ended. */
  readonly learnt?: () => readonly string[];
  /** ACTIONS_STEP_DEBUG; on by default, since it says more. */
  readonly debug?: boolean;
  readonly onLine?: (shown: string) => void;
  readonly closesStdout?: (shown: string) => boolean;
}

/** What a run came to, already found without flaw. */
export interface Played extends ActionResult {
  readonly result: string | undefined;
  /** Every call of the run to the API. */
  readonly calls: readonly RecordedCall[];
  /** Calls that could change something, as `METHOD path` without zone and ids. */
  readonly mutations: readonly string[];
  /** The log in one text. */
  readonly said: string;
}

export interface Running {
  readonly kill: (signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL') => void;
  /** As the runner cancels. */
  readonly cancel: () => void;
  readonly finished: Promise<Played>;
}

/**
 * Plays one run of the bundle to its end and holds it against everything that is true of all runs: no
 * secret got out, no foreign command came alive, the API's contract was kept, the outputs are set.
 * @throws Error that names the flaws
 */
export async function play(box: Box, options: RunOptions): Promise<Played> {
  return (await start(box, options)).finished;
}

/** The same for a run that is to be killed or cancelled under way. */
export async function start(box: Box, options: RunOptions): Promise<Running> {
  const { pair, debug = true, env = {}, onLine, ...others } = options;
  const from = box.sandbox.api.calls.length;
  const edgesFrom = box.sandbox.edges.map(({ requests }) => requests.length);
  const visitsFrom = box.sandbox.origin.visits.length;
  const action = await startAction({
    ...others,
    script: bundle(),
    inputs: inputsOf(box, options),
    secrets: [box.token, ...(pair === undefined ? [] : [pair.privateKey]), ...(options.texts ?? [])],
    env: {
      // The way to the edges; a run without probes needs none, and loads less.
      ...(probes(options) ? { HTTPS_PROXY: box.sandbox.proxy.url } : {}),
      NODE_EXTRA_CA_CERTS: box.webAuthorityFile,
      ...(debug ? { RUNNER_DEBUG: '1' } : {}),
      ...env,
    },
    ...(onLine === undefined ? {} : { onLine: (shown: string) => onLine(shown) }),
  });
  const conclude = async (): Promise<Played> => {
    const result = await action.finished;
    const calls = box.sandbox.api.calls.slice(from);
    const flaws = flawsOf(
      {
        result,
        calls,
        edges: box.sandbox.edges.flatMap(({ requests }, index) => requests.slice(edgesFrom[index])),
        visits: box.sandbox.origin.visits.slice(visitsFrom),
      },
      {
        keys: [...(pair === undefined ? [] : [pair.keys.privateKey]), ...(options.keys ?? [])],
        texts: [box.token, ...(options.texts ?? [])],
        learnt: options.learnt?.() ?? [],
        debug,
        outputs: (options.outputFile ?? 'usual') === 'usual' && options.closesStdout === undefined,
      },
    );
    if (flaws.length > 0) throw new Error(`${flaws.join('\n')}\n\nThe log:\n${result.log.join('\n')}`);
    return {
      ...result,
      result: result.outputs['result'],
      calls,
      mutations: calls.filter(({ method }) => method !== 'GET').map(nameOf),
      said: result.log.join('\n'),
    };
  };
  return { kill: action.kill, cancel: action.cancel, finished: conclude() };
}

/** `GET certificates/{id}`: a call without its zone and ids. */
export function nameOf({ method, path, query }: Pick<RecordedCall, 'method' | 'path' | 'query'>): string {
  const short = path
    .replace(/^\/zones\/[0-9a-f]{32}/, '')
    .replace(/^\/origin_tls_client_auth/, '/aop')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}/, '{id}')
    .replace(/\/hostnames\/[a-z0-9.-]+\.test$/, '/hostnames/{hostname}');
  return `${method} ${short}${query['status'] === undefined ? '' : `?status=${query['status']}`}`;
}

function probes({ inputs = {} }: RunOptions): boolean {
  return ['probe-urls', 'manifest'].some((name) => (inputs[name] ?? '') !== '');
}

function inputsOf(box: Box, { inputs = {}, pair }: RunOptions): Record<string, string> {
  const all = {
    'api-token': box.token,
    'api-base-url': box.sandbox.baseUrl,
    zone: box.zone.name,
    ...(pair === undefined ? {} : { certificate: pair.certificate, 'private-key': pair.privateKey }),
    'grace-period': '0s',
    'activation-timeout': '20s',
    // Five probes, each within a third of a fifth of this.
    'probe-timeout': '10s',
    timeout: '50s',
    ...inputs,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
