import type { PlantedBug } from '../bug.ts';

export const FLEET: readonly PlantedBug[] = [
  {
    name: 'more certificates are uploaded at once than the quota has room for',
    patches: [
      {
        file: 'fleet/rotate-zone.ts',
        find: 'slots.hasRoom(target, [...running.keys()], results)',
        replace: 'slots !== undefined',
      },
    ],
    caughtBy: /undisturbed, .* ended failed/u,
    from: 9,
    where: 'zones with several targets',
  },
];
