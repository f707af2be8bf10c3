import { privateKeyFormatRows } from './private-key-format-rows.ts';
import { lockedKeyRows } from './locked-key-rows.ts';
import { privateKeyMistakeRows } from './private-key-mistake-rows.ts';
import type { Row } from './row.ts';

/**
 * What people paste as `private-key`, with a sound certificate beside it.
 * @param at as in `certificateRows`
 */
export function privateKeyRows(at: number): readonly Row[] {
  return [...privateKeyFormatRows(at), ...lockedKeyRows(at), ...privateKeyMistakeRows(at)];
}
