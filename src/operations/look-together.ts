import type { Api, ApiRequest } from '../cloudflare/api.ts';
import { keyOf, readAs, readRaw } from './raw-read.ts';
import type { RawRead } from './raw-read.ts';

/**
 * The same client, for targets that wait for the same list side by side: who asks for what is being asked for
 * already waits until that is answered, and all who wait then ask once, together. So no answer was asked for
 * before the question, and ten targets of one zone cost hardly more polls than one.
 */
export function lookTogether(api: Api): Api {
  const underWay = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<RawRead>>();
  const start = <T>(request: ApiRequest<T>, key: string): Promise<RawRead> => {
    const answer = readRaw(api, request);
    const settled = (): void => void underWay.delete(key);
    underWay.set(key, answer.then(settled, settled));
    return answer;
  };
  const ask = <T>(request: ApiRequest<T>, key: string): Promise<RawRead> => {
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    const before = underWay.get(key);
    if (before === undefined) return start(request, key);
    const later = before.then(async () => {
      next.delete(key);
      return await start(request, key);
    });
    next.set(key, later);
    return later;
  };
  return {
    ...api,
    read: async (request) => await readAs(api, request, await ask(request, keyOf(request))),
  };
}
