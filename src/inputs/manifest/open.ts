import { collector } from '../collect.ts';
import type { Environment } from '../environment.ts';
import { complainOfExposed } from '../exposed-keys.ts';
import { rawInput } from '../raw.ts';
import { inputField } from '../problem.ts';
import type { InputProblem } from '../problem.ts';
import { inputVariable } from '../../secrecy/environment.ts';
import { keyBlocks } from '../secrets.ts';
import type { SecretInput } from '../secrets.ts';
import type { FileRead, WorkspaceFiles } from './files.ts';
import { parseManifest } from './parse.ts';
import { complainOfKeyInFile, pathFault } from './path.ts';
import { readSource } from './source.ts';
import type { ManifestNode } from './tree.ts';
import { namedSecrets } from './variables.ts';

export type { FileRead, WorkspaceFiles } from './files.ts';

/** The manifest, read and parsed but not yet understood. */
export interface OpenManifest {
  readonly kind: 'opened';
  /** Values of the environment variables it names as secrets: to be masked before anything is printed. */
  readonly secrets: readonly SecretInput[];
  readonly root: ManifestNode;
  /** What reading each file it names gave. */
  readonly files: ReadonlyMap<string, FileRead>;
}

export type ManifestRead =
  | { readonly kind: 'none' }
  | OpenManifest
  | {
      readonly kind: 'refused';
      readonly problems: readonly InputProblem[];
      readonly secrets: readonly SecretInput[];
    };

/** Bytes of a certificate or a bundle in a file. */
const LARGEST_FILE = 1_048_576;
const MOST_FILES = 2000;

/**
 * Loads the manifest, if one is given: a path in the workspace, or the YAML itself. Prints nothing.
 * The YAML library is loaded only here.
 */
export async function openManifest(env: Environment, files: WorkspaceFiles): Promise<ManifestRead> {
  const input = rawInput(env, 'manifest');
  if (input === '') return { kind: 'none' };
  const source = await readSource(input, files);
  if (source.kind === 'refused') return { ...source, secrets: [] };
  const parsed = parseManifest(source.text, await import('yaml'));
  const named = parsed.root === undefined ? [] : namedSecrets(parsed.root, env);
  const stray = strayKeys(source.text);
  const faults = stray.length > 0 ? keyFaults(source.text === input) : [];
  const pasted = [...named, ...stray];
  if (parsed.kind === 'refused')
    return { kind: 'refused', problems: [...faults, ...parsed.problems], secrets: pasted };
  const reads = new Map<string, FileRead>();
  for (const path of namedFiles(parsed.root).slice(0, MOST_FILES))
    reads.set(path, await files.read(path, LARGEST_FILE));
  const inFiles = [...reads.values()].flatMap((read) => (read.kind === 'text' ? strayKeys(read.text) : []));
  const secrets = [...pasted, ...inFiles];
  if (faults.length > 0) return { kind: 'refused', problems: faults, secrets };
  return { kind: 'opened', secrets, root: parsed.root, files: reads };
}

/** A key in the manifest itself: in the log already, or in the history of the repository. */
function keyFaults(inline: boolean): readonly InputProblem[] {
  const { problems, report } = collector();
  if (inline) complainOfExposed('manifest', report);
  else complainOfKeyInFile(inputField('manifest', ''), report);
  return problems;
}

/** Keys where none belongs: refused later, and masked all the same. */
function strayKeys(text: string): readonly SecretInput[] {
  return keyBlocks(text).map((value) => ({
    name: 'manifest',
    variable: inputVariable('manifest'),
    value,
    kind: 'pem',
  }));
}

/** The paths of all `…-file` keys that may be read. */
function namedFiles(node: ManifestNode): readonly string[] {
  if (node.kind === 'list') return [...new Set(node.items.flatMap(namedFiles))];
  if (node.kind === 'text') return [];
  const paths = node.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'text') return namedFiles(value);
    return key.endsWith('-file') && pathFault(value.value) === undefined ? [value.value] : [];
  });
  return [...new Set(paths)];
}
