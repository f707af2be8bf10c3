import { RollbackRequired } from '../../../src/errors.ts';
import type { ActionError } from '../../../src/errors.ts';
import type { ZoneObservation } from '../../../src/rotation/observe/observation.ts';
import { openRollback } from '../../../src/rotation/roll-back/rollback-context.ts';
import { rollBackZone } from '../../../src/rotation/roll-back/zone-level.ts';
import type { WriteRecord } from '../../../src/rotation/write-record.ts';
import { certificateRow, failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { zoneSeen } from './planned.ts';
import { former, sceneOf, successor } from './scene-of-removal.ts';

export const old = former('old');
export const REFUSED = new RollbackRequired('VERIFICATION_FAILED', {
  happened: 'Visitors were refused.',
  remedy: '',
});
export const STUCK = new RollbackRequired('ACTIVATION_FAILED', {
  happened: 'Cloudflare gave up deploying it.',
  remedy: '',
});
export const SEEN: Partial<ZoneObservation> = {
  certificates: [old],
  presented: { kind: 'certificate', certificate: old },
};
export const OFF: Partial<ZoneObservation> = {
  certificates: [old],
  switchOn: false,
  presented: { kind: 'nothing' },
};
export const UPLOADED: Partial<WriteRecord> = {
  successor: successor.id,
  uploaded: successor.id,
};
export const state = (one: string, more: object = {}): Step =>
  success(certificateRow({ id: old.id, status: one, ...more }));
export const oneByOne = (...steps: readonly Step[]): Step => {
  let at = 0;
  return () => steps[Math.min(at++, steps.length - 1)] ?? failure(500, undefined);
};

/** What was seen and sent before, and what the API answers. */
export interface Scene {
  readonly seen?: Partial<ZoneObservation>;
  readonly writeRecord?: Partial<WriteRecord>;
  readonly news?: ActionError;
  readonly put?: Step;
  readonly settings?: Step;
  readonly removal?: Step;
  /** How the predecessor reads. */
  readonly former?: Step;
  readonly listed?: readonly Parameters<typeof certificateRow>[0][];
}

/** What going back at zone level comes to, and what it took. */
export async function rolledBack(scene: Scene) {
  const said: string[] = [];
  const { seen = SEEN, writeRecord = UPLOADED, listed = [] } = scene;
  const made = sceneOf({
    byId: failure(404, 1551),
    listed: success(listed.map((one) => certificateRow(one))),
    others: ({ method, url }) => {
      if (method === 'PUT') return scene.put ?? success({ enabled: false });
      if (method === 'DELETE') return scene.removal ?? success({});
      if (url.endsWith('/settings')) return scene.settings ?? success({ enabled: false });
      return scene.former ?? state('active');
    },
  });
  const { script } = made;
  const runLog = { ...made.context.runLog, say: (line: string) => void said.push(line) };
  const context = {
    ...made.context,
    runLog,
    observation: zoneSeen({ zone: made.context.observation.zone, ...seen }),
  };
  Object.assign(context.writeRecord, writeRecord);
  const rollback = openRollback(context, scene.news ?? REFUSED);
  const ended = await script.time.until(rollBackZone(rollback).catch((error: unknown) => error));
  rollback.close();
  const { switchedOn, offUnsettled, withdrawn } = context.writeRecord;
  return {
    ended,
    said,
    writes: made.calls().filter((call) => !call.startsWith('GET')),
    bodies: script.seen.flatMap(({ body }): unknown[] => (body === undefined ? [] : [JSON.parse(body)])),
    writeRecord: { switchedOn, offUnsettled, withdrawn },
    phases: runLog.phases().map(({ name, outcome, detail }) => [name, outcome, detail]),
    seconds: Math.floor(script.time.now() / 1000),
  };
}
