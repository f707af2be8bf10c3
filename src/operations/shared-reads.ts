import type { Api, ApiRequest } from '../cloudflare/api.ts';

interface Read {
  readonly result: unknown;
  readonly info: unknown;
}

/**
 * The same client, for targets that begin together in one zone: what one of them reads to find its bearings,
 * the others need not ask for again. Only for a first look: it never asks for anything twice.
 */
export function sharedReads(api: Api): Api {
  const known = new Map<string, Promise<Read>>();
  const ask = async <T>(request: ApiRequest<T>, key: string): Promise<Read> => {
    try {
      return await api.read({
        ...request,
        read: (result, info) =>
          request.read(result, info) === undefined ? undefined : { value: { result, info } },
      });
    } catch (error) {
      known.delete(key);
      throw error;
    }
  };
  return {
    ...api,
    read: async (request) => {
      const { template, values, query } = request;
      const key = JSON.stringify([template, values, query]);
      const found = known.get(key) ?? ask(request, key);
      known.set(key, found);
      const { result, info } = await found;
      return (request.read(result, info) ?? { value: await api.read(request) }).value;
    },
  };
}
