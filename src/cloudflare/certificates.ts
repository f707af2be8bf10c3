import type { ActionError } from '../errors.ts';
import { meaningOf, unlessUnknown, type ApiError, type Meaning, type Outcome } from './api-error.ts';
import type { Api } from './api.ts';
import type { PathTemplate } from './endpoint.ts';
import { readCertificate, readCertificates, isTombstone, type Certificate } from './shapes.ts';

export type { Certificate, CertificateStatus } from './shapes.ts';

/** The two levels keep separate stores: an id of one is unknown to the other. */
export type Level = 'zone' | 'hostname';

const STORE = {
  zone: '/zones/{zone_id}/origin_tls_client_auth',
  hostname: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates',
} as const satisfies Record<Level, PathTemplate>;

const ONE = {
  zone: '/zones/{zone_id}/origin_tls_client_auth/{certificate_id}',
  hostname: '/zones/{zone_id}/origin_tls_client_auth/hostnames/certificates/{certificate_id}',
} as const satisfies Record<Level, PathTemplate>;

/** The live certificates of a level, without deleted ones. The list may lag an upload by a minute. */
export async function listCertificates(
  api: Api,
  zoneId: string,
  level: Level,
): Promise<readonly Certificate[]> {
  const all = await api.read({
    method: 'GET',
    template: STORE[level],
    values: { zone_id: zoneId },
    long: true,
    read: readCertificates,
  });
  const live = all.filter((certificate) => !isTombstone(certificate.status));
  // A row that comes twice is one certificate.
  return [...new Map(live.map((certificate) => [certificate.id, certificate])).values()];
}

/**
 * One certificate by its id, deleted ones included for as long as the API keeps them readable.
 * @returns undefined where the API knows no such certificate at this level
 */
export async function getCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  id: string,
): Promise<Certificate | undefined> {
  return await unlessUnknown(
    api.read({
      method: 'GET',
      template: ONE[level],
      values: { zone_id: zoneId, certificate_id: id },
      read: (result) => readCertificate(result, id),
    }),
  );
}

/**
 * Sends a certificate with its key, once: after an answer that was lost it is never sent again. At zone
 * level this is the cut-over. A refusal with code 1406 means that the certificate is there already.
 */
export async function uploadCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  body: { readonly certificate: string; readonly privateKey: string },
): Promise<Outcome<Certificate>> {
  return await api.write({
    method: 'POST',
    template: STORE[level],
    values: { zone_id: zoneId },
    body: { certificate: body.certificate, private_key: body.privateKey },
    secrets: keyLines(body.privateKey),
    read: (result) => readCertificate(result),
  });
}

/** The lines between BEGIN and END, without a short last one, which could be an ordinary word. */
function keyLines(pem: string): readonly string[] {
  return pem.split(/\s*[\r\n]+\s*/).filter((line) => line.length >= 6 && !line.startsWith('-----'));
}

/** `accepted` is a promise, not a fact: read the certificate to see whether it went. */
export type DeleteOutcome =
  | { readonly kind: 'accepted' | 'gone' | 'in-use' | 'pending-deployment' }
  | { readonly kind: 'refused'; readonly error: ApiError }
  | { readonly kind: 'ambiguous'; readonly error: ActionError };

/** What a refusal means for a delete; also where an earlier attempt may have been the one that did it. */
const DELETED = {
  'not-found': 'gone',
  'deletion-runs': 'gone',
  'in-use': 'in-use',
  'pending-deployment': 'pending-deployment',
  other: undefined,
} as const satisfies Record<Meaning, DeleteOutcome['kind'] | undefined>;

/**
 * Deletes a certificate. `in-use` (1433) and `pending-deployment` (1434) pass: the caller waits and asks again.
 * @param beforeAgain called before each repeated attempt and each that had to wait; what it throws ends the call
 */
export async function deleteCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  id: string,
  beforeAgain?: () => Promise<void>,
): Promise<DeleteOutcome> {
  const outcome = await api.write({
    method: 'DELETE',
    template: ONE[level],
    values: { zone_id: zoneId, certificate_id: id },
    read: () => ({ value: undefined }),
    ...(beforeAgain === undefined ? {} : { beforeAgain }),
  });
  if (outcome.kind === 'applied') return { kind: 'accepted' };
  const kind = DELETED[meaningOf(outcome.error)];
  return kind === undefined ? outcome : { kind };
}
