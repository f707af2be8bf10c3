import { endpointOf } from '../../endpoint.ts';
import type { Ending, FaultPlan } from '../../faults.ts';
import { play } from '../../play.ts';
import { isBack, playRefusing } from '../../refusing.ts';
import type { Wrong } from '../../refusing.ts';
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

/** Cancelled as a change is sent that gets no answer. */
export const hanging: Hunt = async (nth, cast) => {
  const faults: FaultPlan = ({ write }, isCancelled) =>
    isCancelled && write !== undefined ? 'timeout-after' : undefined;
  const call = Math.floor(nth / 2) % 4;
  const ending = { kind: 'cancel', of: 'writes', call, when: 'before' } as const;
  const level = nth % 2 === 0 ? 'zone' : 'hostname';
  return await play(scene(nth, { level, variants: QUIET }), cast, [{ faults, ending }]);
};

/** So often the origin has to have refused a visitor before a cancel counts as one amid bad news. */
const REFUSALS = 2;

/** The origin refuses the successor, and the cancel comes while that is being found out, or while reads hang on the way back. */
export const amidBadNews: Hunt = async (nth, cast) => {
  const level = nth % 2 === 0 ? 'zone' : 'hostname';
  const onTheWayBack = nth % 4 >= 2;
  const wrong: Wrong =
    (_, back) =>
    ({ method }) =>
      onTheWayBack && back && method === 'GET' ? 'timeout-before' : undefined;
  const later = 2500 + 500 * Math.floor(nth / 4);
  const ending: Ending = onTheWayBack
    ? { kind: 'cancel', of: 'roll-back', call: 0, when: 'before', later: 8000 }
    : { kind: 'cancel', of: 'writes', call: level === 'zone' ? 0 : 1, when: 'after', later };
  const ended = await playRefusing(cast, { level }, wrong, ending);
  const { cancelledAt = 0, killed, name } = ended.run.process;
  const refused = ended.world.visits.filter((one) => one.by === name && one.at < cancelledAt && !one.passed);
  const amid = cancelledAt > 0 && !killed && refused.length >= REFUSALS;
  return {
    problems:
      amid && !isBack(cast, ended) ? ['it was cancelled amid bad news, and left visitors turned away'] : [],
  };
};
