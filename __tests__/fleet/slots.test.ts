import { describe, expect, test } from '@jest/globals';
import { readLeaf, type Leaf } from '../../src/certificate/leaf.ts';
import { countSlots } from '../../src/fleet/quota-slots.ts';
import { failure, scripted, success, ZONE, type Step } from '../cloudflare/support/scripted-api.ts';
import { leafOf } from '../main/support/material.ts';
import { endedWith, wanting } from '../operations/support/target.ts';

const made = leafOf('there');
const pem = (index: number): string => leafOf(`row-${String(index)}`).pem;
const idOf = (index: number): string => `aaaaaaaa-bbbb-cccc-dddd-${String(index).padStart(12, '0')}`;
const rows = (live: number, gone = 0) => [
  ...Array.from({ length: live }, (_, index) => ({
    id: idOf(index),
    status: 'active',
    certificate: index === 0 ? made.pem : pem(index),
  })),
  ...Array.from({ length: gone }, (_, index) => ({ id: idOf(index + 500), status: 'deletion_timed_out' })),
];
const leaf = (name: string): Leaf => {
  const read = readLeaf(leafOf(name).pem);
  if (read === undefined) throw new Error('no such leaf');
  return read;
};
const [first, second, third] = ['first', 'second', 'third'].map((name) =>
  wanting(ZONE, { name, leaf: leaf(name) }),
);
const there = readLeaf(made.pem);

async function slotsOf(step: Step): Promise<Awaited<ReturnType<typeof countSlots>>> {
  const script = scripted([step]);
  const resolve = () => Promise.resolve({ asked: ZONE, id: ZONE, name: undefined });
  return await script.time.until(countSlots([wanting(ZONE), wanting(ZONE)], resolve, script.api));
}

describe('a successor has room', () => {
  if (first === undefined || second === undefined || third === undefined) throw new Error('no targets');
  const none = new Map<typeof first, ReturnType<typeof endedWith>>();

  test.each([
    ['where one place is left', 9, 0, true],
    ['where none is left: not', 10, 0, false],
    ['where one is left beside those on their way out', 9, 5, true],
  ])('%s', async (_, live, gone, room) => {
    const slots = await slotsOf(success(rows(live, gone)));
    expect(slots(first, [], none)).toBe(room);
  });

  test('beside what others at work bring, each counted once, and its own not twice', async () => {
    const slots = await slotsOf(success(rows(8)));
    expect(slots(first, [second], none)).toBe(true);
    expect(slots(first, [second, { ...second, name: 'again' }], none)).toBe(true);
    expect(slots(first, [second, third], none)).toBe(false);
    expect(slots(third, [second, third], none)).toBe(true);
  });

  test('beside what those that are done brought, in the places they made free', async () => {
    const slots = await slotsOf(success(rows(9)));
    expect(slots(first, [], new Map([[second, endedWith(second, 'rotated')]]))).toBe(false);
    const freed = (fate: 'deleted' | 'in-use', id: string) =>
      slots(first, [], new Map([[second, endedWith(second, 'rotated', { [id]: fate })]]));
    expect(freed('deleted', idOf(1))).toBe(true);
    expect(freed('in-use', idOf(1))).toBe(false);
    // Uploaded and deleted by this run: no place of those that were counted.
    expect(freed('deleted', idOf(999))).toBe(false);
  });

  test('always where it is there already', async () => {
    if (there === undefined) throw new Error('no leaf');
    const slots = await slotsOf(success(rows(10)));
    expect(slots(wanting(ZONE, { leaf: there }), [], none)).toBe(true);
    expect(slots(first, [wanting(ZONE, { leaf: there })], none)).toBe(false);
    const nearly = await slotsOf(success(rows(9)));
    expect(nearly(first, [wanting(ZONE, { leaf: there })], none)).toBe(true);
  });

  test('never where the list cannot be read', async () => {
    const slots = await slotsOf(failure(403, 10_000));
    expect(slots(first, [], none)).toBe(false);
  });
});
