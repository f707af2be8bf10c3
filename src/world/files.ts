import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, isAbsolute } from 'node:path';
import { DER, readWhole } from '../certificate/der.ts';
import type { FileRead, WorkspaceFiles } from '../inputs/manifest/source.ts';
import { codeOf } from '../errors.ts';

/** Text files below one folder; links that lead out of it are refused. */
export function workspaceFiles(root: string): WorkspaceFiles {
  return { read: (path, maxBytes) => Promise.resolve(readBelow(root, path, maxBytes)) };
}

function readBelow(root: string, path: string, maxBytes: number): FileRead {
  try {
    const base = realpathSync(root);
    const real = realpathSync(join(base, path));
    const inside = relative(base, real);
    if (inside.startsWith('..') || isAbsolute(inside)) return { kind: 'outside' };
    return readText(real, maxBytes);
  } catch (error) {
    return { kind: codeOf(error) === 'ENOENT' ? 'missing' : 'unreadable' };
  }
}

/** At once: these are small files of this machine, and Node's promises for files take longer to load than they to read. */
function readText(path: string, maxBytes: number): FileRead {
  // A pipe would otherwise wait for somebody to write into it.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(file);
    if (stat.isDirectory()) return { kind: 'directory' };
    if (!stat.isFile()) return { kind: 'unreadable' };
    if (stat.size > maxBytes) return { kind: 'too-large' };
    return { kind: 'text', text: textOf(readFileSync(file)) };
  } finally {
    closeSync(file);
  }
}

/** Text in the encoding its first bytes tell; a file of DER as base64, which readers of certificates know as well. */
function textOf(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe' || mark === 'feff')
    return new TextDecoder(mark === 'fffe' ? 'utf-16le' : 'utf-16be').decode(bytes);
  const text = bytes.toString('utf8');
  // No text holds a zero byte, and what was lost in decoding was none.
  const isText = !/[\0\uFFFD]/u.test(text);
  return isText || readWhole(bytes, DER.sequence) === undefined ? text : bytes.toString('base64');
}

/** A webhook of GitHub holds 25 MB at most. */
const LARGEST_EVENT = 25 * 1024 * 1024;

export function readEvent(path = ''): unknown {
  try {
    const read = readText(path, LARGEST_EVENT);
    return read.kind === 'text' ? JSON.parse(read.text) : undefined;
  } catch {
    return undefined;
  }
}
