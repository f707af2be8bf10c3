import { describe, expect, test } from '@jest/globals';
import { secretInputs } from '../../src/inputs/secrets.ts';
import { hide } from '../../src/mask-inputs.ts';
import { Guard } from '../../src/secrecy/guard.ts';
import { ec, encryptedPkcs8, pkcs8 } from '../certificate/support/keys.ts';
import { SPELLINGS } from '../corpus/spellings.ts';
import type { Spelling } from '../corpus/spellings.ts';
import { fakeStage } from './support/fake-stage.ts';

/** Ways of pasting a key that are refused, or that only lie around it. */
const ODD: readonly Spelling[] = [
  { name: 'marks of direction', spell: (pem) => pem.replaceAll('\n', '\u200E\n') },
  { name: 'soft hyphens', spell: (pem) => pem.replaceAll('\n', '\u00AD\n') },
  { name: 'tags of HTML', spell: (pem) => pem.replaceAll('\n', '<br>\n') },
  { name: 'numbers of XML', spell: (pem) => pem.replaceAll('\n', '&#10;') },
  { name: 'an expression beside it', spell: (pem) => `${pem}\n# \${{ secrets.X }}\n` },
  { name: 'hex', spell: (pem) => Buffer.from(pem).toString('hex') },
  {
    name: 'hex with colons',
    spell: (pem) => (Buffer.from(pem).toString('hex').match(/../gu) ?? []).join(':'),
  },
  {
    name: 'a Kubernetes Secret',
    spell: (pem) => `kind: Secret\ndata:\n  tls.key: ${Buffer.from(pem).toString('base64')}\n`,
  },
  {
    name: 'base64 of UTF-16, the other way round',
    spell: (pem) => Buffer.from(`\uFEFF${pem}`, 'utf16le').swap16().toString('base64'),
  },
];

/** What the runner hides from the first moment on. */
function masksOf(inputs: Readonly<Record<string, string>>): ReadonlySet<string> {
  const stage = fakeStage({ inputs });
  hide(stage, secretInputs({ ...stage.env }), new Guard());
  const lines = stage.stdout().split('\n');
  return new Set(lines.map((line) => line.replace('::add-mask::', '').replaceAll('%25', '%')));
}

const keys = ec('pasted oddly');
// Nobody can open it: only what was pasted can be masked.
const locked = encryptedPkcs8(keys, 'a passphrase nobody gave');
const linesOf = (pem: string): readonly string[] =>
  pem.split('\n').filter((line) => !line.startsWith('-----') && line.length >= 8);

describe('the lines of a key that cannot be opened are masked, pasted with', () => {
  test.each([...SPELLINGS, ...ODD].map((one) => [one.name, one] as const))('%s', (_, { spell }) => {
    const masks = masksOf({ 'private-key': spell(locked) });
    expect(linesOf(locked).filter((line) => !masks.has(line))).toEqual([]);
  });
});

describe('a key is masked in an input that should hold none, pasted with', () => {
  const open = pkcs8(keys);
  const number = Buffer.from(String(keys.privateKey.export({ format: 'jwk' }).d), 'base64url');
  test.each([...SPELLINGS, ...ODD].map((one) => [one.name, one] as const))('%s', (_, { spell }) => {
    const masks = masksOf({ 'client-ca': spell(open) });
    expect([number.toString('hex'), ...linesOf(open)].filter((line) => !masks.has(line))).toEqual([]);
  });
});
