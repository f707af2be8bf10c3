import type { Api, ApiRequest } from '../cloudflare/api.ts';

/** An answer that several may read, each in its own way. */
export interface RawRead {
  readonly result: unknown;
  readonly info: unknown;
}

/** What asks for the same thing has the same key. */
export function keyOf({ template, values, query }: ApiRequest<unknown>): string {
  return JSON.stringify([template, values, query]);
}

/** Asks once; an answer that this request cannot read counts as unreadable, as ever. */
export async function readRaw<T>(api: Api, request: ApiRequest<T>): Promise<RawRead> {
  return await api.read({
    ...request,
    read: (result, info) =>
      request.read(result, info) === undefined ? undefined : { value: { result, info } },
  });
}

/** What the request makes of an answer that another asked for; it asks itself where it cannot read it. */
export async function readAs<T>(api: Api, request: ApiRequest<T>, { result, info }: RawRead): Promise<T> {
  return (request.read(result, info) ?? { value: await api.read(request) }).value;
}
