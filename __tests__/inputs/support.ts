import * as yaml from 'yaml';
import type { Environment } from '../../src/inputs/fields.ts';
import { openIssueBlock } from '../../src/inputs/issue/block.ts';
import { openManifest } from '../../src/inputs/manifest/open.ts';
import { parseYaml } from '../../src/inputs/manifest/parse.ts';
import type { FileRead, WorkspaceFiles } from '../../src/inputs/manifest/source.ts';
import { collector, type Field, type InputProblem } from '../../src/inputs/problem.ts';
import { readInputs } from '../../src/inputs/read.ts';
import type { InputsRead } from '../../src/inputs/read.ts';
import { SOUND_INPUTS } from '../corpus/input-row.ts';

/** An environment as the runner makes it of `with:`. */
export function environment(inputs: Readonly<Record<string, string>>): Environment {
  const variables = Object.entries(inputs).filter(([, value]) => value !== '');
  return Object.fromEntries(variables.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
}

/** Files of a made-up workspace. */
export function workspace(files: Readonly<Record<string, string | FileRead>> = {}): WorkspaceFiles {
  return {
    read: (path, maxBytes) => {
      const file = files[path] ?? { kind: 'missing' };
      if (typeof file !== 'string') return Promise.resolve(file);
      return Promise.resolve(file.length > maxBytes ? { kind: 'too-large' } : { kind: 'text', text: file });
    },
  };
}

/** What a whole set of inputs is read to, laid over the sound ones. */
export async function read(
  inputs: Readonly<Record<string, string>>,
  env: Environment = {},
  files: Readonly<Record<string, string | FileRead>> = {},
): Promise<InputsRead> {
  const all = { ...env, ...environment({ ...SOUND_INPUTS, ...inputs }) };
  return readInputs(all, await openManifest(all, workspace(files)), await openIssueBlock(all));
}

/** A manifest's text as a tree, and what is wrong with it. */
export function parsed(
  text: string,
  library: Parameters<typeof parseYaml>[2] = yaml,
): { readonly root: ReturnType<typeof parseYaml>; readonly problems: readonly InputProblem[] } {
  const { problems, report } = collector();
  return { root: parseYaml(text, 'manifest', library, report), problems };
}

/** What a reader of one field answers, and what it reports. */
export function reading<T>(
  reader: (field: Field) => T,
  value: string,
): { readonly value: T; readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const report = (problem: InputProblem): number => problems.push(problem);
  return { value: reader({ input: 'field', label: '`field`', value, report }), problems };
}

/** What stands at a path such as `job.requests.0.zone`; undefined where nothing does. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => {
    return typeof node === 'object' && node !== null
      ? Object.entries(node).find(([name]) => name === key)?.[1]
      : undefined;
  }, value);
}
