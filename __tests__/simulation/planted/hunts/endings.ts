import { endpointOf } from '../../endpoint.ts';
import type { FaultPlan } from '../../faults.ts';
import { play } from '../../play.ts';
import { QUIET, scene } from './scene.ts';
import type { Hunt } from './scene.ts';

/** Worlds in which a run is to give up. */

const CHANGES = [
  'POST zone certificates',
  'POST hostname certificates',
  'PUT zone switch',
  'PUT associations',
  'DELETE zone certificate',
  'DELETE hostname certificate',
];

/** One kind of change never succeeds. */
export const endlessFault: Hunt = async (nth, cast) => {
  const endpoint = CHANGES[nth % CHANGES.length];
  const faults: FaultPlan = (call) => (endpointOf(call) === endpoint ? '503 before' : undefined);
  const level = nth % 2 === 0 ? 'zone' : 'hostname';
  const first = nth % CHANGES.length === 2;
  return await play(
    scene(nth, {
      level,
      variants: QUIET,
      probed: false,
      ...(first ? { predecessor: false, switchOn: false } : {}),
    }),
    cast,
    [{ faults }],
  );
};

/** Cancelled at any call; some changes are refused for a while, and in every other world a run was killed before. */
export const cancelled: Hunt = async (nth, cast) => {
  const call = Math.floor(nth / 8);
  const later = [0, 0, 3000, 40_000][nth % 4] ?? 0;
  const busy: FaultPlan = ({ write, index }) => (write !== undefined && index % 3 < 2 ? '409' : undefined);
  const cancel = {
    faults: busy,
    ending: {
      kind: 'cancel',
      call,
      when: nth % 3 === 0 ? 'before' : 'after',
      ...(later > 0 ? { later } : {}),
    },
  } as const;
  const kill = { ending: { kind: 'kill', of: 'writes', call: 0, when: 'after' } } as const;
  return await play(
    scene(nth, { variants: QUIET, probed: nth % 16 < 8 }),
    cast,
    nth % 8 < 4 ? [cancel] : [kill, cancel],
  );
};
