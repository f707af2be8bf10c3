/** Runs changes of one zone one after another: Cloudflare answers 409 to a second one in flight. */
export type ZoneQueue = <T>(zoneId: string, change: () => Promise<T>) => Promise<T>;

export function createZoneQueue(): ZoneQueue {
  const tails = new Map<string, Promise<void>>();
  return async (zoneId, change) => {
    const before = tails.get(zoneId);
    const { promise: tail, resolve: leave } = Promise.withResolvers<void>();
    tails.set(zoneId, tail);
    await before;
    try {
      return await change();
    } finally {
      if (tails.get(zoneId) === tail) tails.delete(zoneId);
      leave();
    }
  };
}
