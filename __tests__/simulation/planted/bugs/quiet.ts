import type { PlantedBug } from '../bug.ts';

/** What lets a certificate go that a hostname of others is shown still. */
export const QUIET_ZONE: readonly PlantedBug[] = [
  {
    name: 'a hostname on its way to another certificate is taken for settled',
    patches: [
      {
        file: 'zone/quiet.ts',
        find: "return status === 'active' || status === 'deleted' || enabled === null;",
        replace: 'return status !== undefined || enabled === null;',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'WHOLE_ZONE',
    from: 21,
    where: 'a neighbour on its way',
  },
  {
    name: 'a hostname that changed a moment ago holds nothing',
    patches: [
      {
        file: 'zone/quiet.ts',
        find: 'const left = patience(hostname) - (asked - since);',
        replace: 'const left = patience(hostname) - (asked - since) - 120_000;',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'FROM_SETTLED',
    from: 14,
    where: 'a neighbour that has just moved',
  },
  {
    name: 'hostnames of others get no longer than the grace of the run',
    patches: [
      {
        file: 'zone/row-watch.ts',
        find: 'Math.max(Math.min(grace, ACTIVE_WITHIN), PROPAGATION)',
        replace: 'Math.min(grace, ACTIVE_WITHIN, PROPAGATION)',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'FROM_SETTLED',
    from: 1,
    where: 'a neighbour that has just moved',
  },
  {
    name: 'the grace of a hostname counts from its PUT',
    patches: [
      {
        file: 'zone/quiet.ts',
        find: 'const inForce = (ageOf(rows, now) ?? 0) - ACTIVE_WITHIN;',
        replace: 'const inForce = ageOf(rows, now) ?? 0;',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'LONG_SETTLED',
    from: 16,
    where: 'a neighbour on its way',
  },
  {
    name: 'a hostname that changed between two looks does not begin anew',
    patches: [
      {
        file: 'zone/quiet.ts',
        find: 'then !== undefined && isSame(then.rows, now)',
        replace: 'then !== undefined',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'FROM_SETTLED',
    from: 21,
    where: 'a neighbour on its way',
  },
  {
    name: 'a deletion does not wait for other hostnames',
    patches: [
      {
        file: 'rotation/apply/remove-one.ts',
        find: 'look.unlisted ?? whyNotQuiet(look.unquiet, uploadedOn)',
        replace: 'look.unlisted ?? whyNotQuiet(look.unquiet.slice(0, 0), uploadedOn)',
      },
      {
        file: 'zone/row-watch.ts',
        find: 'if (wait <= 0 ||',
        replace: 'if (wait >= 0 ||',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'WHOLE_ZONE',
    from: 21,
    where: 'a neighbour on its way',
  },
  {
    name: 'without a list, a deletion is asked for until Cloudflare no longer refuses it',
    patches: [
      {
        file: 'rotation/plan/succession.ts',
        find: 'if (!associations.complete)\n      return',
        replace: 'if (users.length > 0)\n      return',
      },
      {
        file: 'rotation/apply/check-hostnames-again.ts',
        find: 'unlisted: associations.complete ? undefined : whyUnlisted(associations),',
        replace: 'unlisted: undefined,',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'LIST',
    from: 1,
    where: 'neighbours that nobody lists',
  },
  {
    name: 'an upload is taken back as soon as Cloudflare lets it go',
    patches: [
      {
        file: 'rotation/roll-back/take-back.ts',
        find: 'if (users.length > 0)',
        replace: 'if (users.length > 100)',
      },
      {
        file: 'rotation/roll-back/take-back.ts',
        find: 'const restless = holding(unquiet, { uploadedOn });',
        replace: 'const restless = unquiet.filter((one) => observation.hostnames.includes(one.hostname));',
      },
    ],
    caughtBy: /a visitor of api/u,
    guard: 'TAKE_BACK',
    from: 19,
    where: 'a neighbour on what is taken back',
  },
];
