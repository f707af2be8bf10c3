import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { CRASH_TEXT } from '../../src/world/process-guards.ts';
import { readAsRunner } from '../support/runner-model/runner.ts';

const GUARDS = new URL('../../src/world/process-guards.ts', import.meta.url).href;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a few lines under the guards; `hangUp` closes the reading end of standard output first. */
function underGuards(script: string, onCrash = '', hangUp = false): Promise<Ended> {
  const source = `import { installProcessGuards } from '${GUARDS}'; installProcessGuards(${onCrash}); ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  if (hangUp) child.stdout.destroy();
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

test.each([
  ['an error nobody caught', "throw Object.assign(new Error('SECRET-1'), { key: 'SECRET-2' });"],
  ['a rejection nobody caught', "Promise.reject(new Error('SECRET-1'));"],
  ['an error in a timer', "setTimeout(() => { throw 'SECRET-1'; }, 1);"],
])('%s ends the step with fixed words and nothing of its own', async (_, script) => {
  const { code, stdout, stderr } = await underGuards(`${script} setTimeout(() => undefined, 60_000);`);
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: `${CRASH_TEXT}\n`, stderr: '' });
});

test('the caller may add what is in force, and its own fault changes nothing', async () => {
  const added = await underGuards("throw new Error('x');", "() => process.stdout.write('in force: none\\n')");
  expect(added.stdout).toBe(`in force: none\n${CRASH_TEXT}\n`);
  const failed = await underGuards("throw new Error('x');", "() => { throw new Error('SECRET-1'); }");
  expect(failed).toEqual({ code: 1, stdout: `${CRASH_TEXT}\n`, stderr: '' });
});

test('warnings and traces do not reach standard error', async () => {
  const script = `
    process.emitWarning('SECRET-1');
    console.error('SECRET-2');
    console.warn('SECRET-3');
    process.stderr.write('SECRET-4', 'utf8', () => process.stderr.write('SECRET-5', () => console.log('called back')));
  `;
  expect(await underGuards(script)).toEqual({ code: 0, stdout: 'called back\n', stderr: '' });
});

test('the parser of HTTP is told to stay as it is without a word', async () => {
  const parser = new URL('../../src/world/process-guards.ts', import.meta.url).href;
  const script = `
    const { compileParserOnce } = await import('${parser}');
    await compileParserOnce();
    console.log('told');
  `;
  expect(await underGuards(script)).toEqual({ code: 0, stdout: 'told\n', stderr: '' });
});

test('a diagnostic report would hold no environment and is never written unasked', async () => {
  const script = `
    const { excludeEnv, reportOnFatalError, reportOnSignal, reportOnUncaughtException } = process.report;
    console.log(JSON.stringify([excludeEnv, reportOnFatalError, reportOnSignal, reportOnUncaughtException, 'environmentVariables' in process.report.getReport()]));
  `;
  expect((await underGuards(script)).stdout).toBe('[true,false,false,false,false]\n');
});

test('a closed standard output does not stop the work', async () => {
  const script = `
    let written = 0;
    const timer = setInterval(() => {
      process.stdout.write('line\\n'.repeat(10_000));
      written += 1;
      if (written === 20) { clearInterval(timer); process.exitCode = 7; }
    }, 5);
  `;
  expect(await underGuards(script, '', true)).toEqual({ code: 7, stdout: '', stderr: '' });
});

test('the fixed words are one annotation to the runner', () => {
  const { annotations, log } = readAsRunner({ stdout: `${CRASH_TEXT}\n` });
  expect(annotations).toHaveLength(1);
  expect(log).toHaveLength(1);
});

test('a signal opens no debugger', async () => {
  const script = `
    import { url } from 'node:inspector';
    process.kill(process.pid, 'SIGUSR1');
    setTimeout(() => console.log(String(url())), 300);
  `;
  expect(await underGuards(script)).toEqual({ code: 0, stdout: 'undefined\n', stderr: '' });
});
