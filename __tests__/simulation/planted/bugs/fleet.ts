import type { PlantedBug } from '../bug.ts';

export const FLEET: readonly PlantedBug[] = [
  {
    name: 'more certificates are uploaded at once than the quota has room for',
    patches: [
      {
        file: 'fleet/quota-slots.ts',
        find: 'hasRoom(target, [...atWork, ...begin], done)',
        replace: 'atWork.length < 99',
      },
    ],
    caughtBy: /undisturbed, .* ended failed/u,
    from: 9,
    where: 'zones with several targets',
  },
  {
    name: 'a slow target holds up the others',
    patches: [
      {
        file: 'fleet/in-order.ts',
        find: 'await Promise.race([work, sleep(SLOW, inTime.signal)]);',
        replace: 'await work;',
      },
    ],
    caughtBy: /was held up/u,
    from: 0,
    where: 'a slow target before others',
  },
  {
    name: "a failed target's roll-back is taken for a stranger's change",
    patches: [
      {
        file: 'rotation/apply/check-hostnames-again.ts',
        find: 'if (strayed !== undefined)',
        replace:
          'const { observation } = context;\n  const known = new Map(observation.level === "zone" ? [] : observation.associations.rows.map((row) => [row.hostname, row.updatedAt]));\n  const other = associations.rows.find(({ hostname, updatedAt }) => observation.level === "hostname" && !observation.hostnames.includes(hostname) && known.get(hostname) !== updatedAt);\n  if (other !== undefined) throw changedByOthers(`${other.hostname} was changed.`);\n  if (strayed !== undefined)',
      },
    ],
    caughtBy: /the targets ended rolled-back, failed/u,
    from: 0,
    where: 'a target that goes back beside others',
  },
  {
    name: "a certificate goes within the grace of another target's hostname",
    patches: [
      {
        file: 'zone/row-watch.ts',
        find: 'Math.min(graces.get(hostname) ?? others, most);',
        replace: 'Math.min(graces.size < 0 ? most : others, most);',
      },
    ],
    caughtBy: /went within the grace of target/u,
    from: 0,
    where: 'a long grace beside a short one',
  },
  {
    name: "another target's successor is deleted",
    patches: [
      {
        file: 'rotation/plan/succession.ts',
        find: 'if (isOfOther(target, certificate))',
        replace: 'if (leaf.fingerprint === target.successor.leaf.fingerprint)',
      },
      {
        file: 'fleet/departures.ts',
        find: 'if (!concerned.every(([, stage]) => isVerified(stage))) return MAY_BE_NEEDED;',
        replace: '',
      },
    ],
    caughtBy: /the successor of another target was deleted/u,
    from: 0,
    where: 'an unused successor of another target',
  },
  {
    name: 'what two targets share goes as soon as one of them is verified',
    patches: [
      {
        file: 'fleet/departures.ts',
        find: "kind === 'at-work' || kind === 'waiting'",
        replace: "kind === 'waiting'",
      },
      {
        file: 'fleet/departures.ts',
        find: "case 'at-work':\n      return false;",
        replace: "case 'at-work':\n      return true;",
      },
    ],
    caughtBy: /the shared certificate went before both were verified/u,
    from: 0,
    where: 'a certificate that two targets share',
  },
  {
    name: 'what two targets share goes although one of them is not verified',
    patches: [
      {
        file: 'fleet/departures.ts',
        find: 'if (!concerned.every(([, stage]) => isVerified(stage))) return MAY_BE_NEEDED;',
        replace: '',
      },
    ],
    caughtBy: /the shared certificate was deleted 1 times/u,
    from: 1,
    where: 'a certificate that two targets share',
  },
  {
    name: 'what two targets share is left to the next run',
    patches: [
      {
        file: 'rotation/plan/plan-hostnames.ts',
        find: 'other?.deletePrevious === true',
        replace: "other?.fingerprint === ''",
      },
    ],
    caughtBy: /the shared certificate was deleted 0 times/u,
    from: 0,
    where: 'a certificate that two targets share',
  },
  {
    name: 'the zone level goes before its hostnames',
    patches: [
      {
        file: 'fleet/rotate-all.ts',
        find: "const hostnames = targets.filter((target) => target.level === 'hostname');",
        replace:
          "const hostnames = targets.filter((target) => target.level === 'hostname');\n  for (const target of targets) if (target.level === 'zone') await rotateZoneLevel(target, work);",
      },
    ],
    caughtBy: /the zone level went before its hostnames/u,
    from: 0,
    where: 'a zone level beside hostnames',
  },
  {
    name: 'a predecessor is kept because another target moved a hostname while the site was probed again',
    patches: [
      {
        file: 'rotation/apply/remove-together.ts',
        find: 'const { checks } = (await probe(one)) ? await lookAgain(one) : together;',
        replace: 'const { checks } = (await probe(one)) ? await look([one]) : together;',
      },
    ],
    caughtBy: /undisturbed, .* ended failed/u,
    from: 42_261,
    where: 'zones with several targets',
  },
  {
    name: 'what one target keeps goes with another that begins later',
    patches: [
      {
        file: 'fleet/departures.ts',
        find: "? 'go' : KEPT_ON_REQUEST",
        replace: "? 'go' : 'go'",
      },
    ],
    caughtBy: /what the first target keeps was deleted/u,
    from: 0,
    where: 'a certificate that a target before keeps',
  },
];
