import type { PlantedBug } from '../bug.ts';

export const CUT_OVER: readonly PlantedBug[] = [
  {
    name: 'a hostname is switched off by its association',
    patches: [
      { file: 'rotation/apply/associate.ts', find: 'enabled: move.enabled };', replace: 'enabled: false };' },
    ],
    caughtBy: /to false on the way/u,
    from: 6,
    where: 'worlds',
  },
  {
    name: 'all hostnames move at once, without a canary',
    patches: [
      {
        file: 'rotation/apply/cut-over.ts',
        find: 'moves.filter((move) => move.hostname === canary)',
        replace: 'moves.filter(() => canary !== undefined)',
      },
    ],
    caughtBy: /beyond the canary/u,
    from: 135,
    where: 'worlds',
  },
  {
    name: 'what was moved is forgotten before the call',
    patches: [
      {
        file: 'rotation/apply/associate.ts',
        find: 'ledger.moved = [...ledger.moved, ...unsent];',
        replace: '',
      },
    ],
    caughtBy: /said unchanged/u,
    from: 33,
    where: 'worlds',
  },
  {
    name: 'a dry run goes on',
    patches: [
      {
        file: 'rotation/rotate.ts',
        find: 'if (options.dryRun) return',
        replace: 'if (options.dryRun && decided.remove.length > 99) return',
      },
    ],
    caughtBy: /was a dry run and sent/u,
    from: 4,
    where: 'worlds',
  },
];
