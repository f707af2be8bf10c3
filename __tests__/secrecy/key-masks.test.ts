import { expect, test } from '@jest/globals';
import { base64Forms, decimalForms, hexForms, pem, wrap, wrappedForms } from '../../src/secrecy/encodings.ts';
import { masksForKey } from '../../src/secrecy/masks.ts';
import { keyMaterial } from '../../src/secrecy/pasted.ts';
import { keyOf, oneOfEach } from '../support/leak-oracle/key-pairs.ts';

const scalar = Buffer.from('11'.repeat(16) + '23456789abcdef0123456789abcdef01', 'hex');
const short = Buffer.concat([Buffer.alloc(1), scalar.subarray(1)]);

const bytesForms = (bytes: Buffer): readonly string[] => [
  ...base64Forms(bytes),
  ...hexForms(bytes),
  ...decimalForms(bytes),
];

/** What may be printed of a file of a key: its bytes, its lines, and base64 of the whole file. */
function fileForms(label: string, der: Buffer): readonly string[] {
  const body = der.toString('base64');
  const lines = wrap(body, 64);
  const files = [pem(label, der, '\n'), pem(label, der, '\r\n')].flatMap((file) => [file, file.trimEnd()]);
  return [
    ...bytesForms(der),
    ...hexForms(der.subarray(0, 50)),
    ...wrappedForms(body),
    ...lines.map(encodeURIComponent),
    ...['\\n', '\\r\\n', '\\\\n', '%0A', '%0D%0A', ' '].map((joint) => lines.join(joint)),
    ...files.flatMap((file) => {
      const encoded = Buffer.from(file);
      return [...base64Forms(encoded), ...wrappedForms(encoded.toString('base64'))];
    }),
  ];
}

test.each([
  ['of the full length', scalar, [scalar]],
  ['that begins with a zero byte', short, [short, short.subarray(1)]],
])('the masks of a key with a number %s are its files and its number, and nothing else', (_, number, all) => {
  const key = keyOf(number);
  const expected = [
    ...fileForms('PRIVATE KEY', key.export({ type: 'pkcs8', format: 'der' })),
    ...fileForms('EC PRIVATE KEY', key.export({ type: 'sec1', format: 'der' })),
    ...all.flatMap(bytesForms),
    BigInt(`0x${number.toString('hex')}`).toString(),
  ];
  const usable = expected.filter((mask) => mask.length >= 8);
  const masks = masksForKey(key);
  expect(masks.toSorted()).toEqual([...new Set(usable)].toSorted());
  expect(masks.map(({ length }) => length)).toEqual(
    masks.map(({ length }) => length).toSorted((a, b) => b - a),
  );
  expect(keyMaterial(key).integers).toEqual([number]);
});

test('the files of a key are those that it is kept in', () => {
  const files = oneOfEach.map(([kind, key]) => [
    kind,
    ...keyMaterial(key).documents.map(({ label }) => label),
  ]);
  expect(files).toEqual([
    ['RSA 2048', 'PRIVATE KEY', 'RSA PRIVATE KEY'],
    ['P-256', 'PRIVATE KEY', 'EC PRIVATE KEY'],
    ['P-384', 'PRIVATE KEY', 'EC PRIVATE KEY'],
    ['P-521', 'PRIVATE KEY', 'EC PRIVATE KEY'],
    ['Ed25519', 'PRIVATE KEY'],
    ['ML-DSA-44', 'PRIVATE KEY'],
  ]);
  const [, rsa] = oneOfEach[0]!;
  const [pkcs8, pkcs1] = keyMaterial(rsa).documents.map(({ der }) => der);
  expect(pkcs8).toEqual(rsa.export({ type: 'pkcs8', format: 'der' }));
  expect(pkcs1).toEqual(rsa.export({ type: 'pkcs1', format: 'der' }));
});
