import { domainToUnicode } from 'node:url';
import type { ApiProblem } from './catalogue.ts';
import type { AssociationRecord, AssociationRow, CertificateRecord, Level, Status, Zone } from './state.ts';
import type { Variants } from './variants.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The envelope of a success. */
export function success(result: Json, resultInfo?: Json): Json {
  const envelope = { success: true, errors: [], messages: [], result };
  return resultInfo === undefined ? envelope : { ...envelope, result_info: resultInfo };
}

/** A list of certificates without any. */
export function emptyList(level: Level, { emptyList: variant }: Variants): Json {
  return (level === 'zone') === (variant === 'as-seen') ? null : [];
}

/** The envelope of an error; as seen live, without `result`, and where access is denied without `messages`. */
export function failure(problem: ApiProblem): Json {
  const { code, message, chain } = problem;
  const error = chain === undefined ? { code, message } : { code, message, error_chain: chain };
  const bare = { success: false, errors: [error] };
  return problem.status === 400 || problem.status === 404 || problem.status === 409
    ? { ...bare, messages: [] }
    : bare;
}

/** A timestamp with as many fraction digits as the variant has; digits beyond milliseconds come from it too. */
export function timestamp(ms: number, digits: Variants['fractionDigits']): string {
  const iso = new Date(ms).toISOString();
  const seconds = iso.slice(0, -'.000Z'.length);
  const fraction = iso.slice(-'000Z'.length, -1);
  return digits === 0 ? `${seconds}Z` : `${seconds}.${fraction.padEnd(9, '374119').slice(0, digits)}Z`;
}

function certificateText(pem: string, variant: Variants['certificateText']): string {
  switch (variant) {
    case 'lf':
      return pem;
    case 'crlf':
      return pem.replaceAll('\n', '\r\n');
    case 'extra-newline':
      return `${pem}\n`;
    case 'wide':
      return wrapped(pem, 76);
    case 'one-line':
      return wrapped(pem, Number.POSITIVE_INFINITY);
  }
}

/** The same text with other line breaks; every block of a chain is kept. */
function wrapped(pem: string, width: number): string {
  return pem.replaceAll(/(-----BEGIN [^-]+-----)([^-]+)(-----END)/gu, (_, begin, body, end) => {
    const digits = String(body).replaceAll(/\s/gu, '');
    const lines: string[] = [];
    for (let at = 0; at < digits.length; at += width) lines.push(digits.slice(at, at + width));
    return [begin, ...lines, end].join('\n');
  });
}

function facts(record: CertificateRecord, variants: Variants): Record<string, Json> {
  return {
    certificate: certificateText(record.facts.pem, variants.certificateText),
    issuer: record.facts.issuer,
    signature: record.facts.signature,
    serial_number: record.facts.serialDecimal,
    expires_on: timestamp(record.facts.notAfter, 0),
  };
}

/** A certificate as both levels answer it; `status` where the answer tells another than the moment's. */
export function certificateJson(
  record: CertificateRecord,
  moment: number,
  variants: Variants,
  status: Status | undefined = record.status.at(moment),
): Json {
  const { serial_number: serial = null, ...rest } = facts(record, variants);
  const hidden = record.level === 'zone' && variants.zoneSerialNumber === 'absent';
  return {
    id: record.id,
    ...rest,
    ...(hidden ? {} : { serial_number: serial }),
    status: status ?? 'initializing',
    uploaded_on: timestamp(record.uploadedOn.at(moment) ?? record.createdAt, variants.fractionDigits),
  };
}

/** An association as `GET …/hostnames/{hostname}` and the PUT answer it, with its certificate's facts. */
export function associationJson(
  zone: Zone,
  record: AssociationRecord,
  row: AssociationRow,
  now: number,
  variants: Variants,
): Record<string, Json> {
  const certificate = zone.certificates.get(row.certificateId);
  return {
    ...(certificate === undefined ? {} : facts(certificate, variants)),
    ...associationRowJson(record, row, now, variants),
    cert_status: certificate?.status.at(now) ?? 'deleted',
    ...(certificate === undefined
      ? {}
      : {
          cert_uploaded_on: timestamp(
            certificate.uploadedOn.at(now) ?? certificate.createdAt,
            variants.fractionDigits,
          ),
          cert_updated_at: timestamp(certificate.createdAt, variants.fractionDigits),
        }),
  };
}

/** An association as the list of all has it: six fields. */
export function associationRowJson(
  record: AssociationRecord,
  row: AssociationRow,
  moment: number,
  variants: Variants,
): Record<string, Json> {
  return {
    cert_id: row.certificateId,
    hostname: record.hostname,
    enabled: row.enabled,
    status: record.status.at(moment) ?? 'initializing',
    created_at: timestamp(row.createdAt, variants.fractionDigits),
    updated_at: timestamp(row.updatedAt, variants.fractionDigits),
  };
}

/** A zone as `GET /zones` answers it. */
export function zoneJson(zone: Zone, { idnNames }: Variants): Json {
  const date = '2019-01-01T05:20:00.12345Z';
  return {
    id: zone.id,
    name: idnNames === 'unicode' ? domainToUnicode(zone.name) : zone.name,
    status: zone.status,
    paused: false,
    type: 'full',
    development_mode: 0,
    name_servers: ['ada.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
    original_name_servers: null,
    original_registrar: null,
    original_dnshost: null,
    created_on: date,
    modified_on: date,
    activated_on: date,
    meta: { step: 2, custom_certificate_quota: 0, page_rule_quota: 3, phishing_detected: false },
    owner: { id: zone.account.id, type: 'organization', name: zone.account.name },
    account: { id: zone.account.id, name: zone.account.name },
  };
}
