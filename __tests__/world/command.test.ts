import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { Command, CommandEnd } from '../../src/issue/signers/command.ts';
import { runCommand } from '../../src/world/child-process.ts';
import type { CommandSurroundings } from '../../src/world/child-process.ts';

const NODE = process.execPath;
/** As the runner has it, with things in it that are nobody's business. */
const ENV = {
  PATH: process.env['PATH'],
  HOME: '/home/somebody',
  HTTPS_PROXY: 'http://proxy.test:3128',
  'INPUT_PRIVATE-KEY': 'secret',
  INPUT_COMMAND: 'secret',
  ACTIONS_RUNTIME_TOKEN: 'secret',
  GITHUB_TOKEN: 'secret',
  STATE_x: 'secret',
  CLOUDFLARE_API_TOKEN: 'secret',
  NODE_OPTIONS: '--no-warnings',
  AWS_REGION: 'eu-west-1',
};

interface Ran {
  readonly end: CommandEnd;
  readonly said: readonly string[];
}

async function run(
  words: readonly string[],
  more: Partial<CommandSurroundings & Pick<Command, 'passOn' | 'stdin'>> = {},
): Promise<Ran> {
  const said: string[] = [];
  const { stdin = 'the request', passOn = [], ...surroundings } = more;
  const end = await runCommand(
    { words, variables: { CERTIFICATE_DAYS: '100' }, passOn, stdin },
    {
      env: ENV,
      stop: new AbortController().signal,
      say: (line) => said.push(line),
      limits: { time: 60_000, mercy: 200 },
      ...surroundings,
    },
  );
  return { end, said };
}
const script = (text: string): readonly string[] => [NODE, '-e', text];
/** Whether a process has ended, also where nobody has asked how; false where it goes on. */
async function gone(pid: number): Promise<boolean> {
  for (let look = 0; look < 100; look += 1) {
    const state = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => 'gone');
    if (state === 'gone' || /\) [ZX] /u.test(state)) return true;
    await wait(50);
  }
  return false;
}
const READ = "const text = require('node:fs').readFileSync(0, 'utf8');";

test('gets the request on its standard input and answers on its standard output', async () => {
  const { end } = await run(script(`${READ} console.log('got ' + text)`));
  expect(end).toEqual({ kind: 'exited', code: 0, stdout: 'got the request\n' });
});

test('is words without a shell: nothing in them is expanded', async () => {
  const { end } = await run([
    ...script('console.log(process.argv.slice(1).join("|"))'),
    '$HOME',
    '*',
    'a b;c',
  ]);
  expect(end).toMatchObject({ stdout: '$HOME|*|a b;c\n' });
});

describe('its environment', () => {
  const SHOW = script('console.log(JSON.stringify(process.env))');
  const shown = ({ end }: Ran): unknown => (end.kind === 'exited' ? JSON.parse(end.stdout) : end);

  test('is what every program needs, and what the request is about', async () => {
    const { PATH, HOME, HTTPS_PROXY } = ENV;
    expect(shown(await run(SHOW))).toEqual({ PATH, HOME, HTTPS_PROXY, CERTIFICATE_DAYS: '100' });
  });

  test('has what the user named besides', async () => {
    expect(shown(await run(SHOW, { passOn: ['AWS_REGION'] }))).toMatchObject({ AWS_REGION: 'eu-west-1' });
  });
});

test('what it writes to its standard error is handed on line by line, an unfinished line too', async () => {
  const { end, said } = await run(
    script("process.stderr.write('one\\ntwo\\r\\nthr'); process.stderr.write('ee')"),
  );
  expect([end.kind, said]).toEqual(['exited', ['one', 'two', 'three']]);
});

describe('how it ends', () => {
  test('with an exit code of its own', async () => {
    expect((await run(script('process.exit(3)'))).end).toMatchObject({ kind: 'exited', code: 3 });
  });

  test('without having read a request larger than a pipe', async () => {
    const { end } = await run(script('process.exit(0)'), { stdin: 'x'.repeat(1_000_000) });
    expect(end).toMatchObject({ kind: 'exited', code: 0 });
  });

  test.each([
    ['there is no such program', 'no-such-program-here', 'not-found'],
    ['it is a folder', '/tmp', 'not-started'],
    ['it has no name', '', 'not-started'],
    ['its name has a zero byte', 'a\0b', 'not-started'],
  ])('not started: %s', async (_, program, kind) => {
    expect((await run([program])).end).toEqual({ kind });
  });

  test('ended by somebody else', async () => {
    expect((await run(script("process.kill(process.pid, 'SIGKILL')"))).end).toEqual({ kind: 'killed' });
  });

  test('ended once it takes too long', async () => {
    const limits = { time: 200, mercy: 200 };
    expect((await run(script('setInterval(() => 0, 1000)'), { limits })).end).toEqual({ kind: 'timed-out' });
  });

  test('ended with all it started when the job is cancelled, though it ignores the polite way', async () => {
    const controller = new AbortController();
    const child =
      "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' })";
    const said: string[] = [];
    const { end } = await run(
      script(
        `process.on('SIGTERM', () => 0); const child = ${child}; console.error(child.pid); setInterval(() => 0, 1000)`,
      ),
      {
        stop: controller.signal,
        say: (line) => {
          said.push(line);
          controller.abort();
        },
        limits: { time: 60_000, mercy: 100 },
      },
    );
    expect(end).toEqual({ kind: 'stopped' });
    await expect(gone(Number(said[0]))).resolves.toBe(true);
  });

  test.each(['stdout', 'stderr'])('ended once it floods its %s', async (stream) => {
    const { end } = await run(script(`setInterval(() => process.${stream}.write('x'.repeat(9999)), 1)`));
    expect(end).toEqual({ kind: 'too-much-output' });
  });
});
