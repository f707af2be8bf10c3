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
 * @param wider so many at once from the moment on when `width` items have ended; until then no others begin
 */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
  wider: number = width,
): Promise<readonly R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const firstEnded = Promise.withResolvers<void>();
  let ended = 0;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      results[index] = await work(item);
      ended += 1;
      if (ended >= width) firstEnded.resolve();
    }
  };
  const later = async (): Promise<void> => {
    await firstEnded.promise;
    await worker();
  };
  const count = Math.min(wider, items.length);
  await Promise.all(Array.from({ length: count }, (_, index) => (index < width ? worker() : later())));
  return results;
}
