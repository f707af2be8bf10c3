import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { FAULTS, RARE_FAULTS, SWEPT, UNDRAWN_FAULTS } from './faults.ts';
import type { Fault } from './faults.ts';
import { SCENES } from './scenes.ts';
import { courseOf, faultAt, sweep } from './sweep.ts';
import type { Course } from './sweep.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** Of a read nobody can tell them from `reset-before` and `timeout-before`, Cloudflare neither. */
const SAME_AT_READS: ReadonlySet<Fault> = new Set(['reset-after', 'timeout-after', 'timeout-later']);

/** At a read one status of a kind stands for all of its kind; at a write, each is met. */
const AT_WRITES = [...FAULTS.filter((fault) => !SWEPT.includes(fault)), ...RARE_FAULTS, ...UNDRAWN_FAULTS];

describe.each(SCENES)('$name', (scene) => {
  let course: Course;
  beforeAll(async () => {
    course = await courseOf(scene, cast);
  });

  test('undisturbed it ends as it should, and sends the writes that are to be disturbed', () => {
    const { played, endpoints, points } = course;
    expect(played.problems).toEqual([]);
    expect(played.runs[0]?.result?.outcome).toBe(scene.ends);
    const writes = points.filter(({ write }) => write !== undefined).map(({ endpoint }) => endpoint);
    expect(writes).toEqual(scene.writes);
    // No kind of call is left out, and the sweep goes on to the last one.
    expect(new Set(points.map(({ endpoint }) => endpoint))).toEqual(new Set(endpoints));
    expect(points.at(-1)?.endpoint).toBe(endpoints.at(-1));
  });

  test.each(SWEPT)('a single %s at any call does no harm and two more runs reach the goal', async (fault) => {
    const points = course.points.filter(({ write }) => write !== undefined || !SAME_AT_READS.has(fault));
    expect(await sweep(scene, cast, points, (point) => faultAt(point, fault))).toEqual([]);
  });

  test('nor does any other status, or rarer fault, at any write', async () => {
    const writes = course.points.filter(({ write }) => write !== undefined);
    for (const fault of AT_WRITES)
      expect(await sweep(scene, cast, writes, (point) => faultAt(point, fault))).toEqual([]);
  });
});
