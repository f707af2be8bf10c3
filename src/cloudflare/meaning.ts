import { ApiError } from './error-catalogue.ts';

export type Meaning = 'not-found' | 'deletion-runs' | 'in-use' | 'pending-deployment' | 'other';

/** Codes of the certificate and hostname endpoints. 1415 says "invalid or deleted": not at this level, in any case. */
const BY_CODE: ReadonlyMap<number, Meaning> = new Map([
  [1414, 'deletion-runs'],
  [1415, 'not-found'],
  [1433, 'in-use'],
  [1434, 'pending-deployment'],
  [1551, 'not-found'],
  [1552, 'not-found'],
  [1553, 'not-found'],
]);

/** A malformed path is a 404 too, and says nothing about the certificate. */
const NO_ROUTE: ReadonlySet<number> = new Set([7000, 7003]);

/**
 * What a refusal says of a certificate or an association. Codes first; the text counts only for what is
 * known to come without a stable code. A 404 counts only when the API itself gave it: one from a proxy
 * must never make a certificate look deleted.
 */
export function meaningOf(error: unknown): Meaning {
  if (!(error instanceof ApiError) || !error.readable) return 'other';
  // A failure of the API or on the way says nothing about the certificate.
  if (error.code !== 'API_REFUSED') return 'other';
  for (const code of error.apiCodes) {
    const meaning = BY_CODE.get(code);
    if (meaning !== undefined) return meaning;
  }
  if (error.apiMessages.some((text) => /already (?:been )?deleted/i.test(text))) return 'deletion-runs';
  if (error.status !== 404 || error.apiCodes.some((code) => NO_ROUTE.has(code))) return 'other';
  return 'not-found';
}
