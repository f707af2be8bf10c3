import { open, realpath } from 'node:fs/promises';
import { join, relative, isAbsolute } from 'node:path';
import type { FileRead, WorkspaceFiles } from '../inputs/manifest/open.ts';
import { codeOf } from './error-code.ts';

/** Text files below one folder; links that lead out of it are refused. */
export function workspaceFiles(root: string): WorkspaceFiles {
  return { read: (path, maxBytes) => readBelow(root, path, maxBytes) };
}

async function readBelow(root: string, path: string, maxBytes: number): Promise<FileRead> {
  try {
    const base = await realpath(root);
    const real = await realpath(join(base, path));
    const inside = relative(base, real);
    if (inside.startsWith('..') || isAbsolute(inside)) return { kind: 'outside' };
    await using file = await open(real, 'r');
    const stat = await file.stat();
    if (stat.isDirectory()) return { kind: 'directory' };
    if (!stat.isFile()) return { kind: 'unreadable' };
    if (stat.size > maxBytes) return { kind: 'too-large' };
    return { kind: 'text', text: await file.readFile('utf8') };
  } catch (error) {
    return { kind: codeOf(error) === 'ENOENT' ? 'missing' : 'unreadable' };
  }
}

/** A webhook of GitHub holds 25 MB at most. */
const LARGEST_EVENT = 25 * 1024 * 1024;

/** The text of the event's file; undefined where it cannot be read. */
export async function readEvent(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const stat = await file.stat();
    return stat.isFile() && stat.size <= LARGEST_EVENT ? await file.readFile('utf8') : undefined;
  } catch {
    return undefined;
  }
}
