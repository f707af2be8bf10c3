import { describe, expect, test } from '@jest/globals';
import { BadNews } from '../../../src/rotation/apply/bad-news.ts';
import type { SecondLook } from '../../../src/rotation/apply/second-look.ts';
import { unripe } from '../../../src/rotation/apply/unripe.ts';
import {
  fateForOthers,
  foundBy,
  leftToSiblings,
  lookOnceOthersAreDone,
  untilMyTurnToMove,
} from '../../../src/rotation/apply/with-siblings.ts';
import type { Association } from '../../../src/cloudflare/associations.ts';
import { ALONE, MOVED_BY_THIS_RUN } from '../../../src/rotation/siblings.ts';
import type { Siblings } from '../../../src/rotation/siblings.ts';
import { EPOCH } from '../../cloudflare/support/scripted-api.ts';
import { listed, tied } from '../support/observed.ts';
import { copy, former as old, hostnamesSeen, planOf, targetOf, zoneSeen } from '../support/planned.ts';
import { former, id, moving, sceneOf, successor } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const [A, B] = ['a.example.com', 'b.example.com'];
const LOOK: SecondLook = { remove: [], gone: [], halfDeleted: [], inUse: [], unripe: [], unripeFor: 0 };
const move = (hostname: string) => ({
  hostname,
  former: tied(hostname, 'old'),
  enabled: true,
  pointed: false,
});

describe('what other targets of the zone are told of one', () => {
  const target = targetOf({ level: 'hostname' });

  test('is what its hostnames are on, and what it means to delete since it moves them off', () => {
    const plan = planOf({ moves: [move(A), move(B)], remove: [old, copy] });
    expect(
      foundBy(target, hostnamesSeen({ associations: listed(tied(A, 'old'), tied(B, 'other')) }), plan),
    ).toEqual({
      formers: new Set(['old', 'other']),
      removes: new Map([
        ['old', MOVED_BY_THIS_RUN],
        ['new', 0],
      ]),
    });
  });

  test('is not what they were on, where an earlier run has moved some', () => {
    const rows = listed(
      tied(A, 'new', { updatedAt: 5 }),
      tied(B, 'new', { updatedAt: 7 }),
      tied('c', 'new', { updatedAt: 9 }),
    );
    const seen = hostnamesSeen({ certificates: [old, copy], associations: rows });
    const plan = planOf({ adopt: copy, remove: [old] });
    expect(foundBy(target, seen, plan)).toEqual({ formers: undefined, removes: new Map([['old', 7]]) });
  });

  test('is nothing to delete, where there is nothing to do', () => {
    const idle = {
      kind: 'idle',
      reason: 'ALREADY_IN_FORCE',
      successor: copy,
      spared: [],
      warnings: [],
    } as const;
    expect(foundBy(target, hostnamesSeen(), idle)).toEqual({ formers: new Set(['old']), removes: new Map() });
  });

  test('is nothing at zone level', () => {
    expect(foundBy(targetOf(), zoneSeen(), planOf({ remove: [old] }))).toEqual({
      formers: new Set(),
      removes: new Map(),
    });
  });
});

