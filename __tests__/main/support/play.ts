import type { KeyObject } from 'node:crypto';
import { main } from '../../../src/main.ts';
import type { HttpRequest } from '../../../src/outside.ts';
import { findLeaks } from '../../support/leak-oracle/oracle.ts';
import type { Leak } from '../../support/leak-oracle/oracle.ts';
import { OUTPUTS } from '../../support/outputs.ts';
import { readAsRunner, withoutMaskCommands } from '../../support/runner-model/runner.ts';
import type { RunnerView } from '../../support/runner-model/runner.ts';
import { fakeStage } from './fake-stage.ts';
import type { FakeStage, StageParts } from './fake-stage.ts';

/** What a run of `main` came to, as a runner and its people see it. */
export interface Played {
  readonly stage: FakeStage;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly failed: boolean;
  readonly requests: readonly HttpRequest[];
  /** Requests that could change something. */
  readonly mutations: readonly HttpRequest[];
  readonly view: RunnerView;
  /** Texts of the annotations of a kind. */
  readonly annotated: (kind: 'error' | 'warning' | 'notice') => readonly string[];
}

const LONGEST_RUN = 48 * 3_600_000;

/** Plays the real `main` to its end, in as much virtual time as it takes. What it throws is thrown. */
export async function play(parts: StageParts): Promise<Played> {
  const stage = fakeStage(parts);
  let ended = false;
  let thrown: { readonly error: unknown } | undefined;
  void main(stage)
    .catch((error: unknown) => (thrown = { error }))
    .finally(() => (ended = true));
  await stage.time.runUntil(() => ended, LONGEST_RUN);
  if (thrown !== undefined) throw thrown.error;
  return readPlayed(stage);
}

/** What is to be seen so far. */
export function readPlayed(stage: FakeStage): Played {
  const requests = stage.happened.flatMap((one) => (one.kind === 'request' ? [one.request] : []));
  const summary = stage.summaryText();
  const view = readAsRunner({ stdout: stage.stdout(), summaryFile: summary });
  return {
    stage,
    outputs: Object.fromEntries(stage.outputs),
    summary,
    failed: stage.happened.some(({ kind }) => kind === 'fail'),
    requests,
    mutations: requests.filter(({ method }) => method !== 'GET'),
    view,
    annotated: (kind) => view.annotations.filter((one) => one.kind === kind).map(({ message }) => message),
  };
}

/** Commands the runner would execute beyond those the sink's ports were asked for: none may be. */
export function foreignCommands({ stage, view }: Played): readonly string[] {
  const ours = stage.happened.filter(({ kind }) => kind === 'mask' || kind === 'command').length;
  const executed = view.commandsExecuted.map(({ name }) => name);
  return executed.length === ours ? [] : [`${executed.length} commands executed, ${ours} meant`, ...executed];
}

/** Pieces of secrets in anything that left the run, and in the inputs that are left in the environment, but for the masks, the token's header and the upload's body. */
export function leaksOf(
  { stage, requests }: Played,
  secrets: { readonly keys?: readonly KeyObject[]; readonly texts?: readonly string[] },
): readonly Leak[] {
  const outputs = stage.happened.flatMap((one) =>
    one.kind === 'output' ? [`${one.name}=${one.value}`] : [],
  );
  const sent = requests.map(({ url, headers, body, method }) => {
    const { authorization: _, ...others } = headers;
    const upload = method === 'POST' && /\/origin_tls_client_auth(?:\/hostnames\/certificates)?$/u.test(url);
    return JSON.stringify([url, others, upload ? '' : body]);
  });
  const seen = [
    withoutMaskCommands(stage.stdout()),
    outputs.join('\n'),
    stage.summaries.join('\n'),
    JSON.stringify(
      Object.entries(stage.env)
        .filter(([name]) => name.startsWith('INPUT_'))
        .map(([name, value = '']) => [name, withoutRepetition(value)]),
    ),
    [...new Set(sent)].join('\n'),
  ];
  return findLeaks(seen, secrets);
}

/** Each line once: a manifest may have millions of the same. */
function withoutRepetition(text: string): string {
  return [...new Set(text.split('\n'))].join('\n');
}

/** What every run has to leave, whatever was put in: the names of what is missing or foreign. */
export function flawsOf(played: Played): readonly string[] {
  const { outputs, failed, view } = played;
  const missing = OUTPUTS.filter((name) => outputs[name] === undefined).map((name) => `no output ${name}`);
  const result = outputs['result'] ?? '';
  const bad = result === 'failed' || result === 'rolled-back';
  return [
    ...missing,
    ...(RESULTS.has(result) ? [] : [`the result is ${JSON.stringify(result)}`]),
    ...(bad === failed ? [] : [`the result is ${result}, but the step ${failed ? 'failed' : 'passed'}`]),
    ...(isObject(outputs['report'] ?? '') ? [] : ['the report is no JSON object']),
    ...foreignCommands(played),
    ...view.faults,
  ];
}

const RESULTS: ReadonlySet<string> = new Set([
  'rotated',
  'unchanged',
  'planned',
  'rolled-back',
  'failed',
  'ok',
  'due',
  'deleted',
  'disabled',
]);

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
