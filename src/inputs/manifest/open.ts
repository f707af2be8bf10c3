import { inputVariable } from '../../secrecy/environment.ts';
import { rawInput, rawPassphrase, type Environment } from '../fields.ts';
import { collector, inputField, type InputProblem } from '../problem.ts';
import { complainOfExposed, keyBlocks, passphraseInputOf, secretsOf, type SecretInput } from '../secrets.ts';
import { INPUTS, isInputName } from '../table.ts';
import { entryOf, parseYaml, type ManifestNode, type MapNode } from './parse.ts';
import { checkShape, tellShape } from './shape.ts';
import { complainOfKeyInFile, pathFault, readSource, type FileRead, type WorkspaceFiles } from './source.ts';

/** The manifest, read and of the right shape. What its values say is read later. */
export interface OpenManifest {
  readonly kind: 'opened';
  /** Values of the environment variables it names as secrets: to be masked before anything is printed. */
  readonly secrets: readonly SecretInput[];
  readonly root: MapNode;
  /** The result of reading each file it names. */
  readonly files: ReadonlyMap<string, FileRead>;
}

export interface Refused {
  readonly kind: 'refused';
  readonly problems: readonly InputProblem[];
  readonly secrets: readonly SecretInput[];
}

export type ManifestRead = { readonly kind: 'none' } | OpenManifest | Refused;

/** Bytes of a certificate or a bundle in a file. */
const LARGEST_FILE = 1_048_576;
const MOST_FILES = 2000;

/** From a path in the workspace, or the YAML itself. Prints nothing; only here the YAML library is loaded. */
export async function openManifest(env: Environment, files: WorkspaceFiles): Promise<ManifestRead> {
  const input = rawInput(env, 'manifest');
  if (input === '') return { kind: 'none' };
  const { problems, report } = collector();
  const field = inputField(report, 'manifest', input);
  const text = await readSource(field, files);
  if (text === undefined) return { kind: 'refused', problems, secrets: [] };
  const stray = strayKeys(text);
  // A key in the manifest itself is already in the log, or in the repository's history.
  if (stray.length > 0 && text === input) complainOfExposed('manifest', report);
  else if (stray.length > 0) complainOfKeyInFile(field);
  const root = parseYaml(text, 'manifest', await import('yaml'), report);
  const pasted = [...namedSecrets(root, env), ...stray];
  if (root === undefined) return { kind: 'refused', problems, secrets: pasted };
  const reads = new Map<string, FileRead>();
  for (const path of namedFiles(root).slice(0, MOST_FILES))
    reads.set(path, await files.read(path, LARGEST_FILE));
  const inFiles = [...reads.values()].flatMap((read) => (read.kind === 'text' ? strayKeys(read.text) : []));
  const secrets = [...pasted, ...inFiles];
  // What its values say would be a consequence of what is wrong with its shape.
  const isRead = problems.length === 0 && checkShape(root, 'manifest', tellShape('manifest', report));
  if (!isRead || problems.length > 0) return { kind: 'refused', problems, secrets };
  return { kind: 'opened', secrets, root, files: reads };
}

/** Keys where there should be none: refused later, but masked first. */
function strayKeys(text: string): readonly SecretInput[] {
  const from = { name: 'manifest', variable: inputVariable('manifest'), kind: 'pem' } as const;
  return keyBlocks(text).map((value) => ({ ...from, value }));
}

/** All maps of a tree, an outer one before those within. */
function mapsIn(node: ManifestNode | undefined): readonly MapNode[] {
  if (node?.kind === 'list') return node.items.flatMap(mapsIn);
  return node?.kind === 'map' ? [node, ...node.entries.flatMap(({ value }) => mapsIn(value))] : [];
}

/** What all keys with such an end name, with the map they stand in. */
function namedBy(end: '-file' | '-env', root: ManifestNode | undefined) {
  return mapsIn(root).flatMap((map) =>
    map.entries.flatMap(({ key, value }) =>
      value.kind === 'text' && key.endsWith(end) ? [{ key, named: value.value, map }] : [],
    ),
  );
}

function namedFiles(root: ManifestNode): readonly string[] {
  const paths = namedBy('-file', root).map(({ named }) => named);
  return [...new Set(paths)].filter((path) => pathFault(path) === undefined);
}

/** Why a name cannot be that of a variable with a secret, continuing "names …"; undefined if it can. */
export function variableFault(name: string): string | undefined {
  if (!/^[A-Za-z_]\w{0,254}$/u.test(name))
    return 'something that cannot be an environment variable: give its name, not its value';
  return /^(?:GITHUB|RUNNER|ACTIONS|INPUT|NODE)_|^(?:PATH|HOME|(?:HTTPS?|ALL)_PROXY)$/iu.test(name)
    ? 'an environment variable of the runner'
    : undefined;
}

/** The values of all variables that `…-env` keys name: they are masked even if the document is invalid. */
export function namedSecrets(root: ManifestNode | undefined, env: Environment): readonly SecretInput[] {
  const secrets = new Map<string, SecretInput>();
  for (const { key, named, map } of namedBy('-env', root))
    for (const secret of secretsUnder(key, named, env)) {
      const passphrase = passphraseOf(key, map, env);
      const known = secret.kind === 'pem' ? { ...secret, passphrase } : secret;
      secrets.set(JSON.stringify(known), known);
    }
  return [...secrets.values()];
}

function passphraseOf(key: string, beside: MapNode, env: Environment): string | undefined {
  const named = entryOf(beside, `${passphraseInputOf(key)}-env`)?.value;
  return named?.kind === 'text' ? rawPassphrase(variableIn(env, named.value)) : undefined;
}

function variableIn(env: Environment, name: string): string {
  return variableFault(name) === undefined ? (env[name] ?? '') : '';
}

function secretsUnder(key: string, variable: string, env: Environment): readonly SecretInput[] {
  const value = variableIn(env, variable);
  if (value.trim() === '') return [];
  const name = key.slice(0, -'-env'.length);
  const from = { name: variable, variable };
  if (isInputName(name) && INPUTS[name].secret !== undefined)
    return secretsOf(name, value).map((secret) => ({ ...from, ...secret }));
  // `token` in a block of `issue`; what is not known may be a key.
  return [{ ...from, value, ...(name === 'token' ? { kind: 'text', meantFor: 'signer' } : { kind: 'pem' }) }];
}
