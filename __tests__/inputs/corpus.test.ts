import { describe, expect, test } from '@jest/globals';
import { checkSentences } from '../corpus/input-check-sentences.ts';
import { manifestSentences } from '../corpus/input-manifest-sentences.ts';
import { INPUT_ROWS } from '../corpus/input-rows.ts';
import type { InputRow } from '../corpus/input-row.ts';
import { inputSentences } from '../corpus/input-sentences.ts';
import { read, valueAt } from './support.ts';

const accepted = INPUT_ROWS.filter(({ expected }) => expected.kind === 'accepted');
const refused = INPUT_ROWS.filter(({ expected }) => expected.kind === 'refused');
const SENTENCES = { ...inputSentences, ...checkSentences, ...manifestSentences };

describe('inputs as people write them', () => {
  test.each(accepted.map((row) => [row.name, row] as const))('accepts %s', async (_, row) => {
    const result = await read(row.inputs, row.env, row.files);
    expect(result).toMatchObject({ kind: 'valid' });
    if (result.kind !== 'valid' || row.expected.kind !== 'accepted') return;
    for (const [path, value] of Object.entries(row.expected.values))
      expect([path, valueAt(result, path)]).toEqual([path, value]);
    expect(result.warnings.map(({ reason }) => reason)).toEqual(row.expected.warnings ?? []);
  });

  test.each(refused.map((row) => [row.name, row] as const))('refuses %s', async (_, row) => {
    const result = await read(row.inputs, row.env, row.files);
    expect(result.kind).toBe('refused');
    if (result.kind !== 'refused' || row.expected.kind !== 'refused') return;
    const said = result.problems.map(({ reason, input }) => ({ reason, input }));
    expect(said).toEqual(row.expected.problems.map(({ reason, input }) => ({ reason, input })));
    for (const [index, { says }] of row.expected.problems.entries())
      for (const part of says) expect(result.problems[index]?.sentence).toContain(part);
    for (const secret of row.secrets ?? []) expect(JSON.stringify(result)).not.toContain(secret);
  });

  const told = INPUT_ROWS.filter(({ name }) => name in SENTENCES);
  test.each(told.map((row) => [row.name, row] as const))('says word for word of %s', async (name, row) => {
    const result = await read(row.inputs, row.env, row.files);
    const said = result.kind === 'refused' ? result.problems : result.warnings;
    expect(said.map(({ sentence }) => sentence)).toEqual([SENTENCES[name] ?? []].flat());
  });

  test('gives every row a name of its own, and each sentence to a row', () => {
    const names = INPUT_ROWS.map(({ name }: InputRow) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(Object.keys(SENTENCES).filter((name) => !names.includes(name))).toEqual([]);
  });
});
