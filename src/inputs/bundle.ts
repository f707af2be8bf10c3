import { readAuthorities } from '../certificate/authorities.ts';
import { armour } from '../certificate/pem.ts';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

/** A clean PEM bundle of authorities. Undefined where it is none, which is reported. Never echoed. */
export function readBundle(field: Field, report: Report): string | undefined {
  const read = readAuthorities(field.value);
  if (read.kind === 'read') return read.ders.map((der) => armour('CERTIFICATE', der)).join('');
  complain(report, field, read.reason, read.cause, read.cure);
  return undefined;
}
