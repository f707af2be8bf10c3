import type { AssociationRecord, AssociationRow, CertificateRecord, Effect, Status, Zone } from './state.ts';
import { Timeline } from './timeline.ts';
import { done, refused, span, type Result, type World } from './world.ts';

/** Hostnames that one certificate may be associated with. */
const associationsPerCertificate = 100;

export interface AssociationItem {
  readonly hostname: string;
  readonly certificateId: string | undefined;
  readonly enabled: boolean | null;
}

/** PUT of associations: every item is checked before, or (a variant) as it is applied. */
export function putAssociations(
  world: World,
  zone: Zone,
  items: readonly AssociationItem[],
  now: number,
): Result<readonly AssociationRecord[]> {
  if (world.variants.invalidPut === 'nothing') {
    const wrong = items.map((item) => check(world, zone, item, items, now)).find((result) => !result.ok);
    if (wrong?.ok === false) return wrong;
  }
  const records: AssociationRecord[] = [];
  for (const item of items) {
    const checked = check(world, zone, item, items, now);
    if (!checked.ok) return checked;
    records.push(put(world, zone, item, checked.value, now));
  }
  return done(records);
}

function check(
  world: World,
  zone: Zone,
  item: AssociationItem,
  all: readonly AssociationItem[],
  now: number,
): Result<CertificateRecord> {
  if (item.certificateId === undefined || item.certificateId === '') {
    return refused('certificate-id-required');
  }
  const inside =
    item.hostname === zone.name ||
    item.hostname.endsWith(`.${zone.name}`) ||
    zone.customHostnames.has(item.hostname);
  if (!inside && world.variants.hostnameOutsideZone === 'refused') return refused('hostname-outside-zone');
  const certificate = zone.certificates.get(item.certificateId);
  if (certificate?.level !== 'hostname' || certificate.deployment.at(now) === undefined) {
    return refused('bad-certificate-id');
  }
  const status = certificate.status.at(now);
  if (status === 'deleted' || status === 'pending_deletion') return refused('bad-certificate-id');
  const hostnames = new Set(
    all.filter((other) => other.certificateId === item.certificateId).map((other) => other.hostname),
  );
  const moved = new Set(all.map((other) => other.hostname));
  for (const record of zone.associations.values()) {
    const row = record.row.at(now);
    const deleted = record.status.at(now) === 'deleted';
    if (row?.certificateId === item.certificateId && !deleted && !moved.has(record.hostname)) {
      hostnames.add(record.hostname);
    }
  }
  if (hostnames.size > associationsPerCertificate) return refused('too-many-associations');
  return done(certificate);
}

function put(
  world: World,
  zone: Zone,
  item: AssociationItem,
  certificate: CertificateRecord,
  now: number,
): AssociationRecord {
  const record = zone.associations.get(item.hostname) ?? fresh(item.hostname, now);
  zone.associations.set(item.hostname, record);
  const former = record.row.at(now);
  if (former !== undefined && former.certificateId !== certificate.id) {
    const released = now + span(world, 'release');
    zone.releases.set(former.certificateId, released);
    keep(world, zone, record, former, { now, released });
  }
  const row: AssociationRow = {
    certificateId: certificate.id,
    enabled: item.enabled,
    createdAt: former?.createdAt ?? now,
    updatedAt: now,
  };
  if (item.enabled === null) voidRow(world, zone, record, row, now);
  else {
    record.row.set(now, row);
    take(world, record, certificate, item.enabled, now);
  }
  const { hostname, enabled } = item;
  const certificateId = certificate.id;
  world.emit({ kind: 'association-set', at: now, zoneId: zone.id, hostname, certificateId, enabled });
  return record;
}

