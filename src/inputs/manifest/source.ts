import { complain, type Field } from '../problem.ts';

/** Bytes of a manifest; 100 zones with 4 certificates each take about 100 kB. */
const LARGEST = 1_048_576;
/** Bytes that Linux passes to a program in one variable, its name included: a step with more does not start. */
const LARGEST_INLINE = 131_000;

const SAYS = {
  inlineTooLarge:
    'is larger than the 128 KiB that Linux passes to a step in one input (Windows: 32 KiB). Put it into a file in the repository, which may have 1 MiB, and give its path.',
  tooLarge: 'is larger than 1 MiB. Split it into several jobs; 1 MiB holds more than a thousand targets.',
  path: 'Write the path of a YAML file below the workspace, such as `.github/origin-pulls.yml`, or the YAML itself.',
};

/** The YAML text: the input itself, or the file of the workspace that it names; undefined if that is reported. */
export async function readSource(field: Field, files: WorkspaceFiles): Promise<string | undefined> {
  const { value } = field;
  if (Buffer.byteLength(value) > LARGEST_INLINE) complain(field, 'MANIFEST_TOO_LARGE', SAYS.inlineTooLarge);
  else if (isYaml(value)) return value;
  else {
    const fault = pathFault(value);
    const read = fault === undefined ? await files.read(value, LARGEST) : MISSING;
    if (read.kind === 'text') return read.text;
    const says = `names a file ${fault ?? FILE_FAULTS[read.kind]}. ${SAYS.path}`;
    if (read.kind === 'too-large') complain(field, 'MANIFEST_TOO_LARGE', SAYS.tooLarge);
    else complain(field, 'MANIFEST_PATH', says);
  }
  return undefined;
}

/** YAML has several lines, or a key with its value, or looks like JSON. */
function isYaml(input: string): boolean {
  return /[\r\n]|:\s|^[[{]|^[\w-]+:$/u.test(input);
}

/** Continues "names a file …"; undefined if it can be one. Links are judged by the reader of files. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'without a name';
  if (path.length > 1024) return 'with a name that is too long';
  // eslint-disable-next-line no-control-regex
  if (/[\p{Cc}\p{Cf}]/u.test(path)) return 'with control characters in its name';
  if (path.startsWith('/') || path.startsWith('~') || /^[a-z]:/iu.test(path)) return 'outside the workspace';
  if (path.includes('\\')) return 'with a backslash in its name; use `/` on every system';
  if (path.split('/').includes('..')) return 'outside the workspace (`..`)';
  return undefined;
}

/** What went wrong with a file, continuing "names a file …". */
export const FILE_FAULTS = {
  missing: 'that is not there (is the repository checked out before this step?)',
  directory: 'that is a directory',
  'too-large': 'that is too large',
  outside: 'that leads outside the workspace',
  unreadable: 'that cannot be read as text',
} as const;

export function complainOfKeyInFile(field: Field): void {
  complain(
    field,
    'FILE_HOLDS_KEY',
    'names a file in the repository that holds a private key. Make a new key, since the history of the repository keeps this one, and pass it as a secret.',
  );
}

/** Reads text files of the workspace. It must refuse links that lead outside. */
export interface WorkspaceFiles {
  /** `path` is relative, has forward slashes and no `..`. Never throws. */
  readonly read: (path: string, maxBytes: number) => Promise<FileRead>;
}

export type FileRead =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: keyof typeof FILE_FAULTS };

export const MISSING: FileRead = { kind: 'missing' };
