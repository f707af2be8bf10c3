import type { PlantedBug } from '../bug.ts';

/** What two runs at the zone level do to each other. */
export const ZONE_LEVEL: readonly PlantedBug[] = [
  {
    name: 'nobody looks after a deletion whether anything is left',
    patches: [
      {
        file: 'rotation/apply/remove.ts',
        find: 'standing = await relyAgain(context, standing);',
        replace: '',
      },
    ],
    caughtBy: /rotated over an empty zone/u,
    guard: 'READ_AFTER',
    from: 0,
    where: 'two zone-level runs that both delete',
  },
  {
    name: 'one look does for several deletions at zone level',
    patches: [
      {
        file: 'rotation/apply/remove.ts',
        find: '    standing = await relyAgain(context, standing);\n    writeRecord.seenInForce = true;\n    lookedAt = Number.NEGATIVE_INFINITY;',
        replace: '    writeRecord.seenInForce = true;',
      },
    ],
    caughtBy: /rotated over an empty zone/u,
    guard: 'LAST_LOOK',
    from: 1,
    where: 'two zone-level runs that both delete',
  },
  {
    name: 'the same id is taken for the same certificate',
    patches: [
      {
        file: 'rotation/apply/pre-delete-check.ts',
        find: 'if (read !== undefined && isReborn(successor, read)) {',
        replace: 'if (read?.id === successor.rawStatus) {',
      },
    ],
    caughtBy: /before the grace was over/u,
    guard: 'SAME_UPLOAD',
    from: 0,
    where: 'an upload that is born again',
  },
  {
    name: 'of two uploaded at about the same time the later is told as in force',
    patches: [
      {
        file: 'rotation/plan/plan-zone.ts',
        find: '    whoElse(target, succession, observation, adopt).length === 0 &&\n',
        replace: '',
      },
      {
        file: 'rotation/plan/plan-zone.ts',
        find: '      ...(adopt === undefined ? [] : [deployedLast(succession, adopt)]),\n',
        replace: '',
      },
    ],
    caughtBy: /nobody knows the order/u,
    guard: 'ORDER',
    from: 1,
    where: 'two uploads at about the same time',
  },
];
