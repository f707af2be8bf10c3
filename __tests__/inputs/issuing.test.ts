import { describe, expect, test } from '@jest/globals';
import { AUTHORITY } from '../main/support/material.ts';
import { CLIENT_CA, issueRows } from '../corpus/input-issue-rows.ts';
import { signerInputRows } from '../corpus/input-signer-rows.ts';
import type { InputRow } from '../corpus/input-row.ts';
import { read, valueAt } from './support.ts';

/** A bundle has to be one, while certificate and key are not looked at here. */
const readRow = ({ inputs, env, files }: InputRow): ReturnType<typeof read> =>
  read(inputs['client-ca'] === CLIENT_CA ? { ...inputs, 'client-ca': AUTHORITY.pem } : inputs, env, files);
const named = (kind: 'accepted' | 'refused'): [string, InputRow][] =>
  [...issueRows, ...signerInputRows]
    .filter(({ expected }) => expected.kind === kind)
    .map((row) => [row.name, row]);

describe('issuing as people ask for it', () => {
  test.each(named('accepted'))('accepts %s', async (_, row) => {
    const result = await readRow(row);
    const values = row.expected.kind === 'accepted' ? row.expected.values : {};
    expect(result).toMatchObject({ kind: 'valid', warnings: [] });
    for (const [path, value] of Object.entries(values))
      expect([path, valueAt(result, path)]).toEqual([path, value]);
  });

  test.each(named('refused'))('refuses %s', async (_, row) => {
    const result = await readRow(row);
    const problems = result.kind === 'refused' ? result.problems : [];
    const expected = row.expected.kind === 'refused' ? row.expected.problems : [];
    expect(problems.map(({ reason, input }) => ({ reason, input }))).toEqual(
      expected.map(({ reason, input }) => ({ reason, input })),
    );
    for (const [index, { says }] of expected.entries())
      for (const part of says) expect(problems[index]?.sentence).toContain(part);
    for (const secret of row.secrets ?? []) expect(JSON.stringify(problems)).not.toContain(secret);
  });
});
