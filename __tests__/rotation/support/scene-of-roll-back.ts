import type { ActionError } from '../../../src/errors.ts';
import { BadNews } from '../../../src/rotation/apply/bad-news.ts';
import type { Ledger } from '../../../src/rotation/ledger.ts';
import type { ZoneObservation } from '../../../src/rotation/observe/observation.ts';
import { openUndoing } from '../../../src/rotation/roll-back/undoing.ts';
import { rollBackZone } from '../../../src/rotation/roll-back/zone.ts';
import { certificateRow, failure, success } from '../../cloudflare/support/scripted-api.ts';
import type { Step } from '../../cloudflare/support/scripted-api.ts';
import { zoneSeen } from './planned.ts';
import { former, sceneOf, successor } from './scene-of-removal.ts';

export const old = former('old');
export const REFUSED = new BadNews('VERIFICATION_FAILED', { happened: 'Visitors were refused.', remedy: '' });
export const SEEN: Partial<ZoneObservation> = {
  certificates: [old],
  presented: { kind: 'certificate', certificate: old },
};
export const OFF: Partial<ZoneObservation> = {
  certificates: [old],
  switchOn: false,
  presented: { kind: 'nothing' },
};
export const UPLOADED: Partial<Ledger> = { wrote: true, successor: successor.id, uploaded: successor.id };
export const state = (one: string, more: object = {}): Step =>
  success(certificateRow({ id: old.id, status: one, ...more }));
export const oneByOne = (...steps: readonly Step[]): Step => {
  let at = 0;
  return () => steps[Math.min(at++, steps.length - 1)] ?? failure(500, undefined);
};

/** What was seen and sent before, and what the API answers. */
export interface Scene {
  readonly seen?: Partial<ZoneObservation>;
  readonly ledger?: Partial<Ledger>;
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
  const { seen = SEEN, ledger = UPLOADED, listed = [] } = scene;
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
  const journal = { ...made.context.journal, say: (line: string) => void said.push(line) };
  const context = {
    ...made.context,
    journal,
    observation: zoneSeen({ zone: made.context.observation.zone, ...seen }),
  };
  Object.assign(context.ledger, ledger);
  const undoing = openUndoing(context, scene.news ?? REFUSED);
  const ended = await script.time.until(rollBackZone(undoing).catch((error: unknown) => error));
  undoing.close();
  const { switchedOn, offUnsettled, withdrawn, orphan } = context.ledger;
  return {
    ended,
    said,
    writes: made.calls().filter((call) => !call.startsWith('GET')),
    bodies: script.seen.flatMap(({ body }): unknown[] => (body === undefined ? [] : [JSON.parse(body)])),
    ledger: { switchedOn, offUnsettled, withdrawn, orphan },
    phases: journal.phases().map(({ name, outcome, detail }) => [name, outcome, detail]),
    seconds: Math.floor(script.time.now() / 1000),
  };
}
