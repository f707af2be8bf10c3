import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../../src/cloudflare/api-error.ts';
import { BATCH, cutOver, edgesFollowBy } from '../../../src/rotation/apply/cut-over.ts';
import { graceOf, untilOver } from '../../../src/rotation/apply/grace-watch.ts';
import { explainRefusal } from '../../../src/rotation/apply/explain-refusal.ts';
import { verify } from '../../../src/rotation/apply/verify.ts';
import type { Move, RotationPlan } from '../../../src/rotation/plan/plan.ts';
import {
  certificateRow,
  EPOCH,
  failure,
  fault,
  success,
  type Step,
} from '../../cloudflare/support/scripted-api.ts';
import { tied } from '../support/observed.ts';
import { listOf } from '../support/scene-of-pointing-back.ts';
import { moving, sceneOf, successor } from '../support/scene-of-removal.ts';

const moves = (count: number): readonly Move[] =>
  Array.from({ length: count }, (_, at) => moving(`h${at}.example.com`, 'old'));

async function cut(plan: Partial<RotationPlan>) {
  const all = plan.moves ?? [];
  const made = sceneOf({
    level: all.length > 0 ? 'hostname' : 'zone',
    hostnames: all.map(({ hostname }) => hostname),
    tiedNow: listOf(...all.map(({ hostname }) => tied(hostname, successor.id))),
    others: success({ enabled: true }),
  });
  const { script } = made;
  const context = { ...made.context, plan: { ...made.context.plan, ...plan } };
  const moved = await script.time.until(cutOver(context, successor));
  return {
    moved,
    phases: made.runLog.phases().map(({ name, outcome, detail }) => [name, outcome, detail]),
    puts: script.seen.filter(({ method }) => method === 'PUT').length,
  };
}

describe('a cut-over', () => {
  test('switches the zone on', async () => {
    expect(await cut({ switchOn: true })).toEqual({
      moved: true,
      phases: [['switch-on', 'done', 'Origin pulls of the zone are on']],
      puts: 1,
    });
  });

  test('has nothing to do where all is in force', async () => {
    expect(await cut({})).toEqual({ moved: false, phases: [], puts: 0 });
  });

  test.each([
    [1, `h0.example.com uses ${successor.id}`],
    [2, `h0.example.com, h1.example.com use ${successor.id}`],
    [3, `h0.example.com, h1.example.com, h2.example.com use ${successor.id}`],
    [4, `4 hostnames use ${successor.id}`],
    [BATCH, `${BATCH} hostnames use ${successor.id}`],
  ])('points %i hostnames at once', async (count, detail) => {
    expect(await cut({ moves: moves(count) })).toEqual({
      moved: true,
      phases: [['associate', 'done', detail]],
      puts: 1,
    });
  });

  test('points more of them in batches', async () => {
    const { phases, puts } = await cut({ moves: moves(2 * BATCH + 1) });
    expect(phases.map(([, , detail]) => detail)).toEqual([
      `${BATCH} hostnames use ${successor.id}`,
      `${BATCH} hostnames use ${successor.id}`,
      `h${2 * BATCH}.example.com uses ${successor.id}`,
    ]);
    expect(puts).toBe(3);
  });

  test('points the canary first, and then all others', async () => {
    const { phases } = await cut({ moves: moves(3), canary: 'h1.example.com' });
    expect(phases).toEqual([
      ['canary', 'done', `h1.example.com uses ${successor.id}`],
      ['associate', 'done', `h0.example.com, h2.example.com use ${successor.id}`],
    ]);
  });

  test.each([
    [60_000, undefined, 60_000],
    [600_000, undefined, 120_000],
    [0, undefined, undefined],
    [60_000, 'x-serial', undefined],
  ])('is followed by the edges within a grace of %i ms, echo %s: by %s', (gracePeriod, echoHeader, by) => {
    const { context } = sceneOf({ gracePeriod });
    const probes = { ...context.target.policy.probes, echoHeader };
    const target = { ...context.target, policy: { ...context.target.policy, probes } };
    expect(edgesFollowBy({ ...context, target })).toBe(by);
  });

  test('without anything to probe passes, and proves nothing', async () => {
    expect(await verify(sceneOf({}).context, undefined, undefined)).toEqual({
      passed: true,
      proven: false,
      sentence: 'nothing to probe',
    });
  });
});

