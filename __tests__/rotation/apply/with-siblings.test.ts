import { describe, expect, test } from '@jest/globals';
import { RollbackRequired } from '../../../src/errors.ts';
import { leftToSiblings, untilMyTurnToMove } from '../../../src/rotation/apply/apply-context.ts';
import { former, id, moving, sceneOf, successor } from '../support/scene-of-removal.ts';
import type { Removal } from '../support/scene-of-removal.ts';

const A = 'a.example.com';
const why = 'the other, another target of this run, deletes it.';

/** A removal of which these certificates were left to another target. */
function left(ids: readonly string[], removal: Removal) {
  const { context } = sceneOf(removal);
  for (const one of ids) context.writeRecord.fates.set(id(one), { fate: 'kept', why, elsewhere: true });
  return context;
}

describe('a target beside others', () => {
  test('does not move where one before it failed', async () => {
    const failed = sceneOf({ siblings: { turn: (step) => Promise.resolve(step !== 'move') } });
    const moved = untilMyTurnToMove(failed.context).catch((thrown: unknown) => thrown);
    const error = await failed.script.time.until(moved);
    expect(error).toBeInstanceOf(RollbackRequired);
    expect(error).toMatchObject({
      code: 'EARLIER_TARGET_FAILED',
      happened: 'A target listed before this one in the same zone failed, so no hostname was moved.',
      remedy: 'Fix that target, then run again.',
    });
    await untilMyTurnToMove(sceneOf({}).context);
  });

  test('had nothing to do where another takes over all it had to', () => {
    const context = left(['x', 'y'], { remove: [former('x'), former('y')], spared: [former('z')] });
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

  test.each<readonly [string, readonly string[], Removal, boolean]>([
    ['a part', ['x'], { remove: [former('x'), former('y')] }, false],
    ['nothing, as there was nothing', [], {}, false],
    ['all, but hostnames were moved', ['x'], { remove: [former('x')], moves: [moving(A, 'x')] }, false],
    ['all, but something was sent', ['x'], { remove: [former('x')] }, true],
  ])('had something to do where another takes over %s', (_, ids, removal, wrote) => {
    const context = left(ids, removal);
    context.writeRecord.wrote = wrote;
    expect(leftToSiblings(context, successor)).toBeUndefined();
  });
});
