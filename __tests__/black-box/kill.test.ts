import { expect, test } from '@jest/globals';
import type { Level } from '../../sandbox/model/state.ts';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play, start } from './support/play.ts';
import './support/patience.ts';

const GOOD = 'the new certificate, once, and nothing else';
const LATE = 'it had ended by then';
/** Boxes at once: the runs mostly wait. */
const SIDE_BY_SIDE = 4;

/** Upload and deletion; with hostnames their move besides. */
const CHANGES = { zone: 2, hostname: 3 } as const;

interface Moment {
  /** Index of the call. */
  readonly call: number;
  /** Killed before Cloudflare did it, or after it but before the answer. */
  readonly when: 'before' | 'after';
}

const inputsOf = (level: Level): Readonly<Record<string, string>> =>
  level === 'zone' ? { level } : { level, hostnames: `${WWW},${API}` };

/** With a certificate of the day before: how a later run knows that it was the one replaced. */
async function protect(box: Box, level: Level): Promise<void> {
  const former = await box.issue({ notBefore: Date.now() - 86_400_000 });
  await putInForce(box, level, box.sandbox.hosts, former);
}

/**
 * Every call of an undisturbed rotation, and every change once more after it took effect. Of reads that follow
 * each other the first and the last: to Cloudflare nothing happens in between.
 */
async function moments(level: Level): Promise<readonly Moment[]> {
  await using box = await openBox();
  await protect(box, level);
  const run = await play(box, { inputs: inputsOf(level), pair: await box.issue() });
  expect(run.result).toBe('rotated');
  const isRead = (call: number): boolean => run.calls[call]?.method === 'GET';
  return run.calls.flatMap((_, call): readonly Moment[] =>
    isRead(call)
      ? isRead(call - 1) && isRead(call + 1)
        ? []
        : [{ call, when: 'before' }]
      : [
          { call, when: 'before' },
          { call, when: 'after' },
        ],
  );
}

/** What is left once a run was killed at a moment and the same step was run again. */
async function killedAndAgain(level: Level, { call, when }: Moment): Promise<string> {
  await using box = await openBox();
  await protect(box, level);
  const pair = await box.issue();
  const reached = Promise.withResolvers<undefined>();
  const forever = (): Promise<void> => {
    reached.resolve(undefined);
    return new Promise(() => undefined);
  };
  box.sandbox.api.faults.add({ at: call, trouble: { kind: 'meanwhile', [when]: forever } });
  const killed = await start(box, { inputs: inputsOf(level), pair });
  await Promise.race([reached.promise, killed.finished]);
  killed.kill('SIGKILL');
  const { exitCode } = await killed.finished;
  // The number of polls varies a little: there may be no such call this time.
  if (exitCode !== null) return LATE;
  box.sandbox.api.faults.clear();
  const again = await play(box, { inputs: inputsOf(level), pair });
  return stateOf(box, level, pair.fingerprint, again.result);
}

function stateOf(box: Box, level: Level, fingerprint: string, result: string | undefined): string {
  const alone = live(box, level).join() === fingerprint;
  const pointed = Object.values(associated(box)).every((one) => one === fingerprint);
  const well = (result === 'rotated' || result === 'unchanged') && alone && pointed;
  return well ? GOOD : `${String(result)}: ${live(box, level).join()}`;
}

test.each(['zone', 'hostname'] as const)(
  'a rotation at %s level that is killed around any change and run again ends in the same state',
  async (level) => {
    const left = [...(await moments(level))];
    expect(left.length).toBeGreaterThan(8);
    expect(left.filter(({ when }) => when === 'after')).toHaveLength(CHANGES[level]);
    const ends: string[] = [];
    const work = async (): Promise<void> => {
      for (let moment = left.pop(); moment !== undefined; moment = left.pop()) {
        const end = await killedAndAgain(level, moment);
        ends.push(end === GOOD || end === LATE ? end : `${moment.when} call ${String(moment.call)}: ${end}`);
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
    expect(ends.filter((end) => end !== GOOD && end !== LATE)).toEqual([]);
    expect(ends.filter((end) => end === LATE).length).toBeLessThanOrEqual(4);
  },
);
