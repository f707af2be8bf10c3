import type { Environment } from '../fields.ts';
import { echo, complain } from '../problem.ts';
import type { Field, Lookup, Report } from '../problem.ts';
import { keyBlocks } from '../secrets.ts';
import { INPUTS, isInputName } from '../table.ts';
import { ISSUE_KEYS } from './keys.ts';
import { variableFault } from './open.ts';
import { place } from './parse.ts';
import type { ManifestNode, MapEntry, MapNode } from './parse.ts';
import { complainOfKeyInFile, FILE_FAULTS, pathFault } from './source.ts';
import type { FileRead } from './source.ts';

/** What a manifest can point at. */
export interface Surroundings {
  readonly env: Environment;
  /** The result of reading each named file. */
  readonly files: ReadonlyMap<string, FileRead>;
}

/** A key of the manifest as a field; the items of a list become lines. */
export function fieldOf({ key, value, at }: MapEntry): Field {
  return { input: 'manifest', label: `\`${key}\` (${place(at)})`, value: textOf(value) };
}

/**
 * Looks settings up in one map, under the names of the inputs: `client-ca-file` answers for `client-ca`,
 * `probe-request-headers-env` for `probe-request-headers`, and `key` within `issue` for `issue.key`.
 */
export function scopeLookup(map: MapNode, surroundings: Surroundings, report: Report): Lookup {
  return (name) => {
    const path = name.split('.');
    if (path.length > 1) return withinBlocks(map, path, surroundings.env, report);
    const direct = entryOf(map, name);
    const file = entryOf(map, `${name}-file`);
    const variable = holdsNoValue(name) ? entryOf(map, `${name}-env`) : undefined;
    const [first, second] = [direct, variable, file].filter((entry) => entry !== undefined);
    if (first !== undefined && second !== undefined) {
      const cause = `is given together with \`${first.key}\``;
      complain(report, fieldOf(second), 'GIVEN_TWICE', cause, 'Give one of them.');
      return undefined;
    }
    if (direct !== undefined) return fieldOf(direct);
    if (file !== undefined) return withText(file, fileText(fieldOf(file), surroundings.files, report));
    return variable && withText(variable, variableText(fieldOf(variable), surroundings.env, report));
  };
}

/** The text of a file that a field names; undefined if there is none, which is reported. */
export function fileText(
  field: Field,
  files: ReadonlyMap<string, FileRead>,
  report: Report,
): string | undefined {
  const read = files.get(field.value) ?? { kind: 'missing' };
  const fault = pathFault(field.value) ?? (read.kind === 'text' ? undefined : FILE_FAULTS[read.kind]);
  if (fault !== undefined)
    complain(
      report,
      field,
      'MANIFEST_FILE',
      `names a file ${fault}`,
      'Paths begin at the root of the workspace.',
    );
  if (read.kind !== 'text' || fault !== undefined) return undefined;
  if (keyBlocks(read.text).length === 0) return read.text;
  complainOfKeyInFile(field, report);
  return undefined;
}

/** The value of a variable that a field names; undefined if it has none, which is reported. */
export function variableText(field: Field, env: Environment, report: Report): string | undefined {
  const fault = variableFault(field.value);
  const value = fault === undefined ? (env[field.value] ?? '') : '';
  if (fault !== undefined)
    complain(
      report,
      field,
      'MANIFEST_VARIABLE',
      `names ${fault}`,
      'Write the name of a variable that the step sets in `env`.',
    );
  else if (value.trim() === '') {
    // What does not look like a variable's name may be a secret in the wrong place.
    const name = /^[A-Z][A-Z\d_]*$/u.test(field.value) ? field.value : echo(field.value);
    complain(
      report,
      field,
      'MANIFEST_VARIABLE_MISSING',
      `names the environment variable ${name}, which is empty or not set`,
      'Set it in the `env` of the step, from `${{ secrets.NAME }}`, and check that the secret exists.',
    );
  }
  return value.trim() === '' ? undefined : value;
}

/** The entry of a key; undefined if the map has none. */
export function entryOf(map: MapNode, key: string): MapEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** What stands in a variable: no key of the manifest holds such a value itself. */
function holdsNoValue(name: string): boolean {
  return isInputName(name) && INPUTS[name].held?.includes('env') === true;
}

const KNOWN: ReadonlySet<string> = new Set(ISSUE_KEYS);

/** What a key within blocks holds; `token-env` answers for `token`. */
function withinBlocks(
  map: MapNode,
  path: readonly string[],
  env: Environment,
  report: Report,
): Field | undefined {
  // What only the step may set is ignored here, also if it is reported as an unknown key.
  if (!KNOWN.has(path[1] ?? '')) return undefined;
  const entry = entryWithin(map, path);
  if (entry !== undefined) return fieldOf(entry);
  const variable = entryWithin(map, [...path.slice(0, -1), `${path.at(-1) ?? ''}-env`]);
  return variable && withText(variable, variableText(fieldOf(variable), env, report));
}

/** The entry at a path of keys through maps. */
export function entryWithin(map: MapNode, [key = '', ...rest]: readonly string[]): MapEntry | undefined {
  const entry = entryOf(map, key);
  if (entry === undefined || rest.length === 0) return entry;
  return entry.value.kind === 'map' ? entryWithin(entry.value, rest) : undefined;
}

/** The field with the text it points at, under the name of the variable or file that holds it. */
function withText(entry: MapEntry, value: string | undefined): Field | undefined {
  return value === undefined ? undefined : { ...fieldOf(entry), from: fieldOf(entry).value, value };
}

/** What a field holds; the items of a list become lines. */
export function textOf(node: ManifestNode): string {
  if (node.kind === 'text') return node.value;
  return node.kind === 'list' ? node.items.map(textOf).join('\n') : '';
}
