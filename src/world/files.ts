import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, isAbsolute } from 'node:path';
import type { FileRead, WorkspaceFiles } from '../inputs/manifest/open.ts';
import { codeOf } from './error-code.ts';

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
    return { kind: 'text', text: readFileSync(file, 'utf8') };
  } finally {
    closeSync(file);
  }
}

/** A webhook of GitHub holds 25 MB at most. */
const LARGEST_EVENT = 25 * 1024 * 1024;

/** The text of the event's file; undefined where it cannot be read. */
export function readEvent(path: string): string | undefined {
  try {
    const read = readText(path, LARGEST_EVENT);
    return read.kind === 'text' ? read.text : undefined;
  } catch {
    return undefined;
  }
}
