import type { PlantedBug } from '../bug.ts';

/** What two runs at the zone level do to each other. */
export const ZONE_LEVEL: readonly PlantedBug[] = [
  {
    name: 'nobody looks after a deletion whether anything is left',
    patches: [
      {
        file: 'rotation/apply/remove-at-zone-level.ts',
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
        file: 'rotation/apply/remove-at-zone-level.ts',
        find: 'standing = await relyAgain(context, standing);',
        replace: '',
      },
      {
        file: 'rotation/apply/remove-at-zone-level.ts',
        find: 'let look = await observedAgain(context, check);',
        replace: 'let look = (context.look ??= await observedAgain(context, check));',
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
        find: '      whoElse(target, observation, adopt, succession).length === 0 &&\n',
        replace: '',
      },
      {
        file: 'rotation/plan/plan-zone.ts',
        find: '[orderKnown, deployedLast, ',
        replace: '[orderKnown, ',
      },
    ],
    caughtBy: /nobody knows the order/u,
    guard: 'ORDER',
    from: 1,
    where: 'two uploads at about the same time',
  },
];

/** What may be uploaded again after a deletion that left nothing. */
export const AFTER_DELETION: readonly PlantedBug[] = [
  {
    name: 'nobody looks for another one before it uploads again',
    patches: [
      {
        file: 'rotation/apply/after-deletion.ts',
        find: 'if (await isThere(context, id)) throw deleted(',
        replace: 'if (id === successor.id) throw deleted(',
      },
    ],
    caughtBy: /uploaded again, although another one serves the zone/u,
    from: 0,
    where: 'two that delete, and a reason to upload nothing again',
  },
  {
    name: 'it is uploaded again for a zone that is off by then',
    patches: [
      {
        file: 'rotation/apply/after-deletion.ts',
        find: 'if (!on) throw',
        replace: "if (!on && successor.id === '') throw",
      },
    ],
    caughtBy: /uploaded again, although origin pulls are off/u,
    from: 1,
    where: 'two that delete, and a reason to upload nothing again',
  },
  {
    name: 'the origin is not asked before it is uploaded again',
    patches: [
      {
        file: 'rotation/apply/after-deletion.ts',
        find: 'if (refused !== undefined)',
        replace: "if (refused?.address === '')",
      },
    ],
    caughtBy: /uploaded again, although the origin refuses it/u,
    from: 2,
    where: 'two that delete, and a reason to upload nothing again',
  },
  {
    name: 'what was issued is uploaded again, and no fresh one',
    patches: [
      {
        file: 'rotation/apply/after-deletion.ts',
        find: 'issuing === undefined ? target :',
        replace: 'issuing === undefined || target.successor.key !== undefined ? target :',
      },
    ],
    caughtBy: /uploaded again what it had issued before/u,
    from: 0,
    where: 'what was issued is deleted meanwhile',
  },
  {
    name: 'where what was taken over is deleted, another one is issued',
    patches: [
      {
        file: 'rotation/apply/after-deletion.ts',
        find: 'if (target.successor.key === undefined)',
        replace: 'if (target.successor.key === undefined && issuing === undefined)',
      },
    ],
    caughtBy: /uploaded again what it had taken over without its key/u,
    from: 1,
    where: 'what was issued is deleted meanwhile',
  },
  {
    name: 'where no certificate was, nobody can have uploaded one meanwhile',
    patches: [
      {
        file: 'rotation/apply/remove-at-zone-level.ts',
        find: 'writeRecord.uploaded === successor.id)',
        replace: 'writeRecord.uploaded === successor.id && context.observation.certificates.length > 0)',
      },
    ],
    caughtBy: /ended rotated, which the guard ORDER of the model forbids/u,
    from: 3_006_329,
    where: 'worlds with passing errors',
  },
];
