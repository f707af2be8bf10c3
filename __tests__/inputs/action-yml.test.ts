import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { OPERATIONS, defaultOf, INPUT_NAMES } from '../../src/inputs/table.ts';
import { OUTPUTS } from '../support/outputs.ts';

interface Declared {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: unknown;
}
interface ActionFile {
  readonly runs: unknown;
  readonly branding: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, Declared>>;
  readonly outputs: Readonly<Record<string, Declared>>;
}
const action: ActionFile = parse(readFileSync('action.yml', 'utf8'));
const inputs = Object.entries(action.inputs);

describe('action.yml', () => {
  test('declares exactly the inputs that are read, with the defaults that are taken', () => {
    const declared = inputs.map(([name, input]): [string, unknown] => [name, input.default ?? '']);
    expect(Object.fromEntries(declared)).toEqual(
      Object.fromEntries(INPUT_NAMES.map((name) => [name, defaultOf(name)])),
    );
  });

  test('writes every default as text, as the runner hands it over', () => {
    expect(inputs.filter(([, input]) => !['string', 'undefined'].includes(typeof input.default))).toEqual([]);
  });

  test.each(inputs)('tells of %s in prose, with its default', (_, input) => {
    const otherwise = input.required === true ? 'from a secret' : 'no default';
    const words = typeof input.default === 'string' ? `default: ${input.default}.` : otherwise;
    expect(input.description.length).toBeGreaterThan(40);
    expect(input.description.toLowerCase()).toContain(words.toLowerCase());
  });

  test('requires the token alone', () => {
    expect(inputs.filter(([, input]) => input.required === true).map(([name]) => name)).toEqual([
      'api-token',
    ]);
  });

  test('names every operation', () => {
    for (const operation of OPERATIONS)
      expect(action.inputs['operation']?.description).toContain(`\`${operation}\``);
  });

  test('runs the bundle on Node 24 and has a sign of its own', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
    expect(Object.keys(action.branding)).toEqual(['icon', 'color']);
  });

  test('describes the outputs', () => {
    expect(Object.keys(action.outputs)).toEqual(OUTPUTS);
    for (const output of Object.values(action.outputs)) expect(output.description.length).toBeGreaterThan(20);
  });
});