describe('a target beside others', () => {
  const beside = (siblings: Partial<Siblings>, removal: Removal = {}) => {
    const said: string[] = [];
    const scene = sceneOf({ siblings: { ...ALONE, ...siblings }, ...removal });
    const journal = { ...scene.context.journal, say: (line: string) => void said.push(line) };
    return { ...scene, context: { ...scene.context, journal }, said };
  };

  test('does not move where one before it failed', async () => {
    const { context, script } = beside({ turn: (step) => Promise.resolve(step !== 'move') });
    const error = await script.time.until(untilMyTurnToMove(context).catch((thrown: unknown) => thrown));
    expect(error).toBeInstanceOf(BadNews);
    expect(error).toMatchObject({
      code: 'EARLIER_TARGET_FAILED',
      happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
      remedy: 'Mend that target, then run again.',
    });
    await untilMyTurnToMove(beside({}).context);
  });

  test('looks once others need nothing any more, and again while hostnames change', async () => {
    const left = [3000, 0, 0];
    const { context, script, said } = beside({ graceLeft: () => left.shift() ?? 0 });
    const at: number[] = [];
    const unripeFor = [2000, 0];
    const look = (): Promise<SecondLook> => {
      at.push(script.time.now());
      return Promise.resolve({ ...LOOK, unripeFor: unripeFor.shift() ?? 0 });
    };
    expect(await script.time.until(lookOnceOthersAreDone(context, look))).toMatchObject({ unripeFor: 0 });
    expect(at).toEqual([3000, 5000]);
    expect(said).toEqual([
      'grace of other hostnames of the zone: 3 s until the predecessor may go',
      'grace of other hostnames of the zone: 2 s until the predecessor may go',
    ]);
  });

  test('looks three times at most', async () => {
    const { context, script } = beside({});
    let looks = 0;
    const look = (): Promise<SecondLook> => Promise.resolve({ ...LOOK, unripeFor: ++looks * 1000 });
    expect(await script.time.until(lookOnceOthersAreDone(context, look))).toMatchObject({ unripeFor: 3000 });
    expect([looks, script.time.now()]).toEqual([3, 3000]);
  });

  test('does not wait for what outlasts the run', async () => {
    const { context, script } = beside({});
    const look = (): Promise<SecondLook> => Promise.resolve({ ...LOOK, unripeFor: 3_600_000 });
    await script.time.until(lookOnceOthersAreDone(context, look));
    expect(script.time.now()).toBe(0);
  });

  test('does not look once it was cancelled', async () => {
    const { context, script } = beside({});
    script.stop.abort();
    const ended = lookOnceOthersAreDone(context, () => Promise.resolve(LOOK)).catch(
      (thrown: unknown) => thrown,
    );
    expect(await script.time.until(ended)).toMatchObject({ code: 'CANCELLED' });
  });

  test('keeps what others need, and what may have been used a moment ago', () => {
    const { context } = beside({ objection: (one) => (one === 'x' ? 'The other needs it.' : undefined) });
    const look = { ...LOOK, unripe: [former('y')] };
    expect(fateForOthers(context, look, 'x')).toEqual({ fate: 'kept', why: 'The other needs it.' });
    expect(fateForOthers(context, look, id('y'))).toMatchObject({
      fate: 'kept',
      why: expect.stringContaining('a moment ago'),
    });
    expect(fateForOthers(context, look, 'z')).toBeUndefined();
  });

  test('had nothing to do where another takes over all it had to', () => {
    const all: Removal = { remove: [former('x'), former('y')], spared: [former('z')] };
    const { context } = beside({ deletedBy: () => 'the other' }, all);
    const why = 'the other, another target of this run, deletes it.';
    expect(leftToSiblings(context, successor)).toEqual({
      kind: 'idle',
      reason: 'ALREADY_IN_FORCE',
      successor,
      spared: [
        ...context.plan.spared,
        { certificate: former('x'), reason: 'OF_THIS_RUN', why },
        { certificate: former('y'), reason: 'OF_THIS_RUN', why },
      ],
      warnings: [],
    });
  });

  test.each<readonly [string, Partial<Siblings>, Removal, boolean]>([
    [
      'a part',
      { deletedBy: (one) => (one === id('x') ? 'the other' : undefined) },
      { remove: [former('x'), former('y')] },
      false,
    ],
    ['nothing, as there was nothing', { deletedBy: () => 'the other' }, {}, false],
    [
      'all, but hostnames were moved',
      { deletedBy: () => 'the other' },
      { remove: [former('x')], moves: [moving(A, 'x')] },
      false,
    ],
    ['all, but something was sent', { deletedBy: () => 'the other' }, { remove: [former('x')] }, true],
  ])('had something to do where another takes over %s', (_, siblings, removal, wrote) => {
    const { context } = beside(siblings, removal);
    context.ledger.wrote = wrote;
    expect(leftToSiblings(context, successor)).toBeUndefined();
  });
});

describe('a leftover', () => {
  const GRACE = 100_000;
  const asked = (rows: readonly Association[], more: Removal = {}) => {
    const { context } = sceneOf({ level: 'hostname', hostnames: [A], gracePeriod: GRACE, ...more });
    return unripe(context, listed(...rows), [former('left')]);
  };
  const SINCE = EPOCH - 30_000;

  test.each<readonly [string, number, Association, Removal]>([
    ['just after a hostname changed', GRACE, tied(B, 'x', { updatedAt: EPOCH }), {}],
    ['a while after a hostname changed', GRACE - 30_000 + 1500, tied(B, 'x', { updatedAt: SINCE }), {}],
    ['where nobody knows when', GRACE, tied(B, 'x'), {}],
    [
      'while a hostname is on its way',
      GRACE,
      tied(B, 'x', { updatedAt: SINCE, status: 'pending_deployment' }),
      {},
    ],
    ['while a hostname begins', GRACE, tied(B, 'x', { updatedAt: SINCE, status: 'initializing' }), {}],
    [
      'since the run looked first, where it was so then',
      GRACE - 50_000,
      tied(B, 'x'),
      { lookedAt: EPOCH - 50_000, rowsBefore: [tied(B, 'x')] },
    ],
    [
      'anew, where it was another then',
      GRACE,
      tied(B, 'x'),
      { lookedAt: EPOCH - 50_000, rowsBefore: [tied(B, 'y')] },
    ],
  ])('is unripe %s', (_, left, row, more) => {
    const { unripe: some, unripeFor } = asked([row], more);
    expect([some.map((one) => one.id), unripeFor]).toEqual([[id('left')], left]);
  });

  test('is as unripe as the youngest change has it', () => {
    const rows = [
      tied(B, 'x', { updatedAt: SINCE }),
      tied('c.example.com', 'x', { updatedAt: EPOCH - 10_000 }),
    ];
    expect(asked(rows).unripeFor).toBe(GRACE - 10_000 + 1500);
  });

  test.each<readonly [string, readonly Association[], Removal]>([
    ['long after', [tied(B, 'x', { updatedAt: EPOCH - GRACE - 1500 })], {}],
    ['without another hostname', [tied(A, 'x', { updatedAt: EPOCH })], {}],
  ])('is ripe %s', (_, rows, more) => {
    expect(asked(rows, more)).toEqual({ unripe: [], unripeFor: 0 });
  });

  test('is none where this run moved its hostnames off it', () => {
    expect(asked([tied(B, 'x', { updatedAt: EPOCH })], { moves: [moving(A, 'left')] })).toEqual({
      unripe: [],
      unripeFor: 0,
    });
  });
});
