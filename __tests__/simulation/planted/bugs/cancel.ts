import type { PlantedBug } from '../bug.ts';

export const CANCEL: readonly PlantedBug[] = [
  {
    name: 'a cancel is not heard between two attempts of a call',
    patches: [
      {
        file: 'cloudflare/retries.ts',
        find: '  if (world.stop.aborted) throw cancelled(last);\n',
        replace: '',
      },
    ],
    caughtBy: /after the cancel, without bad news/u,
    from: 76,
    where: 'a cancel at any call',
  },
  {
    name: 'a change that hangs is waited for to its end, though the run was cancelled',
    patches: [
      {
        file: 'cloudflare/attempt.ts',
        find: 'const AFTER_CANCEL_MS = 4_000;',
        replace: 'const AFTER_CANCEL_MS = 40_000;',
      },
    ],
    caughtBy: /was cancelled, and went on until it was killed/u,
    from: 0,
    where: 'a cancel while a change hangs',
  },
  {
    name: 'a cancel is not heard while the grace is waited out',
    patches: [
      {
        file: 'zone/wait.ts',
        find: '  if (world.stop.aborted) {',
        replace: "  if (world.stop.reason === 'never') {",
      },
    ],
    caughtBy: /was cancelled, and went on until it was killed/u,
    from: 14,
    where: 'a cancel at any call',
  },
  {
    name: 'a cancel is not heard while probing',
    patches: [
      {
        file: 'probe/baseline.ts',
        find: "  if (moment.stopped) return interrupted(watched, 'stop');\n",
        replace: '',
      },
    ],
    caughtBy: /was cancelled, and went on until it was killed/u,
    from: 3,
    where: 'a cancel at any call',
  },
  {
    name: 'a cancel leaves visitors turned away whom the probes had just seen refused',
    patches: [
      {
        file: 'zone/probe-site.ts',
        find: '      if (seen.failing) throw site.badNews(seen.sentence, seen.certificateFault);\n',
        replace: '',
      },
    ],
    caughtBy: /cancelled amid bad news, and left visitors turned away/u,
    from: 0,
    where: 'a cancel amid bad news',
  },
  {
    name: 'the one call that restores is given up with the reads',
    patches: [
      {
        file: 'zone/overtime.ts',
        find: 'world.api.withStop(afterCancel.signal, deadline)',
        replace: 'world.api.withStop(stop, deadline)',
      },
    ],
    caughtBy: /cancelled amid bad news, and left visitors turned away/u,
    from: 2,
    where: 'a cancel amid bad news',
  },
];
