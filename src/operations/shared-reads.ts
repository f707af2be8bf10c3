import type { Api, ApiRequest } from '../cloudflare/api.ts';
import { keyOf, readAs, readRaw } from './raw-read.ts';
import type { RawRead } from './raw-read.ts';

/**
 * The same client, for targets that begin together in one zone: what one of them reads to find its bearings,
 * the others need not ask for again. Only for a first look: it never asks for anything twice.
 */
export function sharedReads(api: Api): Api {
  const known = new Map<string, Promise<RawRead>>();
  const ask = async <T>(request: ApiRequest<T>, key: string): Promise<RawRead> => {
    try {
      return await readRaw(api, request);
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
  return {
    ...api,
    read: async (request) => {
      const key = keyOf(request);
      const found = known.get(key) ?? ask(request, key);
      known.set(key, found);
      return await readAs(api, request, await found);
    },
  };
}
