import { setFlagsFromString } from 'node:v8';

/**
 * undici reads HTTP with a parser in WebAssembly. V8 begins to compile it anew for speed after a few dozen
 * answers, and a process does not end before that is done: longer than it takes to read thousands
 * of answers as it is. To be called before undici is loaded.
 *
 * See https://v8.dev/blog/wasm-dynamic-tiering; a V8 that knows no such flag ignores it.
 */
export function compileParserOnce(): void {
  setFlagsFromString('--wasm-tiering-budget=1000000000');
}
