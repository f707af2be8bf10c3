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
 *
 * @param work is given how to free its place before it ends: all that is left of it leaves room for others
 * @param wider so many at once from the moment on when `width` items have ended; until then no others begin
 */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, freePlace: () => void) => Promise<R>,
  wider: number = width,
): Promise<readonly R[]> {
  const results: Promise<R>[] = [];
  const queue = items.entries();
  const begun = createGates(['proven']);
  let ended = 0;
  /** Until the first have ended, a place that is free early is kept free. */
  const left = async (free: Promise<void>): Promise<void> => {
    await free;
    if (width < wider) await begun.passed('proven');
  };
  const end = (): void => {
    ended += 1;
    if (ended >= width) begun.open('proven');
  };
  const inItsPlace = async (index: number, item: T): Promise<void> => {
    const place = Promise.withResolvers<void>();
    const result = work(item, place.resolve);
    results[index] = result;
    void result.then(end, end);
    await Promise.race([left(place.promise), result]);
  };
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) await inItsPlace(index, item);
  };
  const later = async (): Promise<void> => {
    await begun.passed('proven');
    await worker();
  };
  const count = Math.min(wider, items.length);
  await Promise.all(Array.from({ length: count }, (_, index) => (index < width ? worker() : later())));
  return await Promise.all(results);
}
