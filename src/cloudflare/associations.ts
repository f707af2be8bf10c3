import { ApiError, unlessUnknown, type Outcome } from './api-error.ts';
import type { Api } from './api.ts';
import { asObject, countOf } from './json.ts';
import { pickAssociations, readAssociation, isHistory, readAssociations } from './shapes.ts';
import type { Association } from './shapes.ts';

export { byWeight } from './shapes.ts';
export type { Association } from './shapes.ts';

/** `true`: show this certificate; `false`: show none; `null`: void, so that the zone level applies again. */
export interface AssociationRequest {
  readonly hostname: string;
  readonly certificateId: string;
  readonly enabled: boolean | null;
}

const TEMPLATE = '/zones/{zone_id}/origin_tls_client_auth/hostnames';

/** Undefined where none was ever made, or it was deleted. */
export async function getAssociation(
  api: Api,
  zoneId: string,
  hostname: string,
): Promise<Association | undefined> {
  return await unlessUnknown(
    api.read({
      method: 'GET',
      template: '/zones/{zone_id}/origin_tls_client_auth/hostnames/{hostname}',
      values: { zone_id: zoneId, hostname },
      read: (result) => readAssociation(result, hostname),
    }),
  );
}

/** Returns the rows of these hostnames only: the API answers with all associations of the zone. */
export async function putAssociations(
  api: Api,
  zoneId: string,
  config: readonly AssociationRequest[],
): Promise<Outcome<readonly Association[]>> {
  const wanted = new Set(config.map((row) => row.hostname));
  return await api.write({
    method: 'PUT',
    template: TEMPLATE,
    values: { zone_id: zoneId },
    long: true,
    body: {
      config: config.map(({ hostname, certificateId, enabled }) => ({
        hostname,
        cert_id: certificateId,
        enabled,
      })),
    },
    read: (result) => pickAssociations(result, wanted),
  });
}

export type ListedAssociations =
  | { readonly kind: 'complete'; readonly associations: readonly Association[] }
  /** The API has no such list, this token may not read it, or its pages make no sense. */
  | { readonly kind: 'unavailable'; readonly error: ApiError };

/** The API's maximum. Its default is 50, which it also uses when it ignores what was asked for. */
const PER_PAGE = 1000;
const DEFAULT_PER_PAGE = 50;
/** Twenty thousand hostnames: more than any zone has, so that endless pages end. */
const MOST_PAGES = 20;

interface Page {
  readonly rows: readonly Association[];
  readonly perPage: number | undefined;
  readonly total: number | undefined;
  readonly pages: number | undefined;
}

/**
 * All associations of a zone, of every status but `deleted`: a deleted one is history. `complete` is a promise that nothing is missing: a delete
 * relies on it.
 * @throws ApiError for other refusals than 401, 403, 404 and 405, or ActionError where no answer came
 */
export async function listAssociations(api: Api, zoneId: string): Promise<ListedAssociations> {
  const found = new Map<string, readonly Association[]>();
  let total: number | undefined;
  for (let number = 1; number <= MOST_PAGES; number += 1) {
    const page = await getPage(api, zoneId, number);
    if (page instanceof ApiError) return { kind: 'unavailable', error: page };
    // The list changed between two pages: a row may have slipped from one to the other unseen.
    if (number > 1 && page.total !== total) break;
    ({ total } = page);
    const before = found.size;
    // One page may hold a row twice; what another page holds again is the same row, seen twice.
    for (const [key, same] of Map.groupBy(page.rows, keyOf))
      if (same.length > (found.get(key)?.length ?? 0)) found.set(key, same);
    const rows = [...found.values()].flat();
    const verdict = judge(page, number, rows.length, found.size > before);
    if (verdict === 'complete')
      return { kind: 'complete', associations: rows.filter((row) => !isHistory(row)) };
    if (verdict === 'senseless') break;
  }
  return { kind: 'unavailable', error: senselessPages() };
}

/** The list may name a hostname once for each time it was tied to a certificate. */
function keyOf(row: Association): string {
  const { hostname, certificateId, createdAt, rawStatus, updatedAt } = row;
  const ended = isHistory(row) ? updatedAt : undefined;
  return JSON.stringify([hostname, certificateId ?? null, createdAt ?? null, rawStatus, ended ?? null]);
}

/** Any hint that there is more counts: the list is complete only without one. */
function judge(page: Page, number: number, seen: number, grew: boolean): 'complete' | 'more' | 'senseless' {
  const { rows, perPage, total, pages } = page;
  const whole = (total === undefined || seen >= total) && (pages === undefined || number >= pages);
  if (rows.length === 0) return whole ? 'complete' : 'senseless';
  if (!grew) return 'senseless';
  if (!whole) return 'more';
  if (total !== undefined) return 'complete';
  const full =
    perPage === undefined ? [DEFAULT_PER_PAGE, PER_PAGE].includes(rows.length) : rows.length >= perPage;
  return full || rows.length > PER_PAGE ? 'more' : 'complete';
}

async function getPage(api: Api, zoneId: string, number: number): Promise<Page | ApiError> {
  try {
    return await api.read({
      method: 'GET',
      template: TEMPLATE,
      values: { zone_id: zoneId },
      query: { status: 'all', page: String(number), per_page: String(PER_PAGE) },
      long: true,
      read: (result, info) => {
        const rows = readAssociations(result)?.value;
        const facts = asObject(info);
        if (rows === undefined) return undefined;
        return {
          value: {
            rows,
            perPage: countOf(facts, 'per_page'),
            total: countOf(facts, 'total_count'),
            pages: countOf(facts, 'total_pages'),
          },
        };
      },
    });
  } catch (error) {
    if (error instanceof ApiError && isUnavailable(error)) return error;
    throw error;
  }
}

/** A list with an unreadable row counts as no list: that row might be the one that matters. */
function isUnavailable(error: ApiError): boolean {
  return error.code === 'API_ANSWER_UNREADABLE' || [401, 403, 404, 405].includes(error.status);
}

function senselessPages(): ApiError {
  return new ApiError({
    status: 200,
    apiCodes: [],
    apiMessages: [],
    endpoint: `GET ${TEMPLATE}`,
    ray: undefined,
    challenged: false,
    readable: false,
  });
}
