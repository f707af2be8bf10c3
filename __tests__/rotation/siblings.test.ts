import { describe, expect, test } from '@jest/globals';
import { createFamily, MOVED_BY_THIS_RUN } from '../../src/rotation/siblings.ts';
import type { Found, Siblings } from '../../src/rotation/siblings.ts';

const found = (formers: readonly string[] | undefined, removes: readonly [string, number][] = []): Found => ({
  formers: formers === undefined ? undefined : new Set(formers),
  removes: new Map(removes),
});

function pair(): {
  readonly first: Siblings;
  readonly second: Siblings;
  readonly end: (failed: boolean) => void;
} {
  const family = createFamily(['first', 'second']);
  const [first, second] = [family.begin(0), family.begin(1)];
  family.gathered();
  return { first, second, end: (failed) => family.end(0, failed) };
}

describe('a certificate stays for the sake of another target of the zone', () => {
  test('that is being moved off it', () => {
    const { first, second } = pair();
    first.found(found(['old']));
    expect(second.objection('old')).toContain('first');
    expect(second.objection('other')).toBeUndefined();
  });

  test('that failed and may go back to it, or to any unused one of the lineage', () => {
    const { first, second, end } = pair();
    first.found(found(['old']));
    second.found(found(['mine'], [['mine', MOVED_BY_THIS_RUN]]));
    end(true);
    expect(second.objection('old')).toContain('not verified');
    expect(second.objection('leftover')).toContain('not verified');
    expect(second.objection('mine')).toBeUndefined();
  });

  test('that failed and had been moved by an earlier run, nobody knows from where', () => {
    const { first, second, end } = pair();
    first.found(found(undefined));
    second.found(found(['mine'], [['mine', MOVED_BY_THIS_RUN]]));
    end(true);
    expect(second.objection('mine')).toContain('not verified');
  });

  test('until the grace of one that is verified is over', () => {
    const { first, second } = pair();
    let left = 5000;
    first.found(found(['old']));
    first.verified(() => left);
    expect(second.objection('old')).toContain('grace');
    expect(second.graceLeft()).toBe(5000);
    left = 0;
    expect(second.objection('old')).toBeUndefined();
  });

  test('but not for one that has not begun', () => {
    const family = createFamily(['first', 'second']);
    expect(family.begin(0).objection('old')).toBeUndefined();
  });
});

describe('a certificate that several targets would delete', () => {
  test('is deleted by the one whose hostnames moved last, or by the first of them', () => {
    const { first, second } = pair();
    first.found(
      found(
        [],
        [
          ['old', 1000],
          ['older', 7],
        ],
      ),
    );
    second.found(
      found(
        [],
        [
          ['old', 2000],
          ['older', 7],
        ],
      ),
    );
    expect([first.deletedBy('old'), second.deletedBy('old')]).toEqual(['second', undefined]);
    expect([first.deletedBy('older'), second.deletedBy('older')]).toEqual([undefined, 'first']);
  });

  test('is not left to one that failed', () => {
    const { first, second, end } = pair();
    first.found(found([], [['old', 2000]]));
    second.found(found([], [['old', 1000]]));
    end(true);
    expect(second.deletedBy('old')).toBeUndefined();
  });
});

describe('targets of a zone take turns', () => {
  test('each waits for those listed before it, and learns of their failure', async () => {
    const { first, second, end } = pair();
    const seen: string[] = [];
    const turn = second.turn('upload').then((may) => seen.push(String(may)));
    await Promise.resolve();
    expect(seen).toEqual([]);
    first.done('upload');
    await turn;
    expect(seen).toEqual(['true']);
    end(true);
    expect(await second.turn('move')).toBe(false);
    expect(await first.turn('move')).toBe(true);
  });

  test('nothing is deleted before the others are verified or have ended', async () => {
    const { second, end } = pair();
    let over = false;
    const wait = async (): Promise<void> => {
      await second.othersVerified();
      over = true;
    };
    const waiting = wait();
    await Promise.resolve();
    expect(over).toBe(false);
    end(false);
    await waiting;
    expect(over).toBe(true);
  });
});
