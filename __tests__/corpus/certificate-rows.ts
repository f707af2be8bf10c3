import { certificatePolicyRows } from './certificate-policy-rows.ts';
import { certificateTextRows } from './certificate-text-rows.ts';
import type { Row } from './row.ts';

/**
 * What people paste as `certificate`, with the right key beside it.
 * @param at the moment it is pasted, in milliseconds since 1970: the certificates are made around it
 */
export function certificateRows(at: number): readonly Row[] {
  return [...certificateTextRows(at), ...certificatePolicyRows(at)];
}
