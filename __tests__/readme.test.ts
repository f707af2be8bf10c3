import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const action: { readonly inputs: object; readonly outputs: object } = parse(read('action.yml'));

describe('the README', () => {
  test.each([...Object.keys(action.inputs), ...Object.keys(action.outputs)])('explains `%s`', (name) => {
    expect(readme).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'mu'));
  });

  test('shows the example as it is in examples/', () => {
    const shown = /```yaml\n([\s\S]*?)```/u.exec(readme)?.[1];
    expect(shown).toBe(read('examples/rotate-on-release.yml'));
  });
});
