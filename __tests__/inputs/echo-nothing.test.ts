import { describe, expect, test } from '@jest/globals';
import { INPUT_NAMES } from '../../src/inputs/table.ts';
import { TOKEN } from '../corpus/input-row.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { read } from './support.ts';

/** Secrets as they slip into the wrong input; none is a real one. */
const SLIPPED: readonly [string, string][] = [
  ['the token', TOKEN],
  ['a line of a key', 'MC4CAQAwBQYDK2VwBCIEIJ9yTnF0hQpXcVq2rT1mKf8s'],
  ['a key', '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ9yTnF0\n-----END PRIVATE KEY-----'],
  ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dGhpc2lzbm90YXJlYWxzaWduYXR1cmU'],
];
const cases = INPUT_NAMES.flatMap((name) => SLIPPED.map(([what, value]) => [what, name, value] as const));
const KEYS = [
  'grace-period',
  'private-key-env',
  'certificate-file',
  'client-ca',
  'probe-urls',
  'enable',
  'level',
];

/** Every run of 12 characters of the secret that is found in a text. */
function pieces(secret: string, text: string): readonly string[] {
  const windows = Array.from({ length: secret.length - 11 }, (_, start) => secret.slice(start, start + 12));
  const armour = '-----BEGIN PRIVATE KEY----- -----END PRIVATE KEY-----';
  return windows.filter(
    (window) => !armour.includes(window) && text.toLowerCase().includes(window.toLowerCase()),
  );
}

describe('a secret in the wrong place', () => {
  test.each(cases)('is not echoed: %s in %s', async (_, name, value) => {
    const result = await read({ [name]: value });
    // What is accepted goes where it belongs; only what is said is looked at.
    const said = result.kind === 'refused' ? result.problems : result.warnings;
    expect(pieces(value, JSON.stringify(said))).toEqual([]);
  });

  test.each(KEYS.flatMap((key) => SLIPPED.map(([what, value]) => [what, key, value] as const)))(
    'is not echoed: %s as %s of a manifest',
    async (_, key, value) => {
      const lines = key === 'level' ? [] : ['level: zone'];
      const text = estate(target(...lines, `${key}: ${JSON.stringify(value)}`));
      const result = await read({ ...AROUND, manifest: text }, { BOTH: 'text' });
      expect(result.kind).toBe('refused');
      expect(pieces(value, JSON.stringify(result))).toEqual([]);
    },
  );
});
