import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { assertRunning, pause, waitFor } from '../../src/zone/wait.ts';
import type { Look } from '../../src/zone/wait.ts';
import { seconds } from '../../src/zone/words.ts';
import { scripted } from '../cloudflare/support/scripted-api.ts';
import { quietWorld } from '../rotation/support/quiet-world.ts';

const error = (code: ErrorCode) => new ActionError(code, { happened: 'So it went.', remedy: 'Mend it.' });

interface Waited {
  readonly looks: (at: number) => Look<string> | Error;
  readonly atMost?: number;
  readonly justSent?: 'activation';
  readonly deadline?: number;
  /** Virtual milliseconds one look takes. */
  readonly takes?: number;
}

async function waited({ looks, atMost = 60_000, deadline, takes = 0, ...more }: Waited) {
  const script = scripted([]);
  const world = quietWorld(script, deadline);
  const said: string[] = [];
  const at: number[] = [];
  const work = waitFor(world, {
    what: 'it',
    atMost,
    say: (line) => void said.push(line),
    look: async () => {
      at.push(script.time.now());
      await script.time.sleep(takes);
      const seen = looks(script.time.now());
      if (seen instanceof Error) throw seen;
      return seen;
    },
    ...more,
  });
  const ended = await script.time.until(work.catch((thrown: unknown) => thrown));
  return { ended, said, at, now: script.time.now() };
}

const done = { done: true, value: 'there' } as const;
const not = (status: string) => ({ done: false, status }) as const;

describe('waiting', () => {
  test('looks at once, and a second later where a change was just sent', async () => {
    expect(await waited({ looks: () => done })).toEqual({ ended: 'there', said: [], at: [0], now: 0 });
    expect((await waited({ looks: () => done, justSent: 'activation' })).at).toEqual([1000]);
    expect((await waited({ looks: () => done, justSent: 'activation', atMost: 400 })).at).toEqual([400]);
  });

  test('ends once its time has passed, not before, and without a value', async () => {
    const { ended, at, now } = await waited({ looks: () => not('off'), atMost: 1500 });
    expect([ended, at.at(-1), now]).toEqual([undefined, 1500, 1500]);
  });

  test('that takes no longer than usual is not told; else where it stands, again where that changes, and else at least every fifteen seconds', async () => {
    const { said } = await waited({ looks: (at) => not(at < 20_000 ? 'off' : 'nearly'), atMost: 50_000 });
    expect(said.map((line) => /: (\w+) \((\d+) s/u.exec(line)?.slice(1))).toEqual([
      ['off', '13'],
      ['nearly', '21'],
      ['nearly', '31'],
      ['nearly', '41'],
    ]);
    expect(said[0]).toBe('waiting for it: off (13 s so far, at most 37 s more)');
  });

  test('says no more time than the run has', async () => {
    const { said, ended } = await waited({ looks: () => not('off'), deadline: 20_000 });
    expect(said[0]).toBe('waiting for it: off (13 s so far, at most 7 s more)');
    expect(ended).toMatchObject({
      code: 'TIMED_OUT',
      happened: 'The time given by `timeout` is up.',
      remedy: 'Run it again: it continues where this run stopped. Give more `timeout` if this happens often.',
    });
  });

  test('counts the time that a look takes as part of the wait', async () => {
    const { at } = await waited({ looks: (now) => (now > 5000 ? done : not('off')), takes: 1000 });
    expect(at).toEqual([0, 2200, 4840]);
  });

  test.each(['API_UNREACHABLE', 'API_ANSWER_UNREADABLE', 'API_RATE_LIMITED'] as const)(
    'goes on after %s',
    async (code) => {
      const { ended, said } = await waited({ looks: (at) => (at > 15_000 ? done : error(code)) });
      expect(ended).toBe('there');
      expect(said[0]).toMatch(/^waiting for it: no readable answer \(/u);
    },
  );

  test.each(['API_REFUSED', 'API_UNAUTHORIZED', 'CANCELLED'] as const)('ends with %s', async (code) => {
    expect((await waited({ looks: () => error(code) })).ended).toMatchObject({ code });
  });

  test('ends with what is no error of ours', async () => {
    expect((await waited({ looks: () => new TypeError('odd') })).ended).toBeInstanceOf(TypeError);
  });
});

describe('a run', () => {
  test('that was cancelled goes on with nothing', () => {
    const script = scripted([]);
    const world = quietWorld(script);
    expect(() => assertRunning(world)).not.toThrow();
    script.stop.abort();
    expect(() => assertRunning(world)).toThrow(
      'The run was cancelled. Run it again: it continues where this run stopped.',
    );
  });

  test('that is over goes on with nothing, and sleeps no longer than it lasts', async () => {
    const script = scripted([]);
    const world = quietWorld(script, 1000);
    await script.time.until(pause(world, 400));
    expect(script.time.now()).toBe(400);
    await script.time.until(pause(world, 5000));
    expect(script.time.now()).toBe(1000);
    expect(() => assertRunning(world)).toThrow('The time given by `timeout` is up.');
    await script.time.until(pause(world, 5000));
    expect(script.time.now()).toBe(1000);
  });
});

test.each([
  [-5, '0 s'],
  [499, '0 s'],
  [500, '1 s'],
  [119_400, '119 s'],
  [120_000, '2 min'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min'],
])('%i ms are told as %s', (milliseconds, words) => {
  expect(seconds(milliseconds)).toBe(words);
});
