import type { SimulatedWorld } from './simulated-world.ts';

/** A row of the list of associations, as a run was shown it. */
export interface ShownRow {
  readonly hostname: string;
  readonly cert_id: string;
  readonly enabled: boolean | null;
  readonly status: string;
  readonly updated_at: string;
}

/** What a run did and saw, in the steps of the models (`proof/`): only what went over the wire. */
export type Step =
  | { readonly kind: 'look'; readonly at: number; readonly rows: readonly ShownRow[] }
  | { readonly kind: 'read'; readonly at: number; readonly id: string; readonly status: string }
  | { readonly kind: 'upload' | 'point'; readonly at: number }
  | { readonly kind: 'delete'; readonly at: number; readonly id: string };

const CERTIFICATE = /origin_tls_client_auth\/(?:hostnames\/certificates\/)?([^/?]+)$/u;
const NO_CERTIFICATE = new Set(['hostnames', 'settings', 'certificates']);

export function traceOf(world: SimulatedWorld, name: string): readonly Step[] {
  return world.calls
    .filter(({ by }) => by === name)
    .flatMap((call): readonly Step[] => {
      const { at, method, path } = call;
      const [bare = ''] = path.split('?');
      if (method === 'POST') return [{ kind: 'upload', at }];
      if (method === 'PUT') return [{ kind: 'point', at }];
      const id = CERTIFICATE.exec(bare)?.[1];
      const named = id !== undefined && !NO_CERTIFICATE.has(id) ? id : undefined;
      if (method === 'DELETE') return named === undefined ? [] : [{ kind: 'delete', at, id: named }];
      const result = resultOf(call.answered);
      // One of which a row cannot be read is no look.
      if (bare.endsWith('/hostnames') && Array.isArray(result) && result.every(isRow))
        return [{ kind: 'look', at, rows: result.filter(({ status }) => status !== 'deleted') }];
      return named === undefined || typeof result?.status !== 'string'
        ? []
        : [{ kind: 'read', at, id: named, status: result.status }];
    });
}

function isRow({ hostname, cert_id: id }: ShownRow): boolean {
  return typeof hostname === 'string' && typeof id === 'string';
}

/** The result of an answer that came whole and told of success. */
// oxlint-disable-next-line typescript/no-explicit-any -- what the model of the API answers
function resultOf(answered: string | undefined): any {
  if (answered?.startsWith('200 ') !== true) return undefined;
  try {
    const { success, result } = JSON.parse(answered.slice(4));
    return success === true ? result : undefined;
  } catch {
    return undefined;
  }
}
