import { associationJson, associationRowJson, type Json } from './answers.ts';
import { findAssociation, listAssociations, putAssociations, type AssociationItem } from './associations.ts';
import { isObject, objectBody } from './request.ts';
import type { Answer, ZoneCall } from './routes.ts';
import { done, refused, span, type Result } from './world.ts';

const statuses = new Set([
  'active',
  'pending_deployment',
  'pending_deletion',
  'deleted',
  'deployment_timed_out',
  'deletion_timed_out',
  'all',
]);

export function getAssociation({ world, zone, now, part }: ZoneCall): Result<Answer> {
  const found = findAssociation(zone, part.toLowerCase(), now);
  if (!found.ok) return found;
  const { record, row } = found.value;
  return done({ result: associationJson(zone, record, row, now, world.variants) });
}

export function getAssociations({ world, zone, request, now }: ZoneCall): Result<Answer> {
  switch (world.variants.associationList) {
    case 'status-403':
      return refused('unauthenticated');
    case 'status-404':
      return refused('not-found');
    case 'status-405':
      return refused('method-not-allowed');
    case 'available':
      break;
  }
  const wanted = new Set((request.query['status'] ?? 'active').split(','));
  const page = Number(request.query['page'] ?? 1);
  const asked = Number(request.query['per_page'] ?? 50);
  const whole = Number.isInteger(page) && Number.isInteger(asked);
  if (!whole || page < 1 || asked < 1 || asked > 1000) return refused('invalid-value');
  const perPage = world.variants.associationPages === 'fifty' ? Math.min(asked, 50) : asked;
  if ([...wanted].some((status) => !statuses.has(status))) return refused('invalid-value');
  const moment = now - span(world, 'associationListLag');
  const all = listAssociations(zone, wanted, moment);
  const shown = all.slice((page - 1) * perPage, page * perPage);
  const result = shown.map(({ record, row }): Json =>
    associationRowJson(record, row, moment, world.variants),
  );
  if (world.variants.pageInfo === 'absent') return done({ result });
  return done({
    result,
    resultInfo: {
      page,
      per_page: perPage,
      count: shown.length,
      total_count: all.length,
      total_pages: Math.ceil(all.length / perPage),
    },
  });
}

export function setAssociations({ world, zone, request, now }: ZoneCall): Result<Answer> {
  const body = objectBody(request.body);
  if (body === undefined) return refused('malformed');
  const items = readConfig(body['config']);
  if (items === undefined) return refused('invalid-value');
  const put = putAssociations(world, zone, items, now);
  if (!put.ok) return put;
  const own = new Set(put.value.map((record) => record.hostname));
  const rows = listAssociations(zone, new Set(['all']), now).map(({ record, row }) => ({
    hostname: record.hostname,
    json: associationJson(zone, record, row, now, world.variants),
  }));
  const mine = rows.filter((row) => own.has(row.hostname));
  const others = rows.filter((row) => !own.has(row.hostname));
  switch (world.variants.putAnswer) {
    case 'whole-zone':
      return done({ result: rows.map((row): Json => row.json) });
    case 'own-last':
      return done({ result: [...others, ...mine].map((row): Json => row.json) });
    case 'own-only':
      return done({ result: mine.map((row): Json => row.json) });
  }
}

function readConfig(config: unknown): AssociationItem[] | undefined {
  if (!Array.isArray(config) || config.length === 0) return undefined;
  const items: AssociationItem[] = [];
  for (const item of config as readonly unknown[]) {
    if (!isObject(item)) return undefined;
    const { hostname, cert_id: certificateId, enabled } = item;
    if (typeof hostname !== 'string' || hostname === '') return undefined;
    if (certificateId !== undefined && certificateId !== null && typeof certificateId !== 'string') {
      return undefined;
    }
    if (typeof enabled !== 'boolean' && enabled !== null) return undefined;
    items.push({ hostname: hostname.toLowerCase(), certificateId: certificateId ?? undefined, enabled });
  }
  return items;
}
