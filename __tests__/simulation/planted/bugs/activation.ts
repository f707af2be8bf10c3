import type { PlantedBug } from '../bug.ts';

export const ACTIVATION: readonly PlantedBug[] = [
  {
    name: 'a certificate that is still being deployed counts as active',
    patches: [
      {
        file: 'rotation/apply/activation.ts',
        find: "    case 'initializing':\n    case 'pending_deployment':\n    case 'unknown':\n      return { done: false, status: certificate.rawStatus };",
        replace:
          "    case 'initializing':\n    case 'pending_deployment':\n    case 'unknown':\n      return { done: true, value: certificate };",
      },
      {
        file: 'rotation/apply/check-zone-again.ts',
        find: 'const current = stillActive(context, successor, now);',
        replace: 'const current = now === undefined ? successor : successor;',
      },
    ],
    caughtBy: /said rotated, but the successor is not active/u,
    guard: 'DEPLOYED',
    from: 5,
    where: 'worlds',
  },
  {
    name: 'a certificate that cannot be found yet counts as deleted by somebody',
    patches: [
      {
        file: 'rotation/apply/activation.ts',
        find: 'if (world.clock.monotonic() - began < MAY_BE_MISSING)\n        return { done: false',
        replace: 'if (world.clock.monotonic() < began)\n        return { done: false',
      },
    ],
    caughtBy: /somebody else deleted it", but/u,
    from: 0,
    where: 'worlds',
  },
];
