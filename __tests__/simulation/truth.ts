import type { AssociationRow, CertificateRecord, Level } from '../../sandbox/model/index.ts';
import type { SimulatedWorld, Write } from './simulated-world.ts';

/** The model's own state, without lag: what properties are held against. */
export function liveCertificates(
  world: SimulatedWorld,
  level: Level,
  at: number,
): readonly CertificateRecord[] {
  return [...world.zone.certificates.values()].filter((certificate) => {
    const status = certificate.status.at(at);
    return (
      certificate.level === level && status !== undefined && !['pending_deletion', 'deleted'].includes(status)
    );
  });
}

export function copiesOf(
  world: SimulatedWorld,
  fingerprint: string,
  at: number,
): readonly CertificateRecord[] {
  return liveCertificates(world, world.scenario.level, at).filter(
    ({ facts }) => facts.fingerprint === fingerprint,
  );
}

/** Live certificates that were issued for the target, by whichever run, in the order of their uploads. */
export function issuedAt(world: SimulatedWorld, at: number): readonly CertificateRecord[] {
  const { issued, level } = world.scenario;
  return issued === undefined
    ? []
    : liveCertificates(world, level, at)
        .filter(
          ({ facts, status }) =>
            facts.x509.subject === `CN=${issued}` && status.at(at) !== 'deletion_timed_out',
        )
        .toSorted((a, b) => a.createdAt - b.createdAt);
}

/** Whether a deletion makes room. */
export function makesRoom(world: SimulatedWorld, { at, by, event }: Write): boolean {
  return event.kind === 'certificate-deleted' && isInTheWay(world, event.certificateId, by, at);
}

/** Whether a run deleted a certificate to make room, or asked for that in vain. */
export function madeRoom(world: SimulatedWorld, name: string, id: string): boolean {
  return world.calls.some(
    ({ by, at, method, path }) =>
      by === name && method === 'DELETE' && path.endsWith(id) && isInTheWay(world, id, by, at),
  );
}

/**
 * One that an earlier run had issued and nobody uses may go before its replacement is uploaded: where `origin` is
 * given, since its key is gone and it cannot be shown there; otherwise where it can come to nothing any more and the
 * quota is full.
 */
function isInTheWay(world: SimulatedWorld, id: string, run: string, at: number): boolean {
  const { issued, level, origin } = world.scenario;
  if (issued === undefined || level !== 'hostname') return false;
  const uploaded = world.writes.some(
    (one) => one.by === run && one.at < at && one.event.kind === 'certificate-uploaded',
  );
  const record = world.zone.certificates.get(id);
  if (record?.facts.x509.subject !== `CN=${issued}` || uploaded || isReferredTo(world, id, at)) return false;
  const isFull = liveCertificates(world, level, at - 1).length >= 10;
  return origin !== undefined || (isFull && isSpent(record, at - 1));
}

/** It can come to nothing any more. */
export function isSpent({ facts, status }: CertificateRecord, at: number): boolean {
  return facts.notAfter <= at || status.at(at) === 'deployment_timed_out';
}

/** The association of a hostname, unless it or its certificate is gone. */
export function rowOf(world: SimulatedWorld, hostname: string, at: number): AssociationRow | undefined {
  const record = world.zone.associations.get(hostname);
  const row = record?.status.at(at) === 'deleted' ? undefined : record?.row.at(at);
  const certificate = row === undefined ? undefined : world.zone.certificates.get(row.certificateId);
  return certificate === undefined || certificate.status.at(at) === 'deleted' ? undefined : row;
}

/** Whether any association, of whatever kind, refers to a certificate. */
export function isReferredTo(world: SimulatedWorld, id: string, at: number): boolean {
  return [...world.zone.associations.keys()].some(
    (hostname) => rowOf(world, hostname, at)?.certificateId === id,
  );
}

/** When the certificate first became active in its present life; undefined where it is not active. */
export function activeSince(certificate: CertificateRecord, at: number): number | undefined {
  const past = certificate.status.entries.filter((entry) => entry.at <= at);
  if (past.at(-1)?.value !== 'active') return undefined;
  const reborn = past.findLastIndex(({ value }) => value === 'deleted' || value === 'pending_deletion');
  return past.slice(reborn + 1).find((entry) => entry.value === 'active')?.at;
}

