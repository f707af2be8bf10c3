import type { Api } from './api.ts';
import type { Endpoint } from './endpoint.ts';
import { isRecord } from './envelope.ts';
import { read, readText } from './replies.ts';

export interface Zone {
  readonly id: string;
  readonly name: string;
}

/** Zones the token can see under this name. Needs Zone: Read. */
export async function findZones(api: Api, name: string): Promise<readonly Zone[]> {
  const endpoint: Endpoint = {
    method: 'GET',
    template: 'GET /zones',
    path: `/zones?name=${encodeURIComponent(name)}`,
  };
  return await read(api, endpoint, (result) => {
    if (result === null) return [];
    return Array.isArray(result) ? result.flatMap((row) => readZone(row) ?? []) : undefined;
  });
}

function readZone(value: unknown): Zone | undefined {
  if (!isRecord(value)) return undefined;
  const id = readText(value['id'], 64);
  const name = readText(value['name'], 255);
  return id === undefined || name === undefined ? undefined : { id, name };
}
