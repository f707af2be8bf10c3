import type { PlantedBug } from '../bug.ts';

export const UPLOAD: readonly PlantedBug[] = [
  {
    name: 'an upload whose answer was lost is sent again',
    patches: [
      {
        file: 'cloudflare/call.ts',
        find: "if (doubt && request.method === 'POST')",
        replace: "if (doubt && request.method === 'HEAD')",
      },
    ],
    caughtBy: /sent an upload again that had taken effect/u,
    from: 38,
    where: 'worlds',
  },
  {
    name: 'another certificate is taken for the successor',
    patches: [
      {
        file: 'rotation/observe/live.ts',
        find: 'candidate.leaf?.fingerprint === leaf.fingerprint,',
        replace: 'candidate.leaf !== undefined,',
      },
    ],
    caughtBy: /the successor is not there/u,
    from: 2,
    where: 'worlds',
  },
];
