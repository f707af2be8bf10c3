import type { PlantedBug } from '../bug.ts';

export const ROLL_BACK: readonly PlantedBug[] = [
  {
    name: 'nothing is pointed back after bad news',
    patches: [
      {
        file: 'rotation/roll-back/hostname-level.ts',
        find: 'moved.filter((move) => stay.every((one) => one.move !== move));',
        replace: 'moved.slice(moved.length);',
      },
    ],
    caughtBy: /met an origin that refuses, and ended/u,
    guard: 'BAD_NEWS',
    from: 1,
    where: 'an origin that refuses',
  },
  {
    name: 'going back voids the hostname instead of giving it its former certificate',
    patches: [
      {
        file: 'rotation/roll-back/strayed.ts',
        find: "if (id === undefined) return { hostname, certificateId: successorId ?? '', enabled: null };",
        replace:
          'if (successorId !== undefined) return { hostname, certificateId: successorId, enabled: null };',
      },
    ],
    caughtBy: /to null on the way/u,
    from: 83,
    where: 'worlds',
  },

  {
    name: 'a run goes back although it has deleted a predecessor',
    patches: [
      {
        file: 'rotation/apply/remove-at-zone-level.ts',
        find: 'await removeOne(deletionOf(context, id), [{ context, look }], stillFree);',
        replace:
          "await removeOne(deletionOf(context, id), [{ context, look }], stillFree);\n    await (await import('./verify.ts')).verify(context, undefined, undefined);",
      },
      { file: 'rotation/rotate.ts', find: 'context.writeRecord.deleteSent || ', replace: '' },
      {
        file: 'rotation/roll-back/roll-back.ts',
        find: 'if (writeRecord.deleteSent) {',
        replace: 'if (writeRecord.successor === undefined) {',
      },
    ],
    caughtBy: /went back after it had deleted a predecessor/u,
    from: 0,
    where: 'a site that fails after a deletion',
  },
  {
    name: 'what the run uploaded is left behind when hostnames go back',
    patches: [
      {
        file: 'rotation/roll-back/hostname-level.ts',
        find: '  await takeBack(rollback);\n  return restored(writeRecord);',
        replace: '  return restored(writeRecord);',
      },
    ],
    caughtBy: /rolled back and left .* behind without a word/u,
    from: 1,
    where: 'an origin that refuses',
  },
];
