import { describe, expect, test } from '@jest/globals';
import { readChain } from '../../src/certificate/chain.ts';
import type { ChainRead } from '../../src/certificate/chain.ts';
import { isSignedBy, parse } from '../../src/certificate/leaf.ts';
import type { Parsed } from '../../src/certificate/leaf.ts';
import { basicConstraints, make, makeCa } from './support/certificates.ts';
import type { Made } from './support/certificates.ts';
import { ec } from './support/keys.ts';

const root = makeCa();
const middle = makeCa({ issuer: root, keys: ec('middle'), subject: { CN: 'Middle' } });
const leaf = make({ issuer: middle });
const old = make({ issuer: root, keys: ec('old ca'), subject: { CN: 'Old' }, extensions: [] });
const read = (...made: readonly Made[]): ChainRead =>
  readChain(
    made.map(({ der }) => der),
    'input',
  );
/** Who was found, by the name of the subject; and what was said. */
const found = ({ leaf: first, chain, findings }: ChainRead) => ({
  leaf: first?.leaf.subject,
  chain: chain.map((one) => one.leaf.subject),
  reasons: findings.map(({ reason }) => reason),
});
const CLIENT = 'CN=origin pull client,O=Example';
const CA = 'CN=Example CA,O=Example';
const none = (...reasons: readonly string[]) => ({ leaf: undefined, chain: [], reasons });

describe('the leaf and its chain', () => {
  test.each<readonly [string, () => ChainRead, object]>([
    ['of nothing', () => read(), none()],
    ['of one', () => read(leaf), { leaf: CLIENT, chain: [], reasons: [] }],
    ['of one given twice', () => read(leaf, leaf), { leaf: CLIENT, chain: [], reasons: [] }],
    ['of a CA alone', () => read(root), { leaf: CA, chain: [], reasons: [] }],
    [
      'of a whole chain',
      () => read(leaf, middle, root),
      { leaf: CLIENT, chain: ['CN=Middle', CA], reasons: ['CHAIN_PASTED'] },
    ],
    [
      'of a chain the other way round',
      () => read(root, middle, leaf),
      { leaf: CLIENT, chain: [CA, 'CN=Middle'], reasons: ['CHAIN_OUT_OF_ORDER'] },
    ],
    ['of a chain with a gap', () => read(leaf, root), none('UNRELATED_CERTIFICATES')],
    [
      'of two that claim to be no CA, the first',
      () => read(make({ issuer: old, subject: { CN: 'x' } }), old),
      { leaf: 'CN=x', chain: ['CN=Old'], reasons: ['CHAIN_PASTED'] },
    ],
    [
      'of two that claim to be no CA, the wrong one first',
      () => read(old, make({ issuer: old, subject: { CN: 'x' } })),
      none('UNRELATED_CERTIFICATES'),
    ],
    [
      'of two CAs, the first',
      () => read(middle, root),
      { leaf: 'CN=Middle', chain: [CA], reasons: ['CHAIN_PASTED'] },
    ],
    [
      'of two leaves',
      () => read(leaf, make({ issuer: middle, serial: '02' })),
      none('UNRELATED_CERTIFICATES'),
    ],
  ])('%s', (_, result, expected) => {
    expect(found(result())).toEqual(expected);
  });

  test('are none where one cannot be read', () => {
    expect(found(readChain([leaf.der, Buffer.alloc(9, 1)], 'input'))).toEqual(none('CERTIFICATE_UNREADABLE'));
  });

  test('are none where there are more than sixteen, each counted once', () => {
    const many = Array.from({ length: 17 }, (_, at) => make({ issuer: root, serial: `${10 + at}` }).der);
    const saying = (...ders: readonly Uint8Array[]) => readChain(ders, 'input').findings[0]?.sentence;
    expect(saying(...many)).toContain('holds more than 16 certificates');
    expect(saying(...many.slice(0, 16), ...many.slice(0, 16))).toContain('holds 16 different certificates');
  });
});

test('a certificate that is its own issuer stands for itself', () => {
  const self = make({ extensions: [basicConstraints(false)] });
  expect(found(read(self))).toEqual({ leaf: CLIENT, chain: [], reasons: [] });
});

describe('who issued whom', () => {
  const parsed = ({ der }: Made): Parsed => {
    const one = parse(der);
    if (one === undefined) throw new Error('a test certificate cannot be read');
    return one;
  };
  const renamed = makeCa({ keys: middle.keys, subject: { CN: 'Renamed' } });
  const namesake = makeCa({ keys: ec('namesake'), subject: { CN: 'Middle' } });

  test.each([
    ['its issuer', middle, true],
    ['the issuer of its issuer', root, false],
    ['a CA with the key of its issuer, and another name', renamed, false],
    ['a CA with the name of its issuer, and another key', namesake, false],
  ])('%s', (_, issuer, expected) => {
    expect(isSignedBy(parsed(leaf).x509, parsed(issuer).x509)).toBe(expected);
  });
});
