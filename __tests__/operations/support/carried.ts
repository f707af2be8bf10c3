import type { Association } from '../../../src/cloudflare/associations.ts';
import type { Level } from '../../../src/cloudflare/certificates.ts';
import { ActionError } from '../../../src/errors.ts';
import { deleteAll } from '../../../src/operations/delete/delete.ts';
import type { Inventory } from '../../../src/zone/inventory.ts';
import { createRowWatch } from '../../../src/zone/row-watch.ts';
import { EPOCH, failure, scripted, success, ZONE } from '../../cloudflare/support/scripted-api.ts';
import type { Scripted, Step } from '../../cloudflare/support/scripted-api.ts';
import { held, leaf, listed } from '../../rotation/support/observed.ts';
import { quietWorld } from '../../rotation/support/quiet-world.ts';

export const EXPIRED = leaf('expired', { from: EPOCH - 9_000_000, to: EPOCH - 1000 });
const [first, second] = ['a', 'b'].map((name) =>
  held(`00000000-0000-4000-8000-00000000000${name}`, { leaf: EXPIRED }),
);
if (first === undefined || second === undefined) throw new Error('two were made');
export const [a, b] = [first, second];
export const row = ({ id }: typeof a) => ({ id, status: 'active', certificate: EXPIRED.pem });
export const GONE = failure(404, 1551);

export interface Play {
  readonly level?: Level;
  readonly victims?: readonly (typeof a)[];
  /** Answers to a DELETE and to what is read by id, the nth of its kind. */
  readonly deleted?: (id: string, nth: number) => Step;
  readonly read?: (id: string, nth: number) => Step;
  /** Nobody has named them: hostnames must be quiet. */
  readonly quiet?: true;
  /** What is associated once so many deletes were sent; undefined: there is no list. */
  readonly users?: (deletes: number) => readonly Association[] | undefined;
  /** Whether the lists still show a certificate once so many deletes were sent. */
  readonly shown?: (id: string, deletes: number) => boolean;
}

export function play({ victims = [a], users = () => [], shown = () => true, ...more }: Play): Scripted {
  let [deletes, reads] = [0, 0];
  return scripted([
    ({ method, url }) => {
      const path = new URL(url).pathname.split(`${ZONE}/origin_tls_client_auth`)[1] ?? '';
      const id = path.split('/').at(-1) ?? '';
      if (path === '/settings') return success({ enabled: false });
      const listing = victims.filter((one) => shown(one.id, deletes)).map(row);
      if (path === '') return success(more.level === 'zone' ? listing : []);
      if (path === '/hostnames/certificates') return success(more.level === 'zone' ? [] : listing);
      if (path === '/hostnames') {
        const rows = users(deletes);
        return rows === undefined
          ? failure(404, 1)
          : success(
              rows.map((one) => ({
                hostname: one.hostname,
                cert_id: one.certificateId,
                enabled: true,
                status: one.rawStatus,
                updated_at: one.updatedAt === undefined ? undefined : new Date(one.updatedAt).toISOString(),
              })),
              { total_count: rows.length },
            );
      }
      if (method !== 'DELETE') return more.read?.(id, (reads += 1)) ?? GONE;
      deletes += 1;
      return more.deleted?.(id, deletes) ?? success({});
    },
  ]);
}

/** What was settled of each victim, and the error that ended it. */
export async function carried(one: Play) {
  const script = play(one);
  const { level = 'hostname', victims = [a], users = () => [] } = one;
  const rows = users(0);
  const before: Inventory = {
    zone: { asked: ZONE, id: ZONE, name: undefined },
    switchOn: false,
    certificates: { zone: [], hostname: [] },
    associations: rows === undefined ? { complete: false, rows: [] } : listed(...rows),
  };
  const settled: (readonly [string, string, string])[] = [];
  const said: string[] = [];
  const candidates = victims.map((certificate) => ({ level, certificate }));
  const work = deleteAll(candidates, {
    before,
    world: quietWorld(script),
    say: (line) => said.push(line),
    settle: ({ certificate, fate, why }) => settled.push([certificate.id, fate, why]),
    rows: one.quiet === true ? createRowWatch() : undefined,
  }).catch((error: unknown) => (error instanceof ActionError ? error.code : String(error)));
  const error = await script.time.until(work);
  const deletes = script.seen
    .filter(({ method }) => method === 'DELETE')
    .map(({ at }) => Math.round(at / 1000));
  return { error, settled, deletes, said: said.filter((line) => !line.startsWith('Cloudflare says')) };
}
