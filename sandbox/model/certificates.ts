import { readUpload, type CertificateFacts } from './certificate-text.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { isTombstone, type CertificateRecord, type Level, type Status, type Zone } from './state.ts';
import { Timeline } from './timeline.ts';
import { done, newId, refused, span, type Result, type World } from './world.ts';

const quota = 10;

/** POST of a certificate: a new record, or a deleted one revived under its old id. */
export function uploadCertificate(
  world: World,
  zone: Zone,
  level: Level,
  body: { readonly certificate: string; readonly privateKey: string },
  now: number,
): Result<CertificateRecord> {
  const reading = readUpload(body.certificate, body.privateKey, now, world.variants);
  if ('error' in reading) return refused(reading.error);
  const same = copies(world, zone, level, reading.facts);
  const tombstone = same.find((record) => record.level === level && isTombstone(record.status.at(now)));
  const leaves = tombstone?.status.at(now) === 'pending_deletion';
  const others = same.some((record) => record !== tombstone && record.status.at(now) !== 'deleted');
  if (others || (leaves && world.variants.tombstoneUpload === '1406')) return refused('duplicate');
  // Accepted, and what was under way goes on.
  if (leaves && world.variants.tombstoneUpload === 'dies') return done(tombstone);
  if (tombstone === undefined && level === 'hostname' && countTowardsQuota(world, zone, now) >= quota) {
    return refused('quota');
  }
  return done(
    tombstone === undefined
      ? create(world, zone, level, reading.facts, body.privateKey, now)
      : revive(world, zone, tombstone, now),
  );
}

function copies(world: World, zone: Zone, level: Level, facts: CertificateFacts): CertificateRecord[] {
  return [...zone.certificates.values()].filter(
    (record) =>
      record.facts.fingerprint === facts.fingerprint &&
      (record.level === level || world.variants.duplicateScope === 'zone'),
  );
}

function countTowardsQuota(world: World, zone: Zone, now: number): number {
  return [...zone.certificates.values()].filter(
    (record) =>
      record.level === 'hostname' &&
      (world.variants.quotaCountsTombstones || !isTombstone(record.status.at(now))),
  ).length;
}

function create(
  world: World,
  zone: Zone,
  level: Level,
  facts: CertificateFacts,
  privateKey: string,
  now: number,
): CertificateRecord {
  const record: CertificateRecord = {
    id: newId(world),
    level,
    facts,
    privateKey,
    createdAt: now,
    uploadedOn: new Timeline(now, now),
    status: new Timeline<Status>(now, firstStatus(world)),
    deployment: new Timeline(now, { live: false, since: undefined, sequence: 0 }),
  };
  zone.certificates.set(record.id, record);
  deploy(world, record, now, undefined);
  world.emit({ kind: 'certificate-uploaded', at: now, zoneId: zone.id, level, certificateId: record.id });
  return record;
}

function revive(world: World, zone: Zone, record: CertificateRecord, now: number): CertificateRecord {
  if (world.variants.revivedUploadedOn === 'renewed') record.uploadedOn.set(now, now);
  const from = now + span(world, 'revival');
  record.status.set(now, 'pending_deletion').plan(from, firstStatus(world));
  const former = record.deployment.at(now);
  // What its former life was to bring later no longer comes.
  if (former !== undefined) record.deployment.set(now, former);
  const rank = world.variants.revivedDeployOrder === 'original' && former?.since !== undefined;
  deploy(world, record, from, rank ? former : undefined);
  const { id, level } = record;
  world.emit({ kind: 'certificate-revived', at: now, zoneId: zone.id, level, certificateId: id });
  return record;
}

function firstStatus(world: World): Status {
  return world.variants.deployment === 'initializing-first' ? 'initializing' : 'pending_deployment';
}

