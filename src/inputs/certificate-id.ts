import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** One id as Cloudflare makes them, hexadecimal or UUID; empty where it is none, which is reported. */
export function readCertificateId(field: Field, report: Report): string {
  if (/^[\da-z](?:[\da-z-]{6,62})[\da-z]$/iu.test(field.value)) return field.value;
  const cause = /[,\s]/u.test(field.value) ? 'holds more than one word' : 'is not the id of a certificate';
  const cure =
    'Write one id as Cloudflare shows it, such as 32 hexadecimal characters; `operation: status` lists them.';
  complain(report, field, 'NOT_A_CERTIFICATE_ID', cause, cure);
  return '';
}