/** Whether any hostname of the target sends a certificate of its own. */
export function sendsAny({ scenario }: SimulatedWorld, { rows }: State): boolean {
  return scenario.hostnames.some((hostname) => rows.get(hostname)?.enabled === true);
}

/** What a run can change, at one moment. */
export interface State {
  /** Of every hostname of the zone; voided ones have none. */
  readonly rows: ReadonlyMap<string, Row>;
  readonly switchOn: boolean;
  /** Ids of live certificates of the level. */
  readonly live: ReadonlySet<string>;
}

export type Row = Pick<AssociationRow, 'certificateId' | 'enabled'>;

export function stateAt(world: SimulatedWorld, at: number): State {
  const { scenario, zone } = world;
  return {
    rows: new Map(
      [...zone.associations.keys()].flatMap((hostname) => {
        const row = rowOf(world, hostname, at);
        return row === undefined || row.enabled === null ? [] : [[hostname, row] as const];
      }),
    ),
    switchOn: zone.enabled.at(at) === true,
    live: new Set(liveCertificates(world, scenario.level, at).map(({ id }) => id)),
  };
}

export function sameRow(one: Row | undefined, other: Row | undefined): boolean {
  return one?.certificateId === other?.certificateId && one?.enabled === other?.enabled;
}

/** Writes of a run that had taken effect by a moment. */
export function writesOf(world: SimulatedWorld, name: string, until: number): readonly Write[] {
  return world.writes.filter(({ at, by }) => by === name && at <= until);
}

/** Whether a certificate is one that a run brings. */
export function isBrought(world: SimulatedWorld, name: string, id: string): boolean {
  return world.zone.certificates.get(id)?.facts.fingerprint === world.brings.get(name);
}

/** Fingerprint of what a run had brought by a moment: where nothing was left, it uploads a second one. */
export function broughtBy(world: SimulatedWorld, by: string, at: number): string | undefined {
  const uploaded = world.writes.flatMap((write) =>
    write.by === by && write.at <= at && write.event.kind === 'certificate-uploaded'
      ? [write.event.certificateId]
      : [],
  );
  const latest = world.zone.certificates.get(uploaded.at(-1) ?? '');
  return latest?.facts.fingerprint ?? world.brings.get(by);
}

/** What others write shows late. */
const LAG = 180_000;

/** Whether anybody else wrote while a run looked on, so that it may have seen something else than it ended with. */
export function isDisturbed(world: SimulatedWorld, name: string, from: number, until: number): boolean {
  return (
    wasLiedTo(world, name) ||
    world.writes.some(({ at, by }) => by !== name && at >= from - LAG && at <= until)
  );
}

/** The API said of a change of the run that it was not made, and had made it. */
export function wasLiedTo({ calls }: SimulatedWorld, name: string): boolean {
  return calls.some(
    ({ by, method, fault }) => by === name && method !== 'GET' && fault === 'false-200-after',
  );
}

/**
 * What a person would give as `replace`: the certificate that the hostnames are on, and where a run was cut
 * short the one that some of them are on still.
 */
export function replacedBy(world: SimulatedWorld, fingerprint: string): string | undefined {
  const ids = world.scenario.hostnames.flatMap(
    (hostname) => rowOf(world, hostname, world.time.now)?.certificateId ?? [],
  );
  const isOwn = (id: string): boolean => world.zone.certificates.get(id)?.facts.fingerprint === fingerprint;
  return ids.find((id) => !isOwn(id)) ?? ids[0] ?? world.ids.get('predecessor');
}

/**
 * The answer to an upload was lost: what is there then counts as its own, since a lagging list may hide an older
 * copy. And one that was answered with an id counts, also where a dying copy was not brought back: what comes
 * back reads as on its way out for a while as well, so nobody can tell them apart.
 */
export function mayHaveUploaded({ calls }: SimulatedWorld, name: string, id: string): boolean {
  return calls.some(
    ({ by, method, fault, answered }) =>
      by === name &&
      method === 'POST' &&
      (fault !== undefined || (answered?.startsWith('200') === true && answered.includes(`"id":"${id}"`))),
  );
}
