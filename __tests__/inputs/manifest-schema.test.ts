import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
// @ts-expect-error The script is plain JavaScript.
import { manifestSchema } from '../../scripts/manifest-schema.mjs';
import { HEIGHTS, INSTEAD, KEYS_AT } from '../../src/inputs/manifest/keys.ts';
import { manifestRows } from '../corpus/input-manifest-rows.ts';
import type { InputRow } from '../corpus/input-row.ts';
import { valueAt } from './support.ts';

const schema: object = JSON.parse(readFileSync('manifest.schema.json', 'utf8'));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

/** What only a run can know: the environment, the files, the other inputs, and what stands elsewhere in the document. */
const BEYOND_A_SCHEMA: ReadonlySet<string> = new Set([
  'MANIFEST_NOT_READABLE',
  'MANIFEST_TOO_LARGE',
  'MANIFEST_PATH',
  'MANIFEST_TWICE',
  'MANIFEST_VARIABLE_MISSING',
  'MANIFEST_CERTIFICATE_MISSING',
  'MANIFEST_FILE',
  'FILE_HOLDS_KEY',
  'PROBE_OUTSIDE_TARGET',
  'HEADERS_OUTSIDE_ZONE',
  'NOT_PEM',
  'INPUT_BESIDE_MANIFEST',
  'ZONE_NOT_IN_MANIFEST',
  'INPUT_NOT_TAKEN',
]);
/** These a schema knows although others of the same reason are beyond it. */
const WITHIN: ReadonlySet<string> = new Set(['a manifest with a file outside the workspace']);
/** A name of the runner is as good a name as any other to a schema. */
const EXCEPT: ReadonlySet<string> = new Set(['a manifest with a variable of the runner']);

const inline = manifestRows.filter(({ inputs }) => /\n|^\{/u.test(inputs['manifest'] ?? ''));
const named = (rows: readonly InputRow[]): [string, string][] =>
  rows.map(({ name, inputs }) => [name, inputs['manifest'] ?? '']);
const reasonOf = ({ expected }: InputRow): string =>
  expected.kind === 'refused' ? (expected.problems[0]?.reason ?? '') : '';
const seen = inline.filter(
  (row) =>
    row.expected.kind === 'refused' &&
    !EXCEPT.has(row.name) &&
    (WITHIN.has(row.name) || !BEYOND_A_SCHEMA.has(reasonOf(row))),
);

describe('manifest.schema.json, as an editor uses it', () => {
  test.each(named(inline.filter(({ expected }) => expected.kind === 'accepted')))('accepts %s', (_, text) => {
    expect([validate(parse(text.replace('\uFEFF', ''), { intAsBigInt: false })), validate.errors]).toEqual([
      true,
      null,
    ]);
  });

  test.each(named(seen))('refuses %s', (_, text) => {
    expect(validate(parse(text))).toBe(false);
  });

  test('is what `npm run manifest-schema` writes', async () => {
    expect(readFileSync('manifest.schema.json', 'utf8')).toBe(await manifestSchema());
  });

  test('knows the keys that the parser knows, at every height', () => {
    const paths = {
      manifest: 'properties',
      defaults: 'properties.defaults.properties',
      zone: 'definitions.zone.properties',
      target: 'definitions.target.properties',
      issue: 'definitions.issue.properties',
      vault: 'definitions.vault.properties',
      'step-ca': 'definitions.step-ca.properties',
    };
    for (const height of HEIGHTS)
      expect(Object.keys(Object(valueAt(schema, paths[height]))).toSorted()).toEqual(
        [...KEYS_AT[height]].toSorted(),
      );
  });

  test('is asked about enough mistakes to mean something', () => {
    expect(seen.length).toBeGreaterThan(20);
  });

  test('names no key as unknown that is known somewhere in a manifest', () => {
    expect([...INSTEAD.keys()].filter((key) => HEIGHTS.some((height) => KEYS_AT[height].has(key)))).toEqual(
      [],
    );
  });
});