function deploy(
  world: World,
  record: CertificateRecord,
  now: number,
  rank: { readonly since: number | undefined; readonly sequence: number } | undefined,
): void {
  // Never within the same millisecond: the answer to the upload itself is still pending.
  const takes = Math.max(1, span(world, 'deployment'));
  const { variants } = world;
  let active = now + takes;
  if (variants.deployment === 'times-out') {
    const timedOut = now + Math.max(1, span(world, 'deploymentTimeout'));
    record.status.plan(timedOut, 'deployment_timed_out');
    if (variants.deploymentTimeoutRecovers === 'never') return;
    active = timedOut + takes;
  }
  if (variants.deployment === 'initializing-first') {
    record.status.plan(now + Math.floor(takes / 2), 'pending_deployment');
  }
  record.status.plan(active, 'active');
  if (variants.deployment === 'flap') {
    const pending = active + Math.max(1, span(world, 'flapAfter'));
    record.status.plan(pending, 'pending_deployment').plan(pending + span(world, 'flapFor'), 'active');
  }
  world.sequence += 1;
  record.deployment.plan(active, {
    live: true,
    since: rank?.since ?? active,
    sequence: rank?.sequence ?? world.sequence,
  });
}

/** The certificate of an id at a level; tombstones too. */
export function findCertificate(
  world: World,
  zone: Zone,
  level: Level,
  id: string,
): Result<CertificateRecord> {
  const record = zone.certificates.get(id);
  if (record?.level === level) return done(record);
  if (record !== undefined && world.variants.otherLevelId === '1415') return refused('bad-certificate-id');
  return refused(level === 'zone' ? 'zone-certificate-not-found' : 'hostname-certificate-not-found');
}

/** The certificates as the list shows them: the truth of a while ago. */
export function listCertificates(
  world: World,
  zone: Zone,
  level: Level,
  moment: number,
): CertificateRecord[] {
  return [...zone.certificates.values()].filter((record) => {
    const status = record.status.at(moment);
    if (record.level !== level || status === undefined) return false;
    return world.variants.tombstonesInList || !isTombstone(status);
  });
}

/** Whether any row of the association table refers to a certificate, or did so a moment ago. */
export function isInUse(zone: Zone, id: string, now: number): boolean {
  if ((zone.releases.get(id) ?? 0) > now) return true;
  return [...zone.associations.values()].some(
    (association) =>
      association.row.at(now)?.certificateId === id && association.status.at(now) !== 'deleted',
  );
}

/** DELETE of a certificate; the record remains readable as a tombstone. */
export function deleteCertificate(
  world: World,
  zone: Zone,
  record: CertificateRecord,
  now: number,
): Result<CertificateRecord> {
  const { variants } = world;
  const status = record.status.at(now);
  if (isTombstone(status)) return refused(again(record, status, variants));
  if (record.level === 'hostname' && isInUse(zone, record.id, now)) return refused('in-use');
  const pending = status === 'pending_deployment' || status === 'initializing';
  const pendingAllowed = record.level === 'zone' && variants.zoneDeleteWhilePending === 'accepted';
  if (pending && !pendingAllowed) return refused('pending-deployment');
  if (variants.deletion !== 'ignored') retire(world, record, now);
  const { id, level } = record;
  world.emit({ kind: 'certificate-deleted', at: now, zoneId: zone.id, level, certificateId: id });
  return done(record);
}

/** The levels have other words for a deletion that was asked for before. */
function again(
  { level }: CertificateRecord,
  status: Status | undefined,
  { deletedAgain }: World['variants'],
): CatalogueEntry {
  if (level === 'zone') return 'already-deleted';
  const known = status === 'pending_deletion' || deletedAgain === '1414';
  return known ? 'pending-deletion' : 'hostname-certificate-not-found';
}

/** A certificate goes without anybody having been asked, also one that hostnames are on. */
export function vanish(world: World, zone: Zone, id: string, now: number): void {
  const record = zone.certificates.get(id);
  if (record === undefined) return;
  record.status.set(now, 'deleted');
  const deployment = record.deployment.at(now);
  if (deployment !== undefined) record.deployment.set(now, { ...deployment, live: false });
  if (world.variants.vanishedCertificate === 'unreadable') zone.certificates.delete(id);
}

function retire(world: World, record: CertificateRecord, now: number): void {
  const timesOut = world.variants.deletion === 'times-out';
  record.status
    .set(now, 'pending_deletion')
    .plan(now + Math.max(1, span(world, 'deletion')), timesOut ? 'deletion_timed_out' : 'deleted');
  const deployment = record.deployment.at(now);
  if (deployment === undefined || (timesOut && world.variants.timedOutDeletionServes)) return;
  record.deployment.set(now, { ...deployment, live: false });
}