/** The row of the certificate that a hostname leaves, where there is to be one. */
function keep(
  world: World,
  zone: Zone,
  { hostname, status, effect }: AssociationRecord,
  former: AssociationRow,
  { now, released }: { readonly now: number; readonly released: number },
): void {
  const { formerAssociation } = world.variants;
  if (formerAssociation === 'none') return;
  const leaving = formerAssociation === 'leaving' && status.at(now) !== 'deleted';
  const ends = new Timeline<Status>(now, leaving ? 'pending_deletion' : 'deleted');
  zone.formerAssociations.push({
    hostname,
    row: new Timeline<AssociationRow | undefined>(now, { ...former, updatedAt: now }),
    status: leaving ? ends.plan(Math.max(now, released), 'deleted') : ends,
    effect,
  });
}

function fresh(hostname: string, now: number): AssociationRecord {
  return {
    hostname,
    row: new Timeline<AssociationRow | undefined>(now, undefined),
    status: new Timeline<Status>(now, 'initializing'),
    effect: new Timeline<Effect>(now, { kind: 'zone-level' }),
  };
}

/** Until the new association is active, the edges go on doing what they did. */
function take(
  world: World,
  record: AssociationRecord,
  certificate: CertificateRecord,
  enabled: boolean,
  now: number,
): void {
  record.status.set(now, 'pending_deployment');
  record.effect.set(now, record.effect.at(now) ?? { kind: 'zone-level' });
  const ready = now + Math.max(1, span(world, 'association'));
  if (!enabled) {
    record.status.plan(ready, 'active');
    record.effect.plan(ready, { kind: 'nothing' });
    return;
  }
  const live = certificate.deployment.at(now)?.live === true;
  const deployed = live ? now : certificate.deployment.next(now, (value) => value.live);
  if (deployed === undefined) return;
  const active = Math.max(ready, deployed);
  record.status.plan(active, 'active');
  record.effect.plan(active, { kind: 'certificate', certificateId: certificate.id });
}

function voidRow(
  world: World,
  zone: Zone,
  record: AssociationRecord,
  row: AssociationRow,
  now: number,
): void {
  const settled = now + Math.max(1, span(world, 'association'));
  record.effect.set(now, record.effect.at(now) ?? { kind: 'zone-level' });
  record.effect.plan(settled, { kind: 'zone-level' });
  const before = record.row.at(now);
  // What never was there has nothing else to show.
  const late = world.variants.voidShown === 'once-settled' && before?.certificateId === row.certificateId;
  if (late) {
    record.row.set(now, { ...before, updatedAt: now }).plan(settled, row);
    record.status.set(now, record.status.at(now) ?? 'active').plan(settled, 'pending_deletion');
  } else {
    record.row.set(now, row);
    record.status.set(now, 'pending_deletion');
  }
  if (world.variants.voidClears === 'never') return;
  const gone = (late ? settled : now) + Math.max(1, span(world, 'voidLinger'));
  record.status.plan(gone, 'deleted');
  if (!world.variants.deletedAssociationsListed) record.row.plan(gone, undefined);
  zone.releases.set(
    row.certificateId,
    Math.max(zone.releases.get(row.certificateId) ?? 0, (late ? settled : now) + span(world, 'release')),
  );
}

/** The rows at a moment, with the wanted status; `all` for every one. */
export function listAssociations(
  zone: Zone,
  wanted: ReadonlySet<string>,
  moment: number,
): { readonly record: AssociationRecord; readonly row: AssociationRow }[] {
  return [...zone.formerAssociations, ...zone.associations.values()].flatMap((record) => {
    const row = record.row.at(moment);
    const status = record.status.at(moment);
    if (row === undefined || status === undefined) return [];
    return wanted.has('all') || wanted.has(status) ? [{ record, row }] : [];
  });
}

/** The association of one hostname; a voided one is found while it lingers. */
export function findAssociation(
  zone: Zone,
  hostname: string,
  now: number,
): Result<{ readonly record: AssociationRecord; readonly row: AssociationRow }> {
  const record = zone.associations.get(hostname);
  const row = record?.row.at(now);
  if (record === undefined || row === undefined || record.status.at(now) === 'deleted') {
    return refused('no-setting');
  }
  return done({ record, row });
}
