import type { PlantedBug } from '../bug.ts';

export const ROLL_BACK: readonly PlantedBug[] = [
  {
    name: 'nothing is pointed back after bad news',
    patches: [
      {
        file: 'rotation/roll-back/hostnames.ts',
        find: 'back: ledger.moved.filter((move) => why(move) === undefined),',
        replace: 'back: [],',
      },
    ],
    caughtBy: /met an origin that refuses, and ended/u,
    from: 1,
    where: 'an origin that refuses',
  },
  {
    name: 'going back voids the hostname instead of giving it its former certificate',
    patches: [
      {
        file: 'rotation/roll-back/point-back.ts',
        find: "if (id === undefined) return { hostname, certificateId: successorId ?? '', enabled: null };",
        replace:
          'if (successorId !== undefined) return { hostname, certificateId: successorId, enabled: null };',
      },
    ],
    caughtBy: /to null on the way/u,
    from: 83,
    where: 'worlds',
  },
];
