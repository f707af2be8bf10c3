import { domainToASCII } from 'node:url';
import type { Api } from './api.ts';
import { rowsOf } from './certificate-shape.ts';
import { isId } from './endpoint.ts';
import { cleanName, cleanWord } from './foreign-text.ts';
import { asObject, textOf } from './json.ts';

export interface Zone {
  readonly id: string;
  readonly name: string;
  /** Name of the account, to tell zones of one name apart. */
  readonly account?: string;
  readonly status?: string;
  readonly type?: string;
}

/**
 * The zones of exactly this name that the token can see: none, one, or one in each of several accounts.
 * Names are compared in ASCII: the API answers in Unicode, however it was asked.
 *
 * @throws ApiError, or ActionError where no answer came
 */
export async function findZones(api: Api, name: string): Promise<readonly Zone[]> {
  const wanted = asciiName(name);
  const zones = await api.read({
    method: 'GET',
    template: '/zones',
    values: {},
    query: { name: wanted, per_page: '50' },
    long: true,
    read: readZones,
  });
  return zones.filter((zone) => zone.name === wanted);
}

/** Empty where it is no name at all. */
function asciiName(name: string): string {
  return domainToASCII(name).replace(/\.$/, '');
}

function readZones(result: unknown): { readonly value: readonly Zone[] } | undefined {
  const rows = rowsOf(result);
  if (rows === undefined) return undefined;
  const read = rows.map((row) => oneZone(row));
  const value = read.filter((row) => row !== undefined);
  return value.length === read.length ? { value } : undefined;
}

function oneZone(row: unknown): Zone | undefined {
  const json = asObject(row);
  const id = json === undefined ? undefined : textOf(json, 'id');
  const name = json === undefined ? undefined : textOf(json, 'name');
  if (json === undefined || id === undefined || name === undefined || !isId(id)) return undefined;
  const holder = asObject(json['account']) ?? {};
  const account = textOf(holder, 'name') ?? textOf(holder, 'id');
  const status = textOf(json, 'status');
  const type = textOf(json, 'type');
  return {
    id,
    name: asciiName(cleanName(name)),
    ...(account === undefined ? {} : { account: cleanWord(account) }),
    ...(status === undefined ? {} : { status: cleanWord(status) }),
    ...(type === undefined ? {} : { type: cleanWord(type) }),
  };
}
