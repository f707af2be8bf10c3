import { rowsOf } from './certificate-shape.ts';
import { readDate } from './dates.ts';
import { isId } from './endpoint.ts';
import { cleanName } from './foreign-text.ts';
import { asObject, textOf } from './json.ts';
import type { Json } from './json.ts';
import { readStatus } from './status.ts';
import type { CertificateStatus } from './status.ts';

/** What ties a hostname to a certificate. In effect only when both statuses are `active` and `enabled` is true. */
export interface Association {
  /** Lower case, without a final dot. */
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
export function readAssociations(result: unknown): { readonly value: readonly Association[] } | undefined {
  const rows = rowsOf(result);
  if (rows === undefined) return undefined;
  const read = rows.map((row) => oneAssociation(row));
  const value = read.filter((row) => row !== undefined);
  return value.length === read.length ? { value } : undefined;
}

/** The rows of these hostnames, whatever else is there. */
export function pickAssociations(
  result: unknown,
  hostnames: ReadonlySet<string>,
): { readonly value: readonly Association[] } | undefined {
  const rows = rowsOf(result)?.map((row) => oneAssociation(row));
  if (rows === undefined) return undefined;
  return { value: rows.filter((row) => row !== undefined).filter((row) => hostnames.has(row.hostname)) };
}

/** The row of this hostname, found by name. No value where all that is left of it is history. */
export function readAssociation(
  result: unknown,
  hostname: string,
): { readonly value: Association | undefined } | undefined {
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
  const hostname = json === undefined ? undefined : textOf(json, 'hostname');
  if (json === undefined || hostname === undefined) return undefined;
  const certificateId = textOf(json, 'cert_id');
  if (certificateId !== undefined ? !isId(certificateId) : !isAbsent(json['cert_id'])) return undefined;
  const certificateStatus = json['cert_status'];
  return {
    hostname: cleanName(hostname).toLowerCase().replace(/\.$/, ''),
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
