import { contextTag, DER, readChildren, readWhole } from './der.ts';
import type { DerElement } from './der.ts';

/** Milliseconds since 1970. */
export interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/**
 * The dates of a certificate in DER; `undefined` where either is none. Never throws.
 * Read here, since Node makes an arbitrary date of one that does not exist.
 */
export function readValidity(der: Uint8Array): Validity | undefined {
  const toBeSigned = readChildren(readWhole(der))?.[0];
  // A version, where there is one, comes first: then serial number, signature algorithm, issuer, validity.
  const fields = readChildren(toBeSigned)?.filter((field) => field.tag !== contextTag(0, true));
  const [from, to] = (readChildren(fields?.[3]) ?? []).map(readTime);
  return from === undefined || to === undefined ? undefined : { notBefore: from, notAfter: to };
}

/** UTCTime and GeneralizedTime in the one form RFC 5280 allows: to the second, in UTC. */
function readTime({ tag, content }: DerElement): number | undefined {
  const text = Buffer.from(content).toString('latin1');
  const full = tag === DER.generalizedTime ? text : `${text < '5' ? '20' : '19'}${text}`;
  const iso = full.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
  const date = new Date(iso);
  // A date that does not exist (30 February) would be moved on to one that does.
  return Number.isNaN(date.getTime()) || date.toISOString() !== iso ? undefined : date.getTime();
}
