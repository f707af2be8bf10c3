import type { InputRow } from './input-row.ts';

export const manifestRows: readonly InputRow[] = [];
