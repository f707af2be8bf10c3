import { setFlagsFromString } from 'node:v8';

/**
 * undici reads HTTP with a parser in WebAssembly. V8 begins to compile it again for speed after a few dozen
 * answers, and a process does not end before that is done: longer than it takes to read thousands
 * of answers as it is. To be called before undici is loaded.
 *
 * See https://v8.dev/blog/wasm-dynamic-tiering. Only for the V8 of Node 24: one that knows no such flag would say so.
 */
export function compileParserOnce(): void {
  if (process.versions.v8.startsWith('13.')) setFlagsFromString('--wasm-tiering-budget=1000000000');
}
