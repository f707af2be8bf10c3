import * as core from '@actions/core';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSink } from '../../src/secrecy/sink.ts';
import { actionsPorts, failStep } from '../../src/world/actions-ports.ts';
import { recording } from '../secrecy/recording.ts';
import { readAsRunner } from '../support/runner-model/runner.ts';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY'] as const;
const before = FILES.map((name) => [name, process.env[name]] as const);
let folder = '';
let stdout = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ports-'));
  for (const name of FILES) {
    process.env[name] = join(folder, name);
    writeFileSync(join(folder, name), '');
  }
  stdout = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

const file = (name: (typeof FILES)[number]): string => readFileSync(join(folder, name), 'utf8');

describe('the ports made of @actions/core', () => {
  test('print what the tests of the sink take for the runner’s syntax', () => {
    const model = recording();
    for (const ports of [model, actionsPorts()]) {
      ports.setSecret('100% a\r\nb');
      ports.info('a: b, c%');
      ports.debug('d\ne');
      for (const kind of ['warning', 'error'] as const) ports.annotation(kind, 'a: b, c%', 'one\ntwo: %0A');
    }
    expect(stdout).toBe(model.stdout());
  });

  test('print byte for byte what @actions/core prints by its front door', () => {
    const ports = actionsPorts();
    const printed = (print: () => void): string => {
      stdout = '';
      print();
      return stdout;
    };
    const text = 'a: b, 100%\r\nc';
    const pairs: readonly (readonly [() => void, () => void])[] = [
      [() => ports.setSecret(text), () => core.setSecret(text)],
      [() => ports.info(text), () => core.info(text)],
      [() => ports.debug(text), () => core.debug(text)],
      [() => ports.annotation('warning', '', text), () => core.warning(text, { title: '' })],
      [() => ports.annotation('warning', text, text), () => core.warning(text, { title: text })],
      [() => ports.annotation('error', text, text), () => core.error(text, { title: text })],
    ];
    for (const [ours, theirs] of pairs) expect(printed(ours)).toBe(printed(theirs));
  });

  test('write outputs as @actions/core does, but for the delimiter nobody can foresee', () => {
    actionsPorts().setOutput('report', 'a\nb');
    core.setOutput('report', 'a\nb');
    const [ours, theirs] = file('GITHUB_OUTPUT')
      .split(/(?<=\nghadelimiter_[-0-9a-f]{36}\n)/u)
      .map((entry) => entry.replaceAll(/[-0-9a-f]{36}/gu, 'X'));
    expect(ours).toBe(theirs);
    expect(ours).toContain('report<<ghadelimiter_X');
  });

  test('write outputs that the runner reads back', () => {
    const sink = createSink(actionsPorts());
    sink.outputs({ one: '1', report: '{"a":1}\nx<<EOF\ny=2' });
    const { outputs, faults } = readAsRunner({ outputFile: file('GITHUB_OUTPUT') });
    expect(outputs).toEqual({ one: '1', report: '{"a":1}\nx<<EOF\ny=2' });
    expect(faults).toEqual([]);
    expect(stdout).toBe('');
  });

  test('replace the summary', () => {
    const sink = createSink(actionsPorts());
    sink.summary('# First');
    sink.summary('# Second');
    expect(file('GITHUB_STEP_SUMMARY')).toBe('# Second');
  });

  test.each(['', undefined])('warn if the files are not named (%p), and print no output', (value) => {
    for (const name of FILES) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    const sink = createSink(actionsPorts());
    sink.outputs({ one: 'value-1' });
    sink.summary('text');
    expect(readAsRunner({ stdout }).annotations).toHaveLength(2);
    expect(stdout.match(/the runner named no file for it/gu)).toHaveLength(2);
    expect(stdout).not.toContain('value-1');
  });

  test('warn if the files are directories', () => {
    for (const name of FILES) process.env[name] = folder;
    const sink = createSink(actionsPorts());
    sink.outputs({ one: '1' });
    sink.summary('text');
    expect(stdout.match(/the runner named a directory/gu)).toHaveLength(2);
    expect(stdout).not.toContain(folder);
  });

  test('warn if the output file is gone', () => {
    rmSync(join(folder, 'GITHUB_OUTPUT'));
    createSink(actionsPorts()).outputs({ one: '1' });
    expect(readAsRunner({ stdout }).annotations).toHaveLength(1);
  });
});

test('a failed step ends with exit code 1, by itself', () => {
  const { exitCode } = process;
  failStep();
  expect(process.exitCode).toBe(1);
  process.exitCode = exitCode;
});
