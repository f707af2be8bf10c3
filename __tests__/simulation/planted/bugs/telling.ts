import type { PlantedBug } from '../bug.ts';

export const TELLING: readonly PlantedBug[] = [
  {
    name: 'the key is printed when a call is tried again',
    patches: [
      {
        file: 'cloudflare/call.ts',
        find: 'world.say(\n    `${endpointOf(request)}:',
        replace: 'world.say(\n    `${String(request.secrets)} ${endpointOf(request)}:',
      },
    ],
    caughtBy: /printed a piece of the key/u,
    from: 7,
    where: 'worlds',
  },
  {
    name: 'an output is missing',
    patches: [
      {
        file: 'report/outputs.ts',
        find: "    'previous-certificate-ids': previousIds(run.targets),",
        replace: '',
      },
    ],
    caughtBy: /no output previous-certificate-ids/u,
    from: 3,
    where: 'whole runs',
  },
  {
    name: 'what is in force is left out where it failed',
    patches: [
      {
        file: 'rotation/outcome/conclude.ts',
        find: 'return { code, happened, inForce, remedy, details: detailsOf(error) };',
        replace:
          'return { code, happened, inForce: inForce.slice(0, 0), remedy, details: detailsOf(error) };',
      },
    ],
    caughtBy: /without saying what is in force/u,
    from: 6,
    where: 'worlds',
  },
  {
    name: 'the runner is not told that the step failed',
    patches: [
      {
        file: 'tell.ts',
        find: "if (run.outcome === 'failed' || run.outcome === 'rolled-back') stage.fail();",
        replace: "if (run.outcome === 'rolled-back') stage.fail();",
      },
    ],
    caughtBy: /and the step passed/u,
    from: 3,
    where: 'whole runs',
  },
];
