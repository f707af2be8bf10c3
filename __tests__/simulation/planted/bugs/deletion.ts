import type { PlantedBug } from '../bug.ts';

export const DELETION: readonly PlantedBug[] = [
  {
    name: 'the grace period is forgotten',
    patches: [
      {
        file: 'rotation/apply/grace-watch.ts',
        find: 'return Math.max(grace - inForce,',
        replace: 'return Math.min(0, grace - inForce,',
      },
    ],
    caughtBy: /before the grace was over/u,
    guard: 'GRACE_OVER',
    from: 0,
    where: 'worlds',
  },
  {
    name: 'the grace period counts from the upload alone',
    patches: [
      {
        file: 'rotation/apply/grace-watch.ts',
        find: 'const known = ages.witnessed ?? ages.seen;',
        replace: 'const known = ages.remembered ?? ages.seen;',
      },
      {
        file: 'rotation/apply/grace-watch.ts',
        find: 'const inForce = ages.witnessed ??',
        replace: 'const inForce = ages.remembered ??',
      },
    ],
    caughtBy: /before the grace was over/u,
    guard: 'GRACE_OVER',
    from: 0,
    where: 'worlds',
  },
  {
    name: 'nobody asks whether the successor is the newest of the zone',
    patches: [
      {
        file: 'rotation/apply/check-zone-again.ts',
        find: 'if (first.id !== successor.id) {',
        replace: 'if (certificates.length === 0) {',
      },
    ],
    caughtBy: /a visitor of .* failed/u,
    from: 212,
    where: 'two runs at once',
  },
  {
    name: 'a hostname that strayed off the successor is overlooked',
    patches: [
      {
        file: 'rotation/apply/check-hostnames-again.ts',
        find: 'if (strayed !== undefined)',
        replace: "if (strayed?.hostname === '')",
      },
    ],
    caughtBy: /was not on its successor/u,
    guard: 'IN_PLACE',
    from: 0,
    where: 'a hostname that strays',
  },
  {
    name: 'a certificate of another lineage is deleted',
    patches: [
      {
        file: 'rotation/plan/succession.ts',
        find: 'return sameLineage(leaf, successor) && leaf.notBefore < successor.notBefore;',
        replace: 'return leaf.notBefore < successor.notBefore || !sameLineage(leaf, successor);',
      },
    ],
    caughtBy: /of another lineage/u,
    guard: 'OLDER',
    from: 32,
    where: 'worlds',
  },
  {
    name: 'the second look is as old as the run',
    patches: [
      {
        file: 'rotation/apply/remove-together.ts',
        find: 'const together = await onceQuiet(departures, lookTogether);',
        replace: 'const together = await look(departures);\n    await world.sleep(60_000);',
      },
    ],
    caughtBy: /without having looked again just before/u,
    guard: 'LAST_LOOK',
    from: 304,
    where: 'worlds',
  },
  {
    name: 'the first look decides what is deleted',
    patches: [
      {
        file: 'rotation/apply/remove-together.ts',
        find: 'const together = await onceQuiet(departures, lookTogether);',
        replace:
          'const nothing = { inUse: new Map(), unquiet: [], unlisted: undefined };\n    const checks = new Map(targetsOf(departures).map((target) => [target, { certificates: target.context.plan.remove, ...nothing }]));\n    const together = { checks, restless: [] };',
      },
    ],
    caughtBy: /without having looked again just before/u,
    guard: 'LAST_LOOK',
    from: 304,
    where: 'worlds',
  },

  {
    name: 'the list is trusted, not the id',
    patches: [
      {
        file: 'rotation/apply/check-zone-again.ts',
        find: 'const current = stillActive(context, successor, now);',
        replace: 'const current = now === undefined ? successor : successor;',
      },
      {
        file: 'rotation/apply/check-hostnames-again.ts',
        find: 'const successor = stillActive(context, before, read?.value);',
        replace: 'const successor = before;',
      },
    ],
    caughtBy: /while its successor was not there/u,
    guard: 'DEPLOYED',
    from: 0,
    where: 'a list that lags',
  },
  {
    name: 'the grace period counts by the local clock',
    patches: [
      {
        file: 'cloudflare/server-clock.ts',
        find: 'now: () => (known === undefined ? clock.wall() : carried(known)),',
        replace: 'now: () => (known === undefined ? clock.wall() : clock.wall()),',
      },
    ],
    caughtBy: /before the grace was over/u,
    guard: 'GRACE_APART',
    from: 15,
    where: 'a clock a day ahead',
  },
  {
    name: 'a predecessor is deleted though the probes verified nothing',
    patches: [
      {
        file: 'rotation/apply/apply.ts',
        find: 'if (verified.passed && graceIsOver) return',
        replace: 'if (graceIsOver) return',
      },
    ],
    caughtBy: /although its probes had not passed/u,
    from: 0,
    where: 'an edge that answers itself',
  },
  {
    name: "a stranger's certificate does not stop the deletion",
    patches: [
      {
        file: 'rotation/apply/check-zone-again.ts',
        find: 'if (stranger !== undefined)',
        replace: "if (stranger?.id === '')",
      },
    ],
    caughtBy: /had appeared meanwhile/u,
    guard: 'ORDER',
    from: 1,
    where: 'a stranger',
  },
  {
    name: 'the deletion of a certificate in use is left to Cloudflare to refuse',
    patches: [
      {
        file: 'rotation/apply/remove-one.ts',
        find: 'const users = look.inUse.get(id);',
        replace: 'const users = new Map<string, string[]>().get(id);',
      },
    ],
    caughtBy: /which a hostname refers to/u,
    guard: 'NAMED',
    from: 0,
    where: 'a predecessor taken into use',
  },
];
