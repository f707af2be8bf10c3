/** Groups what belongs to one zone, in the order in which zones first appear. */
export function byZone<T extends { readonly zone: string }>(
  items: readonly T[],
  keyOf: (zone: string) => string = (zone) => zone,
): readonly (readonly T[])[] {
  return [...Map.groupBy(items, (item) => keyOf(item.zone)).values()];
}

/** Works on the items side by side, at most `width` at once, and keeps their order in the answer. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return [...results.entries()].toSorted(([a], [b]) => a - b).map(([, result]) => result);
}
