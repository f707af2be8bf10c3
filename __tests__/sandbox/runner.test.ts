import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMasker, readLine, readOutputs, startAction } from '../../sandbox/runner/index.ts';

describe('a line of output', () => {
  test.each([
    ['plain text', { kind: 'text', text: 'plain text' }],
    ['  ::add-mask::a%25b%0Ac', { kind: 'mask', value: 'a%b\nc' }],
    [
      '::warning title=A%3A b,file=x::words',
      { kind: 'annotation', level: 'warning', title: 'A: b', text: 'words' },
    ],
    ['::error::words', { kind: 'annotation', level: 'error', title: '', text: 'words' }],
    ['::debug::words', { kind: 'debug', text: 'words' }],
    ['::group::words', { kind: 'group', title: 'words' }],
    ['::endgroup::', { kind: 'end-group' }],
    ['::save-state name=x::1', { kind: 'other', name: 'save-state' }],
    ['a ::error::words', { kind: 'text', text: 'a ::error::words' }],
  ] as const)('%s', (line, expected) => {
    expect(readLine(line)).toEqual(expected);
  });
});

test('secrets are hidden whole and line by line, the longest first', () => {
  const masker = createMasker(['abc']);
  masker.add('first\nsecond');
  masker.add('abcdef');
  expect(masker.hide('abcdef abc first second third')).toBe('*** *** *** *** third');
});

describe('the file of outputs', () => {
  test('holds plain values and blocks', () => {
    expect(readOutputs('a=1\nb<<END\nx\ny\nEND\n\nc=\n')).toEqual({ a: '1', b: 'x\ny', c: '' });
  });

  test.each(['rubbish\n', 'a<<END\nx\n'])('fails the step when it is malformed: %j', (text) => {
    expect(() => readOutputs(text)).toThrow(/malformed|no end/);
  });
});

describe('an action as a child process', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'runner-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const script = async (source: string): Promise<string> => {
    const file = join(folder, `${String(Math.abs(source.length))}.mjs`);
    await writeFile(file, source);
    return file;
  };

  test('gets its inputs and files, and its log, outputs and summary are read back', async () => {
    const shown: string[] = [];
    const action = await startAction({
      script: await script(`
        import { appendFileSync } from 'node:fs';
        console.log('::add-mask::hidden');
        console.log('::group::Group');
        console.log('key ' + process.env['INPUT_PRIVATE-KEY'] + ' hidden ' + process.env.EXTRA);
        console.log('::warning title=Title::Words');
        console.log('::debug::Nothing');
        appendFileSync(process.env.GITHUB_OUTPUT, 'result=rotated\\n');
        appendFileSync(process.env.GITHUB_STEP_SUMMARY, '# hidden\\n');
        process.exitCode = 3;
      `),
      inputs: { 'private-key': 'secret' },
      secrets: ['secret'],
      env: { EXTRA: 'extra' },
      onLine: (line) => shown.push(line),
    });
    const result = await action.finished;
    expect(result).toMatchObject({ exitCode: 3, outputs: { result: 'rotated' }, summary: '# ***\n' });
    expect(result.log).toEqual(['▾ Group', 'key *** *** extra', 'WARNING Title: Words']);
    expect(shown).toEqual(result.log);
    expect(result.stdout).toContain('key secret hidden');
    expect(result.annotations).toHaveLength(1);
  });

  test('is cancelled by SIGINT first, and may end by itself', async () => {
    const action = await startAction({
      script: await script(`
        process.on('SIGINT', () => { console.log('bye'); process.exit(1); });
        setInterval(() => undefined, 1000);
        console.log('ready');
      `),
      inputs: {},
      onLine: (line) => {
        if (line === 'ready') action.cancel();
      },
    });
    expect(await action.finished).toMatchObject({ exitCode: 1, log: ['ready', 'bye'] });
  });

  test('killed, it has no exit code', async () => {
    const action = await startAction({
      script: await script(`setInterval(() => undefined, 1000); console.log('ready');`),
      inputs: {},
      onLine: () => action.kill('SIGKILL'),
    });
    expect((await action.finished).exitCode).toBeNull();
  });
});
