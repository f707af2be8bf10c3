import type { Environment } from '../fields.ts';
import { echo, complain, type Field, type Lookup, type Report } from '../problem.ts';
import { keyBlocks } from '../secrets.ts';
import { variableFault } from './open.ts';
import { entryOf, mapAt, type ManifestNode, type MapEntry, type MapNode, type YamlInput } from './parse.ts';
import { complainOfKeyInFile, FILE_FAULTS, MISSING, pathFault, type FileRead } from './source.ts';

/** What a manifest, or the step's `issue`, can point at. */
export interface Surroundings {
  readonly input: YamlInput;
  readonly env: Environment;
  readonly files: ReadonlyMap<string, FileRead>;
  readonly report: Report;
  /** Told of a variable that is not set: a comparison goes on without it. */
  readonly missing: Report;
}

export interface ManifestSurroundings extends Surroundings {
  /** Otherwise the targets are only compared. */
  readonly rotates: boolean;
}

/** A key as a field; the items of a list become lines. */
export function fieldOf({ key, value, at }: MapEntry, { input, report }: Surroundings): Field {
  return { input, label: `\`${key}\` (${input}, ${at})`, value: textOf(value), report };
}

/**
 * Looks settings up in one map, under the names of the inputs: `client-ca-file` answers for `client-ca`,
 * `probe-request-headers-env` for `probe-request-headers`, and `key` within `issue` for `issue.key`.
 */
export function scopeLookup(map: MapNode | undefined, surroundings: Surroundings): Lookup {
  return (name) => {
    const blocks = name.split('.');
    const key = blocks.pop() ?? '';
    const within = blocks.reduce<MapNode | undefined>(mapAt, map);
    if (within === undefined) return undefined;
    const [direct, variable, file] = ['', '-env', '-file'].map((end) => entryOf(within, `${key}${end}`));
    const [first, second] = [direct, variable, file].filter((entry) => entry !== undefined);
    if (first === undefined) return undefined;
    const field = fieldOf(first, surroundings);
    if (second !== undefined) {
      const says = `is given together with \`${first.key}\`. Give one of them.`;
      complain(fieldOf(second, surroundings), 'GIVEN_TWICE', says);
      return undefined;
    }
    if (first === direct) return field;
    const value = first === file ? fileText(field, surroundings) : variableText(field, surroundings);
    return value === undefined ? undefined : { ...field, from: field.value, value };
  };
}

/** The text of a file that a field names; undefined if there is none, which is reported. */
export function fileText(field: Field, { files }: Pick<Surroundings, 'files'>): string | undefined {
  const read = files.get(field.value) ?? MISSING;
  const fault = pathFault(field.value) ?? (read.kind === 'text' ? undefined : FILE_FAULTS[read.kind]);
  if (fault !== undefined)
    complain(field, 'MANIFEST_FILE', `names a file ${fault}. Paths begin at the root of the workspace.`);
  if (read.kind !== 'text' || fault !== undefined) return undefined;
  if (keyBlocks(read.text).length === 0) return read.text;
  complainOfKeyInFile(field);
  return undefined;
}

/** The value of a variable that a field names; undefined if it has none, which is reported. */
export function variableText(
  field: Field,
  { env, missing }: Pick<Surroundings, 'env' | 'missing'>,
): string | undefined {
  const fault = variableFault(field.value);
  const value = fault === undefined ? (env[field.value] ?? '') : '';
  if (value.trim() !== '') return value;
  // What does not look like a variable's name may be a secret in the wrong place.
  const name = /^[A-Z][A-Z\d_]*$/u.test(field.value) ? field.value : echo(field.value);
  const cause = `names the environment variable ${name}, which is empty or not set`;
  const cure =
    'Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.';
  if (fault === undefined)
    complain({ ...field, report: missing }, 'MANIFEST_VARIABLE_MISSING', `${cause}. ${cure}`);
  else {
    const says = `names ${fault}. Write the name of a variable that the step sets in \`env\`.`;
    complain(field, 'MANIFEST_VARIABLE', says);
  }
  return undefined;
}

function textOf(node: ManifestNode): string {
  if (node.kind === 'text') return node.value;
  return node.kind === 'list' ? node.items.map(textOf).join('\n') : '';
}
