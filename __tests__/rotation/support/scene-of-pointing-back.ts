import type { Association } from '../../../src/cloudflare/associations.ts';
import type { ActionError } from '../../../src/errors.ts';
import type { HostnameObservation } from '../../../src/rotation/observe/observation.ts';
import type { Move } from '../../../src/rotation/plan/plan.ts';
import { pointStrayedBack, rollBackHostnames } from '../../../src/rotation/roll-back/hostname-level.ts';
import { openRollback } from '../../../src/rotation/roll-back/rollback-context.ts';
import type { WriteRecord } from '../../../src/rotation/write-record.ts';
import { failure, success, type Step } from '../../cloudflare/support/scripted-api.ts';
import { tied } from './observed.ts';
import { hostnamesSeen } from './planned.ts';
import { moving, sceneOf, successor } from './scene-of-removal.ts';
import { old, REFUSED, state } from './scene-of-roll-back.ts';

export const [A, B] = ['a.example.com', 'b.example.com'];
export const [a, b] = [moving(A, 'old'), moving(B, 'old')];
export const first: Move = { ...a, before: undefined };
const associationRow = ({ hostname, certificateId, enabled, rawStatus }: Association): object => ({
  hostname,
  cert_id: certificateId,
  enabled,
  status: rawStatus,
});
export const listOf = (...rows: readonly Association[]): Step =>
  success(rows.map(associationRow), { total_count: rows.length });
export const there = (hostname: string) => tied(hostname, successor.id);
export const back = (hostname: string, more: Partial<Association> = {}) => tied(hostname, old.id, more);

/** What was moved, and what the API answers. */
export interface Scene {
  readonly moved: readonly Move[];
  /** What the list of associations says, before the call that points back and after it. */
  readonly before?: Step;
  readonly after?: Step;
  /** What each hostname shows that is asked for by its name. */
  readonly byName?: readonly Association[];
  readonly writeRecord?: Partial<WriteRecord>;
  readonly seen?: Partial<HostnameObservation>;
  readonly news?: ActionError;
  readonly put?: Step;
  readonly removal?: Step;
  readonly former?: Step;
  readonly gracePeriod?: number;
  readonly again?: boolean;
}

/** What going back per hostname comes to, and what it took. */
export async function rolledBack({ moved, writeRecord = {}, seen = {}, gracePeriod = 0, ...scene }: Scene) {
  const said: string[] = [];
  let sent = false;
  const { before = listOf(there(A), there(B)), after = listOf(back(A), back(B)) } = scene;
  const made = sceneOf({
    level: 'hostname',
    gracePeriod,
    byId: failure(404, 1551),
    tiedNow: () => (sent ? after : before),
    others: ({ method, url }) => {
      sent ||= method === 'PUT';
      if (method === 'PUT') return scene.put ?? success([]);
      if (method === 'DELETE') return scene.removal ?? success({});
      const named = scene.byName?.find(({ hostname }) => url.endsWith(`/hostnames/${hostname}`));
      return named === undefined ? (scene.former ?? state('active')) : success(associationRow(named));
    },
  });
  const { script } = made;
  const runLog = { ...made.context.runLog, say: (line: string) => void said.push(line) };
  const observation = hostnamesSeen({ zone: made.context.observation.zone, certificates: [old], ...seen });
  const context = { ...made.context, runLog, observation };
  context.inZone.rows.minds(observation.hostnames, gracePeriod);
  const names = (some: readonly Move[]) => some.map(({ hostname }) => hostname);
  Object.assign(context.writeRecord, {
    successor: successor.id,
    uploaded: successor.id,
    moved,
    asked: moved,
    ...writeRecord,
  });
  const rollback = openRollback(context, scene.news ?? REFUSED);
  const work = scene.again === true ? pointStrayedBack(rollback) : rollBackHostnames(rollback);
  const ended: unknown = await script.time.until(work.catch((error: unknown) => error));
  rollback.close();
  const { writeRecord: left } = context;
  return {
    ended,
    said: said.filter((line) => !line.startsWith('waiting')),
    warnings: runLog.warnings().map(({ reason }) => reason),
    writes: made.calls().filter((call) => !call.startsWith('GET')),
    configs: script.seen.flatMap(({ method, body = '' }): unknown[] =>
      method === 'PUT' ? [configOf(body)] : [],
    ),
    writeRecord: {
      moved: names(left.moved),
      back: names(left.back),
      unseen: [...left.unseen],
      withdrawn: left.withdrawn,
    },
    phases: runLog.phases().map(({ name, outcome, detail }) => [name, outcome, detail]),
    seconds: Math.floor(script.time.now() / 1000),
  };
}

function configOf(body: string): unknown {
  const { config }: { readonly config: unknown } = JSON.parse(body);
  return config;
}
