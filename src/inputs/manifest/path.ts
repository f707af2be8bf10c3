import { complain } from '../problem.ts';
import type { Field, Report } from '../problem.ts';

/**
 * Why a path cannot be a file of the workspace, going on from "names a file …"; undefined where it can.
 * Links are for the reader of files to judge.
 */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'without a name';
  if (path.length > 1024) return 'with a name longer than any';
  // eslint-disable-next-line no-control-regex
  if (/[\p{Cc}\p{Cf}]/u.test(path)) return 'with control characters in its name';
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/iu.test(path)) return 'outside the workspace';
  if (path.includes('\\')) return 'with a backslash in its name; write `/` on every system';
  if (path.split('/').includes('..')) return 'outside the workspace (`..`)';
  return undefined;
}

/** What went wrong with a file, going on from "names a file …". */
export const FILE_FAULTS = {
  missing: 'that is not there (is the repository checked out before this step?)',
  directory: 'that is a directory',
  'too-large': 'that is too large',
  outside: 'that leads out of the workspace',
  unreadable: 'that cannot be read as text',
} as const;

/** Reports a private key in a file of the repository. */
export function complainOfKeyInFile(field: Field, report: Report): void {
  complain(
    report,
    field,
    'FILE_HOLDS_KEY',
    'names a file of the repository that holds a private key',
    'Make a new key, since the history of the repository keeps this one, and pass it as a secret.',
  );
}
