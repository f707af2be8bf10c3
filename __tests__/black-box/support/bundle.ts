import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The bundled action in this tree, as the runner would start it.
 * @throws Error that says how to make it
 */
export function bundle(): string {
  const path = fileURLToPath(new URL('../../../dist/index.js', import.meta.url));
  if (!existsSync(path)) throw new Error('dist/ is missing, run npm run build');
  return path;
}
