import { readLeaf } from '../../certificate/leaf.ts';
import type { Leaf } from '../../certificate/leaf.ts';

/** Far more than the live certificates of any estate that one run can bring along. */
const MOST = 2000;
const known = new Map<string, Leaf | undefined>();

/**
 * `readLeaf`, remembered by the text: every look and every poll returns the same certificates again, and
 * reading one verifies a signature.
 */
export function readLeafOnce(pem: string): Leaf | undefined {
  if (known.has(pem)) return known.get(pem);
  if (known.size >= MOST) known.clear();
  const leaf = readLeaf(pem);
  known.set(pem, leaf);
  return leaf;
}
