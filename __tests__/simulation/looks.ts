import type { SimulatedWorld } from './simulated-world.ts';

/** The list of zone certificates each time a run got to read it, as text. */
export function listsRead(world: SimulatedWorld, by: string, until: number): readonly string[] {
  return world.calls.flatMap((call) => {
    const isList = call.method === 'GET' && call.path.endsWith('/origin_tls_client_auth');
    const { answered = '' } = call;
    return isList && call.by === by && call.at <= until && isReadable(answered) ? [answered] : [];
  });
}

/** An answer that was cut off begins as a whole one does. */
function isReadable(answered: string): boolean {
  if (!READABLE.test(answered)) return false;
  try {
    JSON.parse(answered.slice(answered.indexOf('{')));
    return true;
  } catch {
    return false;
  }
}

/** Null is an empty list. */
const READABLE = /^200 \{"success":true,.*"result":(?:\[\{"id"|\[\]|null)/u;
