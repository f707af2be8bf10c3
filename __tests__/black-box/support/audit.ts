import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { EdgeRequest } from '../../../sandbox/edge/index.ts';
import type { OriginVisit } from '../../../sandbox/origin/index.ts';
import type { ActionResult } from '../../../sandbox/runner/index.ts';
import type { RecordedCall } from '../../../sandbox/server/index.ts';
import { checkAnswer, checkRequest } from '../../contract/contract.ts';
import { findLeaks } from '../../support/leak-oracle/oracle.ts';
import { readAsRunner, withoutMaskCommands } from '../../support/runner-model/runner.ts';
import { OUTPUTS } from '../../support/outputs.ts';

/** Everything a run did that can be seen from outside. */
export interface Seen {
  readonly result: ActionResult;
  readonly calls: readonly RecordedCall[];
  readonly edges: readonly EdgeRequest[];
  readonly visits: readonly OriginVisit[];
}

export interface Expectations {
  readonly keys: readonly KeyObject[];
  readonly texts: readonly string[];
  /** Tokens that the run was given on its way: their masks cannot come before its first line. */
  readonly learnt: readonly string[];
  readonly debug: boolean;
  /** Whether outputs can be expected: there was a file for them, and it could be written. */
  readonly outputs: boolean;
}

/** What is wrong with a run, whatever it was about; empty if nothing is. */
export function flawsOf(seen: Seen, expected: Expectations): readonly string[] {
  return [
    ...leaks(seen, expected),
    ...runnerFlaws(seen.result, expected),
    ...seen.calls.flatMap(contractFlaws),
    ...(expected.outputs && seen.result.exitCode !== null ? outputFlaws(seen.result) : []),
  ];
}

const isUpload = (method: string, path: string): boolean =>
  method === 'POST' && /\/origin_tls_client_auth(?:\/hostnames\/certificates)?$/.test(path);

function uploadedKey({ method, path, body }: RecordedCall): readonly KeyObject[] {
  if (!isUpload(method, path)) return [];
  const pem: unknown = Object(JSON.parse(body ?? '{}')).private_key;
  return typeof pem === 'string' && pem.includes('PRIVATE KEY') ? [createPrivateKey(pem)] : [];
}

function leaks(
  { result, calls, edges, visits }: Seen,
  { keys, texts, learnt, debug }: Expectations,
): string[] {
  const requests = new Set<string>();
  for (const { method, path, query, headers, body } of calls) {
    const { authorization: _, ...others } = headers;
    requests.add(JSON.stringify([path, query, others, isUpload(method, path) ? undefined : body]));
  }
  for (const { url, headers } of edges) requests.add(JSON.stringify([url, headers]));
  for (const { request } of visits) requests.add(JSON.stringify(request ?? ''));
  const asShown = (masking: 'github' | 'lesser'): string =>
    readAsRunner({ stdout: result.stdout, stderr: result.stderr }, { debug, masking }).log.join('\n');
  const places = {
    'standard output': withoutMaskCommands(result.stdout),
    'standard error': result.stderr,
    'the masked log': asShown('github'),
    'the log of a lesser runner': asShown('lesser'),
    requests: [...requests].join('\n'),
    ...result.files,
  };
  const names = Object.keys(places);
  // Of what a run had issued, only the upload tells the key.
  const known = [...keys, ...calls.flatMap(uploadedKey)];
  return findLeaks(Object.values(places), { keys: known, texts: [...texts, ...learnt] }).map(
    ({ text, secret, view }) => `LEAK of ${secret} in ${names[text] ?? ''} (${view})`,
  );
}

/** What the action uses. Debug lines are text, not commands, in the way of the outside world. */
const COMMANDS = new Set(['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup']);
const FILES = new Set(['output', 'summary', 'state']);

function runnerFlaws({ stdout, stderr, files }: ActionResult, { debug, learnt }: Expectations): string[] {
  const view = readAsRunner(
    {
      stdout,
      stderr,
      outputFile: files['output'] ?? '',
      stateFile: files['state'] ?? '',
      summaryFile: files['summary'] ?? '',
    },
    { debug },
  );
  const foreign = view.commandsExecuted.filter(({ name }) => !COMMANDS.has(name));
  const lines = stdout.split('\n').filter((line) => line !== '');
  const firstWord = lines.findIndex((line) => !line.startsWith('::add-mask::'));
  const tooLate = lines.slice(firstWord).filter((line) => firstWord >= 0 && line.startsWith('::add-mask::'));
  return [
    ...view.faults.map((fault) => `the runner complains: ${fault}`),
    ...foreign.map(({ name }) => `the command ${name} was executed`),
    ...(stderr === '' ? [] : ['something was written on standard error']),
    ...(learnt.length > 0 ? [] : tooLate).map(() => 'a mask came after the first line of the log'),
    ...Object.keys(files)
      .filter((name) => !FILES.has(name))
      .map((name) => `the file ${name} was left behind`),
    ...[...view.log, files['summary'] ?? '', files['output'] ?? '']
      .filter((text) => /\b(?:undefined|NaN)\b|\[object /.test(text))
      .map((text) => `an unfilled place: ${text.slice(0, 200)}`),
  ];
}

function contractFlaws({ method, path, query, body, answer, trouble }: RecordedCall): string[] {
  const wrong = checkRequest(method, path, query, body);
  if (answer?.status === 200 && trouble !== 'changed')
    wrong.push(...checkAnswer(method, path, JSON.parse(answer.body)).problems);
  return wrong.map((words) => `against the contract: ${method} ${path}: ${words}`);
}

const GOOD = new Set(['rotated', 'unchanged', 'planned', 'ok', 'due', 'deleted', 'disabled']);
const BAD = new Set(['failed', 'rolled-back']);

function outputFlaws({ outputs, exitCode }: ActionResult): string[] {
  const result = outputs['result'] ?? '';
  const expectedCode = GOOD.has(result) ? 0 : 1;
  return [
    ...OUTPUTS.filter((name) => outputs[name] === undefined).map((name) => `no output ${name}`),
    ...(GOOD.has(result) || BAD.has(result) ? [] : [`the result is ${JSON.stringify(result)}`]),
    ...(exitCode === expectedCode ? [] : [`the result is ${result}, but the exit code ${String(exitCode)}`]),
    ...(isJsonObject(outputs['report'] ?? '') ? [] : ['the report is no JSON object']),
  ];
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
