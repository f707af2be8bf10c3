import type { ActionError } from '../errors.ts';
import type { Api } from './api.ts';
import { unreadable } from './attempt.ts';
import { safeHostname, safeId } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { isRecord } from './envelope.ts';
import { ApiError } from './error-catalogue.ts';
import type { Outcome } from './outcome.ts';
import { outcomeOf, readDate, readIfThere, readText } from './replies.ts';
import { rawStatus, readStatus } from './status.ts';
import type { CertificateStatus } from './status.ts';

/** hostname ↔ certificate. `enabled`: true, use it; false, send none; null, voided. */
export interface Association {
  readonly hostname: string;
  readonly certificateId: string | undefined;
  readonly enabled: boolean | null | undefined;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  /** Only where the endpoint tells it. */
  readonly certificateStatus: CertificateStatus | undefined;
  /** Epoch milliseconds. */
  readonly updatedAt: number | undefined;
}

export interface AssociationRequest {
  readonly hostname: string;
  /** Required even to void (else 1404). */
  readonly certificateId: string;
  readonly enabled: boolean | null;
}

export type AssociationList =
  | { readonly kind: 'complete'; readonly associations: readonly Association[] }
  | { readonly kind: 'unavailable'; readonly error: ActionError };

const PER_PAGE = 1000;
/** 10 certificates with 100 associations each fill one page; voided ones may linger. */
const MOST_PAGES = 20;

/**
 * All associations of the zone, whatever their status. `unavailable` where token or API do not give
 * the list (403, 404, 405), or where its pages never end.
 */
export async function listAssociations(api: Api, zoneId: string): Promise<AssociationList> {
  const associations: Association[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const endpoint = list(zoneId, page);
    const reply = await api.call(endpoint);
    if (reply.kind === 'failure') {
      if (isNoList(reply.error)) return { kind: 'unavailable', error: reply.error };
      throw reply.error;
    }
    const rows = readRows(reply.result);
    if (rows === undefined) throw unreadable(endpoint);
    associations.push(...rows);
    const last = reply.pages === undefined ? rows.length < PER_PAGE : page >= reply.pages;
    if (last || rows.length === 0) return { kind: 'complete', associations };
  }
  return { kind: 'unavailable', error: unreadable(list(zoneId, MOST_PAGES)) };
}

/** The association of one hostname; undefined where it was never configured (404, 1553). */
export async function getAssociation(
  api: Api,
  zoneId: string,
  hostname: string,
): Promise<Association | undefined> {
  const endpoint = {
    ...base('GET', zoneId),
    template: 'GET /zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}',
    path: `${base('GET', zoneId).path}/${safeHostname(hostname)}`,
  };
  return await readIfThere(api, endpoint, (result) =>
    readRows(Array.isArray(result) ? result : [result])?.find((row) => row.hostname === hostname),
  );
}

/** Sets associations, keyed by hostname. The answer holds all of the zone's: search it by hostname. */
export async function putAssociations(
  api: Api,
  zoneId: string,
  config: readonly AssociationRequest[],
): Promise<Outcome<readonly Association[]>> {
  const body = {
    config: config.map(({ hostname, certificateId, enabled }) => ({
      hostname,
      cert_id: certificateId,
      enabled,
    })),
  };
  const endpoint = { ...base('PUT', zoneId), body };
  return outcomeOf(endpoint, await api.call(endpoint), (result) =>
    readRows(Array.isArray(result) ? result : [result]),
  );
}

function isNoList(error: ActionError): boolean {
  if (!(error instanceof ApiError) || error.apiCodes.includes(7003)) return false;
  return error.status === 403 || error.status === 404 || error.status === 405;
}

function readRows(result: unknown): readonly Association[] | undefined {
  if (result === null) return [];
  if (!Array.isArray(result)) return undefined;
  const rows = result.map(readAssociation);
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

function readAssociation(value: unknown): Association | undefined {
  if (!isRecord(value)) return undefined;
  const hostname = readText(value['hostname'], 255)?.toLowerCase();
  if (hostname === undefined) return undefined;
  const id = readText(value['cert_id'], 64);
  const enabled = value['enabled'];
  return {
    hostname,
    certificateId: id !== undefined && /^[0-9A-Za-z-]+$/u.test(id) ? id : undefined,
    enabled: typeof enabled === 'boolean' || enabled === null ? enabled : undefined,
    status: readStatus(value['status']),
    rawStatus: rawStatus(value['status']),
    certificateStatus: value['cert_status'] === undefined ? undefined : readStatus(value['cert_status']),
    updatedAt: readDate(value['updated_at']) ?? readDate(value['cert_updated_at']),
  };
}

function base(method: Endpoint['method'], zoneId: string): Endpoint {
  return {
    method,
    template: `${method} /zones/{zone_id}/origin_tls_client_auth/hostnames`,
    path: `/zones/${safeId(zoneId)}/origin_tls_client_auth/hostnames`,
    zoneId,
  };
}

function list(zoneId: string, page: number): Endpoint {
  const endpoint = base('GET', zoneId);
  return { ...endpoint, path: `${endpoint.path}?status=all&page=${page}&per_page=${PER_PAGE}` };
}
