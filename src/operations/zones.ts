import { createGates } from '../rotation/gates.ts';

/** Groups what belongs to one zone, in the order in which zones first appear. */
export function byZone<T extends { readonly zone: string }>(
  items: readonly T[],
  keyOf: (zone: string) => string = (zone) => zone,
): readonly (readonly T[])[] {
  return [...Map.groupBy(items, (item) => keyOf(item.zone)).values()];
}

/**
 * Works on the items side by side, at most `width` at once, and keeps their order in the answer.
 * @param wider so many at once from the moment on when `width` items are done
 */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
  wider: number = width,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const begun = createGates(['proven']);
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      results.set(index, await work(item));
      if (results.size >= width) begun.open('proven');
    }
  };
  const later = async (): Promise<void> => {
    await begun.passed('proven');
    await worker();
  };
  const count = Math.min(wider, items.length);
  await Promise.all(Array.from({ length: count }, (_, index) => (index < width ? worker() : later())));
  return [...results.entries()].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}
