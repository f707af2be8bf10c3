import type { ActionError } from '../errors.ts';
import type { Api } from './api.ts';
import type { Endpoint } from './endpoint.ts';
import { safeId } from './endpoint.ts';
import { isRecord } from './envelope.ts';
import { ApiError, hasCode } from './error-catalogue.ts';
import type { Outcome } from './outcome.ts';
import { isMissing, outcomeOf, read, readDate, readIfThere, readText } from './replies.ts';
import { rawStatus, readStatus } from './status.ts';
import type { CertificateStatus } from './status.ts';

export type { CertificateStatus } from './status.ts';

/** Zone level, or per hostname: the paths differ, the calls are the same. */
export type Level = 'zone' | 'hostname';

/** A client certificate as the API shows it; the key is never in it. */
export interface Certificate {
  readonly id: string;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  readonly pem: string | undefined;
  readonly issuer: string | undefined;
  /** Decimal. Not in the schema at zone level, yet sent. */
  readonly serialNumber: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresOn: number | undefined;
  readonly uploadedOn: number | undefined;
}

/** What became of a delete. */
export type DeleteOutcome =
  | { readonly kind: 'accepted' | 'gone' | 'in-use' | 'pending-deployment' }
  | { readonly kind: 'refused' | 'ambiguous'; readonly error: ActionError };

/** Live certificates; `null` stands for none. The list lags behind by up to tens of seconds. */
export async function listCertificates(
  api: Api,
  zoneId: string,
  level: Level,
): Promise<readonly Certificate[]> {
  return await read(api, collection('GET', zoneId, level), (result) => {
    if (result === null) return [];
    const rows = Array.isArray(result) ? result : [result];
    const certificates = rows.map(readCertificate);
    return certificates.every((one) => one !== undefined) ? certificates.filter(isListed) : undefined;
  });
}

/** The truth about one certificate; undefined where the API does not know it. */
export async function getCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  id: string,
): Promise<Certificate | undefined> {
  return await readIfThere(api, member('GET', zoneId, level, id), (result) => {
    const found = pick(result, id);
    return found?.id === id ? found : undefined;
  });
}

/** Uploads a certificate with its key. Never sent twice unless the first certainly was not applied. */
export async function uploadCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  body: { readonly certificate: string; readonly privateKey: string },
): Promise<Outcome<Certificate>> {
  const endpoint = {
    ...collection('POST', zoneId, level),
    body: { certificate: body.certificate, private_key: body.privateKey },
  };
  return outcomeOf(endpoint, await api.call(endpoint), (result) => pick(result));
}

/** Asks for a deletion; "already deleted" and "pending deletion" count as done. */
export async function deleteCertificate(
  api: Api,
  zoneId: string,
  level: Level,
  id: string,
): Promise<DeleteOutcome> {
  const reply = await api.call(member('DELETE', zoneId, level, id));
  if (reply.kind === 'success') return { kind: 'accepted' };
  const { error, perhaps } = reply;
  if (isMissing(error) || isAlreadyDeleted(error)) return { kind: 'gone' };
  if (hasCode(error, 1414)) return { kind: 'accepted' };
  if (hasCode(error, 1433)) return { kind: 'in-use' };
  if (hasCode(error, 1434)) return { kind: 'pending-deployment' };
  return { kind: perhaps ? 'ambiguous' : 'refused', error };
}

function isAlreadyDeleted(error: ActionError): boolean {
  return (
    error instanceof ApiError && error.apiErrors.some(({ message }) => /already deleted/iu.test(message))
  );
}

/** Tombstones do not belong in a list; some answers hold them all the same. */
function isListed(certificate: Certificate): boolean {
  return certificate.status !== 'deleted' && certificate.status !== 'pending_deletion';
}

function pick(result: unknown, id?: string): Certificate | undefined {
  if (!Array.isArray(result)) return readCertificate(result);
  const all = result.map(readCertificate);
  return id === undefined && all.length === 1 ? all[0] : all.find((one) => one?.id === id);
}

function readCertificate(value: unknown): Certificate | undefined {
  if (!isRecord(value)) return undefined;
  const id = readText(value['id'], 64) ?? readText(value['cert_id'], 64);
  if (id === undefined || !/^[0-9A-Za-z-]+$/u.test(id)) return undefined;
  return {
    id,
    status: readStatus(value['status']),
    rawStatus: rawStatus(value['status']),
    pem: readText(value['certificate'], 65_536),
    issuer: readText(value['issuer']),
    serialNumber: readText(value['serial_number'], 64),
    expiresOn: readDate(value['expires_on']),
    uploadedOn: readDate(value['uploaded_on']),
  };
}

const PATHS: Readonly<Record<Level, string>> = {
  zone: 'origin_tls_client_auth',
  hostname: 'origin_tls_client_auth/hostnames/certificates',
};

function collection(method: Endpoint['method'], zoneId: string, level: Level): Endpoint {
  return {
    method,
    template: `${method} /zones/{zone_id}/${PATHS[level]}`,
    path: `/zones/${safeId(zoneId)}/${PATHS[level]}`,
    zoneId,
  };
}

function member(method: Endpoint['method'], zoneId: string, level: Level, id: string): Endpoint {
  const base = collection(method, zoneId, level);
  return { ...base, template: `${base.template}/{certificate_id}`, path: `${base.path}/${safeId(id)}` };
}