describe('the grace of a predecessor', () => {
  const MINUTE = 60_000;
  const grace = (plan: Partial<RotationPlan>, uploadedOn: number, witnessedAt: number | undefined) => {
    const { context, script } = sceneOf({ gracePeriod: MINUTE });
    const said: string[] = [];
    const runLog = { ...context.runLog, say: (line: string) => void said.push(line) };
    const watched = { ...context, runLog, plan: { ...context.plan, ...plan } };
    const left = graceOf(watched, { ...successor, uploadedOn }, 0, witnessedAt);
    return { left, over: () => untilOver(watched, left), script, said };
  };
  const long = EPOCH - 3 * 3_600_000;

  test('is counted from the first look, however long ago the upload was', () => {
    expect(grace({}, long, undefined).left()).toBe(MINUTE);
    expect(grace({ switchOn: true }, long, undefined).left()).toBe(MINUTE);
    expect(grace({}, EPOCH - 10_000, 0).left()).toBe(MINUTE);
  });

  test('of hostnames is counted from the look that showed them in force', () => {
    const { context, script } = sceneOf({ level: 'hostname', hostnames: ['a'], gracePeriod: MINUTE });
    const { rows } = context.inZone;
    rows.minds(['a'], MINUTE);
    rows.saw({ rows: [tied('a', successor.id, { updatedAt: EPOCH })], asked: 0, answered: 5000 });
    const left = graceOf(context, successor, 0, undefined);
    expect([left(), script.time.now()]).toEqual([MINUTE + 5000, 0]);
  });

  test('is rested through, and said at least every fifteen seconds', async () => {
    const { over, script, said } = grace({}, EPOCH, 0);
    await script.time.until(over());
    const lines = ['60 s', '48 s', '36 s', '24 s', '12 s'].map(
      (left) => `grace period: ${left} until the previous certificate may be deleted`,
    );
    expect([script.time.now(), said]).toEqual([MINUTE, lines]);
    await script.time.until(over());
    expect(script.time.now()).toBe(MINUTE);
  });

  test('ends with the run', async () => {
    const { over, script } = grace({}, EPOCH, 0);
    script.stop.abort();
    const ended = over().catch((error: unknown) => error);
    expect(await script.time.until(ended)).toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a refused upload', () => {
  const refusal = (status: number, code: number) =>
    new ApiError({
      status,
      apiCodes: [code],
      apiMessages: [],
      endpoint: 'POST /x',
      ray: undefined,
      challenged: false,
      readable: true,
    });
  const explained = async (error: ApiError, list: Step, level: 'zone' | 'hostname' = 'hostname') => {
    const { context, script } = sceneOf({ level, listed: list, tiedNow: listOf() });
    return { error: await script.time.until(explainRefusal(context, error)), calls: script.seen.length };
  };
  const full = (count: number): Step =>
    success(
      Array.from({ length: count }, (_, at) =>
        certificateRow({ id: `aaaaaaaa-bbbb-cccc-dddd-${String(at).padStart(12, '0')}`, status: 'active' }),
      ),
    );

  test('of a full zone is explained', async () => {
    const { error } = await explained(refusal(400, 1999), full(10));
    expect(error.happened).toContain(
      'The zone already has 10 hostname certificates, and Cloudflare allows 10.',
    );
  });

  test.each<readonly [string, ApiError, Step, 'zone' | 'hostname']>([
    ['of a zone with room', refusal(400, 1999), full(9), 'hostname'],
    ['of a zone that cannot be read', refusal(400, 1999), failure(403, 10_000), 'hostname'],
    ['of a zone that does not answer', refusal(400, 1999), fault('timeout'), 'hostname'],
    ['at zone level', refusal(400, 1999), full(10), 'zone'],
    ['for want of a permission', refusal(403, 10_000), full(10), 'hostname'],
    ['that is explained', refusal(400, 1999).withExplanation({ cause: 'It is so.' }), full(10), 'hostname'],
  ])('stands as it came: %s', async (_, error, list, level) => {
    expect((await explained(error, list, level)).error).toBe(error);
  });
});
