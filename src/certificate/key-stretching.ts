import { DER, readChildren, readWhole } from './der.ts';
import type { DerElement } from './der.ts';

/** Ten times what careful tools use; a second or two of work. */
export const MAXIMUM_ITERATIONS = 10_000_000;

/**
 * Whether opening an encrypted PKCS#8 key would take unbounded time: its author chooses the number of
 * rounds (RFC 8018), up to minutes and hours. `false` where there is no such number. Never throws.
 */
export function stretchesTooFar(der: Uint8Array): boolean {
  const algorithm = readChildren(readChildren(readWhole(der))?.[0]);
  const parameters = readChildren(algorithm?.[1]);
  // PBES2 names a function with parameters of its own; PBES1 has salt and rounds at once.
  const derivation = readChildren(readChildren(parameters?.[0])?.[1]);
  return [parameters?.[1], derivation?.[1]].some(isTooMany);
}

function isTooMany(element: DerElement | undefined): boolean {
  if (element?.tag !== DER.integer) return false;
  return BigInt(`0x0${Buffer.from(element.content).toString('hex')}`) > BigInt(MAXIMUM_ITERATIONS);
}
