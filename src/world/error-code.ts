/** The `code` of an error of Node or undici; empty if it has none. Its words are never looked at. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
