import type { Evidence } from './evidence.ts';

/** Rows alike that are kept one by one; a longer run shows its first ones and its latest. */
const ALIKE = 5;
const ROWS = 40;

/** Evidence of one URL, bounded however long the probing lasts. */
export function addRow(rows: readonly Evidence[], row: Evidence): readonly Evidence[] {
  const latest = rows.slice(-ALIKE);
  if (latest.length === ALIKE && latest.every((earlier) => alike(earlier, row)))
    return [...rows.slice(0, -1), row];
  const kept = rows.length < ROWS ? rows : rows.toSpliced(ROWS / 2, 1);
  return [...kept, row];
}

function alike(one: Evidence, other: Evidence): boolean {
  return one.verdict === other.verdict && one.status === other.status && one.served === other.served;
}
