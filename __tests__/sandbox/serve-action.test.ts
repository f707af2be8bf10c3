import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { readOutputs, startAction } from '../../sandbox/runner/index.ts';
import { ourSteps, resolved } from '../examples/support/workflow.ts';
import { ask, serveFile } from './serve-support.ts';

const EXAMPLE = 'try-in-sandbox.yml';
const MANIFEST = `zones:
  - zone: example.com
    targets:
      - level: hostname
        hostnames: [www.example.com, api.example.com]
        certificate-env: ORIGIN_PULL_PEM
        probe-urls: [https://www.example.com/, https://api.example.com/]
`;

// The example waits as Cloudflare makes one wait, and machines differ.
jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-action-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a step of the box's own action as the runner does, and tells what it left behind. */
function step(
  file: string,
  env: Readonly<Record<string, string>>,
): { readonly log: string; readonly status: number | null } {
  const ran = spawnSync(process.execPath, [serveFile(file)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  return { log: ran.stdout + ran.stderr, status: ran.status };
}

const kept = (name: string): Readonly<Record<string, string>> =>
  readOutputs(readFileSync(join(folder, name), 'utf8'));

function start(inputs: Readonly<Record<string, string>>): {
  readonly log: string;
  readonly status: number | null;
} {
  for (const name of ['output', 'state']) writeFileSync(join(folder, name), '');
  return step('action-start.ts', {
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_STATE: join(folder, 'state'),
    RUNNER_TEMP: folder,
  });
}

test('the example tries a manifest against the box, step by step as it stands', async () => {
  const [boxStep] = ourSteps(EXAMPLE, 'OWNER/REPOSITORY/sandbox');
  const [actionStep] = ourSteps(EXAMPLE);
  if (boxStep === undefined || actionStep === undefined) throw new Error('The example has two steps.');
  const given = Object.fromEntries(
    Object.entries(boxStep.with ?? {}).map(([name, value]) => [name, String(value)]),
  );
  const started = start(given);
  expect(started.log).toContain('The sandbox is up at http://127.0.0.1:');
  expect(started.status).toBe(0);
  const outputs = kept('output');
  const declared: { readonly outputs: object } = parse(
    readFileSync(fileURLToPath(new URL('../../sandbox/action.yml', import.meta.url)), 'utf8'),
  );
  expect(Object.keys(outputs)).toEqual(Object.keys(declared.outputs));
  try {
    const steps = Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [`${boxStep.id ?? ''}.outputs.${name}`, value]),
    );
    const { inputs, env } = resolved(actionStep, { steps });
    const running = await startAction({
      script: fileURLToPath(new URL('../../dist/index.js', import.meta.url)),
      inputs,
      env,
      workspace: { 'origin-pulls.yml': MANIFEST },
      secrets: [outputs['api-token'] ?? ''],
    });
    const ended = await running.finished;
    expect(ended.log.join('\n')).not.toContain('PRIVATE KEY');
    expect(ended.outputs['result']).toBe('rotated');
    const state = await ask(`${outputs['management'] ?? ''}state`);
    expect(Object.values(state.body.presented.fra)).toHaveLength(2);
    expect(state.body.zones[0].associations).toHaveLength(2);
  } finally {
    const ended = step('action-end.ts', { STATE_pid: kept('state')['pid'] ?? '' });
    expect(ended.log).toContain('The sandbox was ended.');
  }
});

test('a box that does not start fails the step, and its words are kept', () => {
  const started = start({ zones: 'not a zone!' });
  expect(started.status).toBe(1);
  const log = join(folder, 'origin-pull-sandbox.log');
  expect(started.log).toContain(`::error::`);
  expect(existsSync(log) && readFileSync(log, 'utf8')).toContain('is not the name of a zone or host');
});
