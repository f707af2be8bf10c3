/** Why a file of the runner could not be written. */
export type FileFault = 'unset' | 'missing' | 'directory' | 'read-only' | 'full' | 'other';

/** Thrown by a port whose variable names no file. */
export class FileUnset extends Error {}

const FAULTS: Readonly<Record<string, FileFault>> = {
  ENOENT: 'missing',
  EISDIR: 'directory',
  EACCES: 'read-only',
  EPERM: 'read-only',
  EROFS: 'read-only',
  ENOSPC: 'full',
};

const SENTENCES: Readonly<Record<FileFault, string>> = {
  unset: 'the runner named no file for it, so later steps will not see it.',
  missing: 'the file the runner named does not exist.',
  directory: 'the runner named a directory instead of a file.',
  'read-only': 'the file the runner named cannot be written.',
  full: 'the disk is full.',
  other: 'writing the file the runner named failed.',
};

/** Reads a system error; its text, which may hold a path, is not passed on. */
export function fileFault(error: unknown): { readonly why: FileFault; readonly sentence: string } {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const why = error instanceof FileUnset ? 'unset' : (FAULTS[code] ?? 'other');
  return { why, sentence: `${SENTENCES[why]} The rotation itself is not affected.` };
}
