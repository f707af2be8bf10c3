import { readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
// @ts-expect-error The script is plain JavaScript.
import { inputsPage, withTables } from '../scripts/inputs-page.mjs';

const path = (name: string): URL => new URL(`../${name}`, import.meta.url);
const read = (name: string): string => readFileSync(path(name), 'utf8');
const readme = read('README.md');
const inputsDoc = read('docs/inputs.md');

interface Input {
  readonly required?: boolean;
  readonly default?: string;
}
const action: { readonly inputs: Readonly<Record<string, Input>>; readonly outputs: object } = parse(
  read('action.yml'),
);
const { version }: { readonly version: string } = JSON.parse(read('package.json'));

/** The rows of the table that begins with this cell. */
function rows(page: string, head: string): readonly (readonly string[])[] {
  const [, table = ''] = new RegExp(`^\\| ${head} .*\\n\\| -.*\\n((?:\\|.*\\n)+)`, 'mu').exec(page) ?? [];
  return table
    .trim()
    .split('\n')
    .map((row) => row.split(/(?<!\\)\|/u).map((cell) => cell.trim().replaceAll('`', '')))
    .map((cells) => cells.slice(1, -1));
}

const defaults = Object.fromEntries(
  Object.entries(action.inputs).map(([name, input]) => [
    name,
    input.required === true ? 'required' : (input.default ?? '–'),
  ]),
);

describe('the tables of inputs and outputs', () => {
  const everyday = rows(readme, 'Input').map(([name = '', otherwise = '']) => [name, otherwise]);
  const all = rows(inputsDoc, 'Input').map(([name = '', otherwise = '']) => [name, otherwise]);

  test('name exactly the inputs of action.yml, with their defaults', () => {
    expect(Object.fromEntries([...everyday, ...all])).toEqual(defaults);
    expect(Object.fromEntries(all)).toEqual(defaults);
  });

  test('show ten inputs of every day in the README, each with its default', () => {
    expect(everyday).toHaveLength(10);
    expect(everyday).toEqual(everyday.map(([name = '']) => [name, defaults[name]]));
  });

  test('name exactly the outputs, and in the README none that is not there', () => {
    const outputs = Object.keys(action.outputs);
    expect(rows(inputsDoc, 'Output').map(([name]) => name)).toEqual(outputs);
    expect(rows(readme, 'Output').filter(([name = '']) => !outputs.includes(name))).toEqual([]);
  });

  test('are what `npm run inputs-page` writes', async () => {
    expect(inputsDoc).toBe(await inputsPage());
    expect(readme).toBe(await withTables(readme));
  });
});

describe('the README', () => {
  const shown = [...readme.matchAll(/```yaml\n([\s\S]*?)```/gu)].map(([, text = '']) => text);

  test('shows the workflow as it is in examples/', () => {
    expect(shown.filter((text) => text.startsWith('name:'))).toEqual([read('examples/unattended.yml')]);
  });

  test('gives only inputs that there are', () => {
    const given = shown.flatMap((text) => {
      const step: { readonly with?: object } = parse(text);
      return Object.keys(step.with ?? {});
    });
    expect(given.length).toBeGreaterThan(5);
    expect(given.filter((name) => !Object.hasOwn(defaults, name))).toEqual([]);
  });

  test('makes the authority as the page on issuing does', () => {
    const [, commands = 'none'] = /```sh\n(openssl [\s\S]*?)```/u.exec(readme) ?? [];
    expect(read('docs/issuing.md')).toContain(commands);
  });

  test('stores every secret and variable that the workflow takes', () => {
    const taken = [...read('examples/unattended.yml').matchAll(/(secrets|vars)\.(\w+)/gu)];
    const stored = [...readme.matchAll(/^gh (secret|variable) set (\w+) --env origin-pull/gmu)];
    expect(
      stored.map(([, kind, name]) => `${kind === 'secret' ? 'secrets' : 'vars'}.${name}`).toSorted(),
    ).toEqual(taken.map(([both]) => both).toSorted());
  });

  test('shows pictures that load quickly', () => {
    const pictures = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/gu)].map(([, name = '']) => name);
    expect(pictures).toEqual(['docs/images/summary-dark.png', 'docs/images/summary-light.png']);
    expect(pictures.filter((name) => statSync(path(name)).size > 150_000)).toEqual([]);
  });

  test('is short enough to be read', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(205);
  });
});

test.each([...readdirSync(path('examples')).map((name) => `examples/${name}`), 'sandbox/README.md'])(
  '%s pins the action to a commit, with the version beside it',
  (name) => {
    const ours = read(name).match(/uses: OWNER\/REPOSITORY.*$/gmu) ?? [];
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((line) => !line.endsWith(`@<commit> # v${version}`))).toEqual([]);
  },
);
