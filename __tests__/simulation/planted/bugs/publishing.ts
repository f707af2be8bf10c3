import type { PlantedBug } from '../bug.ts';

export const PUBLISHING: readonly PlantedBug[] = [
  {
    name: 'the key is printed when a call is tried again',
    patches: [
      {
        file: 'cloudflare/call.ts',
        find: 'world.say(\n    `${zoneOf(request, state)}',
        replace: 'world.say(\n    `${String(request.secrets)} ${zoneOf(request, state)}',
      },
    ],
    caughtBy: /printed a piece of the key/u,
    from: 13,
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
      { file: 'report/outputs.ts', find: "  'previous-certificate-ids': '',\n", replace: '' },
    ],
    caughtBy: /no output previous-certificate-ids/u,
    from: 3,
    where: 'whole runs',
  },
  {
    name: 'what is in force is left out where it failed',
    patches: [
      {
        file: 'rotation/outcome/failure.ts',
        find: 'return { ...failureOf(error, inForce), inForce };',
        replace: "return { ...failureOf(error, inForce), inForce: '' };",
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
        file: 'publish.ts',
        find: "if (run.outcome === 'failed' || run.outcome === 'rolled-back') host.fail();",
        replace: "if (run.outcome === 'rolled-back') host.fail();",
      },
    ],
    caughtBy: /and the step passed/u,
    from: 3,
    where: 'whole runs',
  },

  {
    name: 'something is printed before the secrets are masked',
    patches: [
      {
        file: 'main.ts',
        find: '    hide(host, secretInputs(env), seals);',
        replace: "    host.sink.line('Reading the inputs.');\n    hide(host, secretInputs(env), seals);",
      },
    ],
    caughtBy: /printed before it masked/u,
    from: 7,
    where: 'whole runs',
  },
  {
    name: 'the key is not masked as it was pasted',
    patches: [
      {
        file: 'mask-inputs.ts',
        find: 'sink.mask([...pasted, ...keys.flatMap(masksForKey)]);',
        replace: 'sink.mask(pasted.slice(0, 0));',
      },
    ],
    caughtBy: /masked only a part of the key/u,
    from: 7,
    where: 'whole runs',
  },
  {
    name: 'the output changed is always false',
    patches: [
      {
        file: 'report/outputs.ts',
        find: 'changed: String(run.targets.some(({ changed }) => changed)),',
        replace: "changed: 'false',",
      },
    ],
    caughtBy: /said that nothing was changed, and .* is there now/u,
    from: 1,
    where: 'whole runs',
  },
  {
    name: 'the output certificate-id is that of the predecessor',
    patches: [
      {
        file: 'report/outputs.ts',
        find: '...scalars(others.length > 0 ? undefined : only?.inForce),',
        replace: '...scalars(others.length > 0 ? undefined : (only?.predecessors[0] ?? only?.inForce)),',
      },
    ],
    caughtBy: /put out the certificate .*, and reported/u,
    from: 1,
    where: 'whole runs',
  },
];
