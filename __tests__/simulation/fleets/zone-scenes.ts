import type { ModelEvent } from '../../../sandbox/model/index.ts';
import { BEGIN } from '../cast.ts';
import type { FleetTarget } from './draw.ts';
import type { FleetWorld } from './fleet-world.ts';
import { pointedAt, type ZoneScene } from './zone-scene.ts';

/** What the targets of a zone do to each other, by name; each from a number. */
export const ZONE_SCENES = {
  'a slow target before others': slowBeforeOthers,
  'a target that goes back beside others': goesBack,
  'a long grace beside a short one': longGrace,
  'an unused successor of another target': unusedSuccessor,
  'a certificate that two targets share': sharedCertificate,
  'a certificate that a target before keeps': keptBefore,
  'a zone level beside hostnames': zoneLevel,
} as const satisfies Readonly<Record<string, (nth: number) => ZoneScene>>;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The certificate of the first one takes minutes to become active. */
function slowBeforeOthers(nth: number): ZoneScene {
  const others = 1 + (nth % 3);
  return {
    targets: Array.from({ length: 1 + others }, () => ({})),
    timings: { deployment: (5 + (nth % 4)) * MINUTE },
    stage: ({ model }) =>
      model.onEvent(({ kind }) => {
        if (kind === 'certificate-uploaded') model.adjust({ timings: { deployment: 2 * SECOND } });
      }),
    told: Array.from({ length: 1 + others }, () => 'rotated'),
    judge: (world) =>
      othersOf(world).flatMap((target) =>
        pointedAt(world, target) > 120
          ? [`target ${target.index} was held up until +${pointedAt(world, target)}s`]
          : [],
      ),
  };
}

/** The origin refuses what the first one brings: it goes back while the others are at work. */
function goesBack(nth: number): ZoneScene {
  const others = 1 + (nth % 2);
  return {
    targets: [{ issuer: 'other' }, ...Array.from({ length: others }, () => ({ grace: 2 * MINUTE }))],
    told: ['rolled-back', ...Array.from({ length: others }, () => 'rotated')],
    judge: (world) =>
      othersOf(world).flatMap((target) =>
        isGone(world, target) ? [] : [`target ${target.index} kept its former certificate`],
      ),
  };
}

/** An earlier run was killed once it had moved both off one certificate; one of them may be shown it for longer. */
function longGrace(nth: number): ZoneScene {
  return {
    targets: [{ grace: 0 }, { grace: (5 + (nth % 4)) * MINUTE, former: 0 }],
    lineage: nth % 2 === 0 ? 'own' : 'common',
    before: [{ kind: 'kill', of: 'writes', call: 3, when: 'after' }],
    told: ['rotated', nth % 2 === 0 ? 'unchanged' : 'rotated'],
    judge: (world) => {
      const former = world.formers.get(0);
      const deleted = world.writes.find(
        ({ event }) => event.kind === 'certificate-deleted' && event.certificateId === former,
      );
      if (deleted === undefined) return ['the former certificate of both was kept'];
      const early = world.fleet.targets.find(
        (target) => (deleted.at - BEGIN) / SECOND < pointedAt(world, target) + target.grace / SECOND,
      );
      return early === undefined
        ? []
        : [`the certificate of both went within the grace of target ${early.index}`];
    },
  };
}

/** An earlier run was killed once it had uploaded both, and now the second one's hostname is refused. */
function unusedSuccessor(nth: number): ZoneScene {
  return {
    targets: [{}, { probed: nth % 2 === 0 }],
    lineage: 'common',
    goneHostname: 's1.example.com',
    before: [{ kind: 'kill', of: 'writes', call: 1, when: 'after' }],
    told: ['rotated', 'failed'],
    judge: (world) => {
      const [, second] = world.fleet.targets;
      const own = second === undefined ? undefined : world.successorOf(second).fingerprint;
      const taken = world.writes.find(
        ({ event }) =>
          event.kind === 'certificate-deleted' &&
          world.zone.certificates.get(event.certificateId)?.facts.fingerprint === own,
      );
      return taken === undefined ? [] : ['the successor of another target was deleted'];
    },
  };
}

/** Both leave one certificate; of the second one it is seen late that visitors get through, or never. */
function sharedCertificate(nth: number): ZoneScene {
  const verified = nth % 2 === 0;
  const targets: Partial<FleetTarget>[] = [
    { grace: 0, probed: false },
    { grace: 0, former: 0 },
    { grace: 0, probed: false },
  ];
  const seen = (world: FleetWorld): number =>
    world.visits.find(
      ({ hostname, passed, served }) =>
        passed && hostname === 's1.example.com' && served !== world.formers.get(0),
    )?.at ?? Infinity;
  return {
    targets,
    stage: (world) =>
      world.model.onEvent((event) => {
        if (event.kind !== 'association-set' || event.hostname !== 's1.example.com') return;
        world.site = 'cached';
        if (!verified) return;
        world.time.at(world.time.now + 90 * SECOND, () => {
          world.site = 'fine';
        });
      }),
    told: targets.map(() => 'rotated'),
    judge: (world) => {
      const deletions = (former: number): readonly number[] =>
        world.writes.flatMap(({ at, event }) =>
          event.kind === 'certificate-deleted' && event.certificateId === world.formers.get(former)
            ? [at]
            : [],
        );
      const shared = deletions(0);
      return [
        ...(deletions(2).length === 1 ? [] : ['what only the third target was on was kept']),
        ...(shared.length === (verified ? 1 : 0)
          ? []
          : [`the shared certificate was deleted ${shared.length} times`]),
        ...(shared.every((at) => at > seen(world))
          ? []
          : ['the shared certificate went before both were verified']),
      ];
    },
  };
}

/** The third one leaves what the first one keeps, and begins only once the second one has made room. */
function keptBefore(nth: number): ZoneScene {
  return {
    targets: [{ deletePrevious: false }, {}, { former: 0 }],
    lineage: nth % 2 === 0 ? 'own' : 'common',
    fillers: 6,
    told: ['rotated', 'rotated', 'rotated'],
    judge: (world) =>
      world.fleet.targets.slice(0, 1).some((target) => isGone(world, target))
        ? ['what the first target keeps was deleted for another']
        : [],
  };
}

/** Hostnames that are set up still fall back to the zone level. */
function zoneLevel(nth: number): ZoneScene {
  const fails = nth % 2 === 1;
  const targets: Partial<FleetTarget>[] = [{ level: 'zone' }, { issuer: fails ? 'other' : 'same' }, {}];
  return {
    targets,
    told: fails ? ['not-started', 'rolled-back', 'rotated'] : ['rotated', 'rotated', 'rotated'],
    judge: (world) => {
      const writes = world.writes.filter(({ by }) => by !== 'a person');
      const first = writes.find(({ event }) => isOf(event, 'zone'))?.at;
      const last = writes.findLast(({ event }) => isOf(event, 'hostname'))?.at ?? 0;
      return first !== undefined && (fails || first < last)
        ? ['the zone level went before its hostnames']
        : [];
    },
  };
}

function isOf(event: ModelEvent, level: FleetTarget['level']): boolean {
  return event.kind === 'association-set' ? level === 'hostname' : 'level' in event && event.level === level;
}

const othersOf = ({ fleet }: FleetWorld): readonly FleetTarget[] => fleet.targets.slice(1);

function isGone(world: FleetWorld, { former = -1 }: FleetTarget): boolean {
  const id = world.formers.get(former) ?? '';
  const status = world.zone.certificates.get(id)?.status.at(world.time.now);
  return status === 'deleted' || status === 'pending_deletion';
}
