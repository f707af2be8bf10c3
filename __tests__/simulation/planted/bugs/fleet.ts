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
  {
    name: 'a slow target holds up the others',
    patches: [
      {
        file: 'rotation/siblings.ts',
        find: 'await Promise.race([passed, sleep(SLOW, inTime.signal)]);',
        replace: 'await passed;',
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
        file: 'rotation/apply/pre-delete-check.ts',
        find: 'if (strayed !== undefined) throw',
        replace:
          'const { observation } = context;\n  const known = new Map(observation.level === "zone" ? [] : observation.associations.rows.map((row) => [row.hostname, row.updatedAt]));\n  const other = associations.rows.find(({ hostname, updatedAt }) => observation.level === "hostname" && !observation.hostnames.includes(hostname) && known.get(hostname) !== updatedAt);\n  if (other !== undefined) throw moved(`${other.hostname} was changed.`);\n  if (strayed !== undefined) throw',
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
        find: 'if (siblings.has(certificate.leaf.fingerprint)) {',
        replace: "if (siblings.has('')) {",
      },
      {
        file: 'rotation/apply/remove.ts',
        find: 'if (!verified && !own.has(id)) {',
        replace: "if (!verified && id === '') {",
      },
    ],
    caughtBy: /the successor of another target was deleted/u,
    from: 0,
    where: 'an unused successor of another target',
  },
  {
    name: 'the zone level goes before its hostnames',
    patches: [
      {
        file: 'fleet/rotate-all.ts',
        find: "const hostnames = targets.filter((target) => target.level === 'hostname');",
        replace:
          "const hostnames = targets.filter((target) => target.level === 'hostname');\n  for (const target of targets) if (target.level === 'zone') await work(target);",
      },
    ],
    caughtBy: /the zone level went before its hostnames/u,
    from: 0,
    where: 'a zone level beside hostnames',
  },
];
