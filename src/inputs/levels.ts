import type { Level } from '../cloudflare/certificates.ts';

export const LEVELS = ['zone', 'hostname'] as const satisfies readonly Level[];
