import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import type { Ending } from './faults.ts';
import { play } from './play.ts';
import { SCENES } from './scenes.ts';
import { courseOf, sweep } from './sweep.ts';
import type { Course } from './sweep.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const WHEN = ['before', 'after'] as const;
/** Reads change nothing: killed after one, a run leaves what it leaves if killed before the next call. */
const killedAt = ({ points }: Course, when: Ending['when']): Course['points'] =>
  points.filter(
    ({ write, call }) => when === 'before' || write !== undefined || call === points.at(-1)?.call,
  );
/** More writes than any run has. */
const MOST_WRITES = 12;

describe.each(SCENES)('$name', (scene) => {
  let course: Course;
  beforeAll(async () => {
    course = await courseOf(scene, cast);
  });

  test.each(WHEN)('killed %s any call, a run is finished by the next', async (when) => {
    const found = await sweep(
      scene,
      cast,
      killedAt(course, when),
      ({ call }) => [{ ending: { kind: 'kill', call, when } }],
      ({ runs }) => (runs[0]?.process.killed === true ? [] : ['it was not killed']),
    );
    expect(found).toEqual([]);
  });

  /** A kill at a read leaves what a kill at the write before it leaves. */
  test.each(WHEN)(
    'killed %s any write, and the next run at any of its own: the third finishes',
    async (when) => {
      const found: string[] = [];
      for (const { write: first } of course.points) {
        if (first === undefined) continue;
        for (const [second, then] of secondKills()) {
          const kills: readonly Ending[] = [
            { kind: 'kill', of: 'writes', call: first, when },
            { kind: 'kill', of: 'writes', call: second, when: then },
          ];
          const { problems, runs } = await play(
            scene.scenario,
            cast,
            kills.map((ending) => ({ ending })),
          );
          const told = `at writes ${first} and ${second}`;
          found.push(...problems.map((problem) => `${told}: ${problem}`));
          if (runs[0]?.process.killed !== true) found.push(`${told}: the first was not killed`);
          // It sends no such write any more: neither does it send a later one.
          if (runs[1]?.process.killed !== true) break;
          if (second === MOST_WRITES - 1) found.push(`${told}: there is no end to its writes`);
        }
      }
      expect(found).toEqual([]);
    },
  );

  test.each(WHEN)('cancelled %s any call, it stops, and the next run finishes', async (when) => {
    const found = await sweep(
      scene,
      cast,
      course.points,
      ({ call }) => [{ ending: { kind: 'cancel', call, when } }],
      ({ runs }) => (runs[0]?.process.cancelledAt === undefined ? ['it was not cancelled'] : []),
    );
    expect(found).toEqual([]);
  });
});

function secondKills(): readonly (readonly [number, Ending['when']])[] {
  return Array.from({ length: MOST_WRITES }).flatMap((_, write) =>
    WHEN.map((when) => [write, when] as const),
  );
}
