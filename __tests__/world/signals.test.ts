import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, jest, test } from '@jest/globals';

jest.setTimeout(30_000);

const SIGNALS = new URL('../../src/world/process-guards.ts', import.meta.url).href;
/** Says when it listens, each time it is told to stop, and goes on until its input ends, as a run does that takes back. */
const CHILD = `
  import { stopSignal } from '${SIGNALS}';
  const stop = stopSignal();
  const told = { aborts: 0 };
  stop.addEventListener('abort', () => { told.aborts += 1; console.log('stop'); });
  process.on('SIGTERM', () => console.log('term'));
  process.stdin.on('end', () => { console.log(JSON.stringify({ ...told, aborted: stop.aborted })); process.exit(0); });
  process.stdin.resume();
  console.log('listening');
`;

interface Child {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves with the next thing it says. */
  readonly says: () => Promise<string>;
  /** Ends its input, and resolves with how it ended. */
  readonly end: () => Promise<number | null>;
}

async function start(): Promise<Child> {
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', CHILD]);
  const lines: string[] = [];
  let wake = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trim().split('\n'));
    wake();
  });
  const says = async (): Promise<string> => {
    while (lines.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return lines.shift() ?? '';
  };
  expect(await says()).toBe('listening');
  return {
    kill: (signal) => void child.kill(signal),
    says,
    end: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      const [code] = await exit;
      return typeof code === 'number' ? code : null;
    },
  };
}

describe('a run that the runner cancels', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('is told to stop by %s', async (signal) => {
    const child = await start();
    child.kill(signal);
    expect(await child.says()).toBe('stop');
    expect(await child.end()).toBe(0);
  });

  test('outlives the second signal, and is told once', async () => {
    const child = await start();
    child.kill('SIGINT');
    expect(await child.says()).toBe('stop');
    child.kill('SIGTERM');
    expect(await child.says()).toBe('term');
    const exit = child.end();
    expect(await child.says()).toBe('{"aborts":1,"aborted":true}');
    expect(await exit).toBe(0);
  });

  test('is told nothing before', async () => {
    const child = await start();
    const exit = child.end();
    expect(await child.says()).toBe('{"aborts":0,"aborted":false}');
    expect(await exit).toBe(0);
  });
});
