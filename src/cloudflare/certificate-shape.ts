import { readDate } from './dates.ts';
import { isId } from './endpoint.ts';
import { cleanSentence, cleanWord } from './foreign-text.ts';
import { asObject, textOf } from './json.ts';
import type { Json } from './json.ts';
import { readStatus } from './status.ts';
import type { CertificateStatus } from './status.ts';

/** A certificate as the API tells it. Only these fields are kept: a `private_key` in an answer is dropped. */
export interface Certificate {
  readonly id: string;
  readonly status: CertificateStatus;
  readonly rawStatus: string;
  readonly pem: string | undefined;
  readonly issuer: string | undefined;
  /** As it came: decimal in the documentation, yet read the certificate itself where it matters. */
  readonly serialNumber: string | undefined;
  /** Epoch ms. */
  readonly expiresOn: number | undefined;
  /** Epoch ms, fraction kept. */
  readonly uploadedOn: number | undefined;
  readonly uploadedOnText: string | undefined;
}

/** A leaf is a few KiB; more than this is no certificate. */
const LONGEST_PEM = 64 * 1024;

/** Null is an empty list; a lone object is a list of one. One unreadable row makes the list unreadable. */
export function readCertificates(result: unknown): { readonly value: readonly Certificate[] } | undefined {
  const rows = rowsOf(result);
  if (rows === undefined) return undefined;
  const read = rows.map((row) => oneCertificate(row));
  const value = read.filter((row) => row !== undefined);
  return value.length === read.length ? { value } : undefined;
}

/**
 * One certificate. An array is tolerated where only one row can be meant: the one with the expected id,
 * or the only one. Another id than the expected one is unreadable, not a certificate.
 */
export function readCertificate(
  result: unknown,
  expectedId?: string,
): { readonly value: Certificate } | undefined {
  const all = readCertificates(result)?.value ?? [];
  const fitting = expectedId === undefined ? all : all.filter((row) => row.id === expectedId);
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? undefined : { value: only };
}

/** The rows of a list, of a null that stands for an empty one, or of a lone object. */
export function rowsOf(result: unknown): readonly unknown[] | undefined {
  if (result === null) return [];
  if (Array.isArray(result)) return result as readonly unknown[];
  return asObject(result) === undefined ? undefined : [result];
}

function oneCertificate(row: unknown): Certificate | undefined {
  const json = asObject(row);
  const id = json === undefined ? undefined : textOf(json, 'id');
  if (json === undefined || id === undefined || !isId(id)) return undefined;
  const issuer = textOf(json, 'issuer');
  const serialNumber = textOf(json, 'serial_number');
  const uploadedOn = readDate(json['uploaded_on']);
  return {
    id,
    ...readStatus(json['status']),
    pem: pemOf(json),
    issuer: issuer === undefined ? undefined : cleanSentence(issuer),
    serialNumber: serialNumber === undefined ? undefined : cleanWord(serialNumber),
    expiresOn: readDate(json['expires_on']),
    uploadedOn,
    uploadedOnText: uploadedOn === undefined ? undefined : textOf(json, 'uploaded_on'),
  };
}

function pemOf(json: Json): string | undefined {
  const pem = textOf(json, 'certificate');
  if (pem === undefined || pem.length > LONGEST_PEM || pem.includes('PRIVATE KEY')) return undefined;
  return pem;
}
