import { isId, plainId } from './endpoint.ts';
import { asciiName } from './foreign-text.ts';
import { asObject, textOf, type Json, type Read } from './json.ts';
import { readDate } from './server-clock.ts';

/** A certificate as the API tells it. Only these fields are kept: a `private_key` in an answer is dropped. */
export interface Certificate {
  readonly id: string;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  readonly pem: string | undefined;
  /** Epoch ms. */
  readonly expiresOn: number | undefined;
  /** Epoch ms, fraction kept. */
  readonly uploadedOn: number | undefined;
}

/** A leaf is a few KiB; more than this is no certificate. */
const LONGEST_PEM = 64 * 1024;

/** Null is an empty list; a lone object is a list of one. One unreadable row makes the list unreadable. */
export function readCertificates(result: unknown): Read<readonly Certificate[]> {
  return readRows(result, oneCertificate);
}

/**
 * One certificate. An array is tolerated where only one row can be meant: the one with the expected id,
 * or the only one. Another id than the expected one is unreadable, not a certificate.
 */
export function readCertificate(result: unknown, expectedId?: string): Read<Certificate> {
  const all = readCertificates(result)?.value ?? [];
  const fitting = expectedId === undefined ? all : all.filter((row) => row.id === plainId(expectedId));
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? undefined : { value: only };
}

/** All rows of a list, each read by `one`; undefined where it is no list, or a row cannot be read. */
export function readRows<T>(result: unknown, one: (row: unknown) => T | undefined): Read<readonly T[]> {
  const read = rowsOf(result)?.map(one);
  const value = read?.filter((row) => row !== undefined);
  return value === undefined || value.length !== read?.length ? undefined : { value };
}

/** The rows of a list, of a null that stands for an empty one, or of a lone object. */
function rowsOf(result: unknown): readonly unknown[] | undefined {
  if (result === null) return [];
  if (Array.isArray(result)) return result as readonly unknown[];
  return asObject(result) === undefined ? undefined : [result];
}

function oneCertificate(row: unknown): Certificate | undefined {
  const json = asObject(row);
  const id = idOf(json, 'id');
  if (json === undefined || id === undefined) return undefined;
  return {
    id,
    ...readStatus(json['status']),
    pem: pemOf(json),
    expiresOn: readDate(json['expires_on']),
    uploadedOn: readDate(json['uploaded_on']),
  };
}

/** Undefined where it is none. */
export function idOf(json: Json | undefined, name: string): string | undefined {
  const id = textOf(json, name);
  return id !== undefined && isId(id) ? plainId(id) : undefined;
}

function pemOf(json: Json): string | undefined {
  const pem = textOf(json, 'certificate');
  if (pem === undefined || pem.length > LONGEST_PEM || pem.includes('PRIVATE KEY')) return undefined;
  return pem;
}

/** What ties a hostname to a certificate. In effect only when both statuses are `active` and `enabled` is true. */
export interface Association {
  /** In ASCII and lower case, without a final dot. */
  readonly hostname: string;
  readonly certificateId: string | undefined;
  /** Null: voided. Undefined: the answer did not say. */
  readonly enabled: boolean | null | undefined;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  /** Status of the certificate; the list of associations does not tell it. */
  readonly certificateStatus: CertificateStatus | undefined;
  /** Epoch ms, both. */
  readonly updatedAt: number | undefined;
  readonly createdAt: number | undefined;
}

/** All rows, or undefined if one of them cannot be read: a delete is decided by what is *not* in here. */
export function readAssociations(result: unknown): Read<readonly Association[]> {
  return readRows(result, oneAssociation);
}

/** The rows of these hostnames, whatever else is there. */
export function pickAssociations(
  result: unknown,
  hostnames: ReadonlySet<string>,
): Read<readonly Association[]> {
  const rows = rowsOf(result)?.map(oneAssociation);
  if (rows === undefined) return undefined;
  return {
    value: rows.filter((row): row is Association => row !== undefined && hostnames.has(row.hostname)),
  };
}

/** The row of this hostname, found by name. No value where all that is left of it is history. */
export function readAssociation(result: unknown, hostname: string): Read<Association | undefined> {
  const rows = (readAssociations(result)?.value ?? []).filter((row) => row.hostname === hostname);
  const [first, second] = rows.filter((row) => !isHistory(row)).toSorted(byWeight);
  const unclear = first !== undefined && second !== undefined && byWeight(first, second) === 0;
  return rows.length === 0 || unclear ? undefined : { value: first };
}

/** A deleted association is history: it ties its hostname to nothing. */
export function isHistory({ status }: Association): boolean {
  return status === 'deleted';
}

/** Of several rows of one hostname the one that counts is first: one that stays, then the latest. */
export function byWeight(a: Association, b: Association): number {
  const leaves = ({ status }: Association): number => (status === 'pending_deletion' ? 1 : 0);
  return leaves(a) - leaves(b) || (b.updatedAt ?? 0) - (a.updatedAt ?? 0);
}

function oneAssociation(row: unknown): Association | undefined {
  const json = asObject(row);
  const hostname = textOf(json, 'hostname');
  if (json === undefined || hostname === undefined) return undefined;
  const certificateId = idOf(json, 'cert_id');
  if (certificateId === undefined && !isAbsent(json['cert_id'])) return undefined;
  const certificateStatus = json['cert_status'];
  return {
    hostname: asciiName(hostname),
    certificateId,
    enabled: enabledOf(json),
    ...readStatus(json['status']),
    certificateStatus: isAbsent(certificateStatus) ? undefined : readStatus(certificateStatus).status,
    updatedAt: readDate(json['updated_at']),
    createdAt: readDate(json['created_at']),
  };
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function enabledOf(json: Json): boolean | null | undefined {
  const enabled = json['enabled'];
  return typeof enabled === 'boolean' || enabled === null ? enabled : undefined;
}

const STATUSES = [
  'initializing',
  'pending_deployment',
  'active',
  'pending_deletion',
  'deleted',
  'deployment_timed_out',
  'deletion_timed_out',
] as const;

/** The set is open: what is not known is `unknown`, and waited for. */
export type CertificateStatus = (typeof STATUSES)[number] | 'unknown';

/** `rawStatus` is as it came, fit to be printed; `unknown` where it was no word. */
export function readStatus(value: unknown): Pick<Certificate, 'status' | 'rawStatus'> {
  const rawStatus = typeof value === 'string' && /^[a-z_]{1,40}$/.test(value) ? value : 'unknown';
  return { status: STATUSES.find((status) => status === value) ?? 'unknown', rawStatus };
}

/** Deleted, or about to be: no longer to be counted. */
export function isTombstone(status: CertificateStatus): boolean {
  return status === 'pending_deletion' || status === 'deleted';
}

/** Being deployed: what may still become active. */
export function isDeploying(status: CertificateStatus | undefined): boolean {
  return status === 'initializing' || status === 'pending_deployment';
}

/** Takes a place in the store: neither deleted nor given up on the way there. */
export function isLiveStatus(status: CertificateStatus): boolean {
  return !isTombstone(status) && status !== 'deletion_timed_out';
}
