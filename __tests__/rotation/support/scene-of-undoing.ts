import type { WriteRecord } from '../../../src/rotation/write-record.ts';
import { failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { hostnamesSeen, zoneSeen } from './planned.ts';
import { A, a, back, listOf, there } from './scene-of-pointing-back.ts';
import { sceneOf } from './scene-of-removal.ts';
import { OFF, old, SEEN, state, UPLOADED } from './scene-of-roll-back.ts';

/** What was seen and sent before a roll-back, and what the API answers to it. */
export interface Play {
  readonly level?: 'zone' | 'hostname';
  readonly off?: boolean;
  readonly writeRecord?: Partial<WriteRecord>;
  readonly put?: Step;
  readonly removal?: Step;
  /** How the upload reads after its deletion. */
  readonly left?: Step;
  /** Cancelled before anything is called, or while a call of this method is answered. */
  readonly cancelled?: 'before' | 'PUT' | 'DELETE';
  /** The same call is answered like this the second time. */
  readonly putAgain?: Step;
  /** How the switch of the zone reads. */
  readonly switchNow?: Step;
}

/** A run that is about to go back. */
export function scene({ level = 'zone', off = false, writeRecord = {}, cancelled, ...play }: Play) {
  const said: string[] = [];
  let puts = 0;
  const made = sceneOf({
    level,
    byId: play.left ?? failure(404, 1551),
    listed: success([]),
    tiedNow: () => listOf(puts === 0 ? there(A) : back(A)),
    others: ({ method, url }) => {
      if (method === 'GET' && url.endsWith('/settings') && play.switchNow !== undefined)
        return play.switchNow;
      if (method === cancelled) script.stop.abort();
      if (method === 'PUT') return (puts++ > 0 ? play.putAgain : play.put) ?? success({ enabled: false });
      if (method === 'DELETE') return play.removal ?? success({});
      return method === 'GET' && level === 'zone' && off ? success({ enabled: false }) : state('active');
    },
  });
  const { script } = made;
  if (cancelled === 'before') script.stop.abort();
  const { zone } = made.context.observation;
  const observation =
    level === 'zone'
      ? zoneSeen({ zone, ...(off ? OFF : SEEN) })
      : hostnamesSeen({ zone, hostnames: [A], certificates: [old] });
  const runLog = { ...made.context.runLog, say: (line: string) => void said.push(line) };
  const context = { ...made.context, runLog, observation };
  Object.assign(
    context.writeRecord,
    UPLOADED,
    level === 'hostname' ? { moved: [a], asked: [a] } : {},
    writeRecord,
  );
  const writes = (): readonly string[] => made.calls().filter((call) => !call.startsWith('GET'));
  return {
    context,
    script,
    said,
    writes,
    warnings: () => runLog.warnings().map(({ sentence }) => sentence),
  };
}
