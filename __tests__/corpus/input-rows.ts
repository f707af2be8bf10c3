import { badRows } from './input-refused-rows.ts';
import type { InputRow } from './input-row.ts';
import { goodRows } from './input-accepted-rows.ts';
import { manifestRows } from './input-manifest-rows.ts';

/** Every row of "Inputs": what people write, and what must come of it. */
export const INPUT_ROWS: readonly InputRow[] = [...goodRows, ...badRows, ...manifestRows];
