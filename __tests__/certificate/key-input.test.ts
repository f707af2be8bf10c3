import { describe, expect, test } from '@jest/globals';
import { isKey } from '../../src/certificate/input-form.ts';
import type { KeyBlock } from '../../src/certificate/input-form.ts';
import { openKey, readKeys } from '../../src/certificate/key-input.ts';
import { parse } from '../../src/certificate/leaf.ts';
import { readPasted } from '../../src/certificate/pasted-text.ts';
import { judgeKey } from '../../src/certificate/private-key.ts';
import { NAMES } from '../corpus/row.ts';
import { make } from './support/certificates.ts';
import { ec, ed448, encryptedPkcs8, legacyEncrypted, mlDsa, pkcs8, rsa } from './support/keys.ts';
import type { KeyPair } from './support/keys.ts';

function blocks(...pems: readonly string[]): readonly KeyBlock[] {
  const reading = readPasted(pems.join(''));
  return reading.kind === 'blocks' ? reading.blocks.filter(isKey) : [];
}
const reasons = (passphrase: string | undefined, ...pems: readonly string[]) => {
  const { key, findings } = readKeys(blocks(...pems), passphrase, 'key', 'pass');
  return [key !== undefined, ...findings.map(({ reason }) => reason)];
};
const [one, other] = [pkcs8(ec('one')), pkcs8(ec('other'))];
const locked = encryptedPkcs8(ec('one'), 'open');
const old = legacyEncrypted(ec('one'), 'open');

describe('the keys of an input', () => {
  test.each<readonly [string, string | undefined, readonly string[], readonly (boolean | string)[]]>([
    ['none', undefined, [], [false]],
    ['none, with a passphrase', 'open', [], [false]],
    ['one', undefined, [one], [true]],
    ['one twice', undefined, [one, one], [true]],
    ['two', undefined, [one, other], [false, 'PRIVATE_KEYS_DIFFER']],
    ['two, the first one twice', undefined, [one, one, other], [false, 'PRIVATE_KEYS_DIFFER']],
    ['one, with a passphrase', 'open', [one], [true, 'PASSPHRASE_UNUSED']],
    ['one, with an empty passphrase', '', [one], [true]],
    ['one encrypted, and plain as well', 'open', [one, locked], [true]],
    ['one encrypted', 'open', [locked], [true]],
    ['one encrypted as of old', 'open', [old], [true]],
    ['one encrypted, the passphrase with a line end', 'open\n', [locked], [true]],
    ['one encrypted, the passphrase with the line end of Windows', 'open\r\n', [old], [true]],
    ['one encrypted, the passphrase with two line ends', 'open\n\n', [locked], [false, 'PASSPHRASE_WRONG']],
    ['one encrypted, the passphrase with a line end inside', 'op\nen', [locked], [false, 'PASSPHRASE_WRONG']],
    ['one encrypted, the passphrase with a blank', 'open ', [locked], [false, 'PASSPHRASE_WRONG']],
    ['one encrypted, no passphrase', undefined, [locked], [false, 'PASSPHRASE_MISSING']],
    ['one encrypted as of old, an empty passphrase', '', [old], [false, 'PASSPHRASE_MISSING']],
    ['one plain, one that does not open', 'shut', [one, locked], [false, 'PASSPHRASE_WRONG']],
  ])('%s', (_, passphrase, pems, expected) => {
    expect(reasons(passphrase, ...pems)).toEqual(expected);
  });

  test('a passphrase that really ends with a line end opens', () => {
    const text = encryptedPkcs8(ec('one'), 'open\n');
    expect([reasons('open\n', text), reasons('open', text)]).toEqual([[true], [false, 'PASSPHRASE_WRONG']]);
  });

  test('one alone is opened, or not', () => {
    const [block] = blocks(locked);
    if (block === undefined) throw new Error('a test key cannot be read');
    expect(openKey(block, 'open')?.equals(ec('one').privateKey)).toBe(true);
    expect(openKey(block, 'shut')).toBeUndefined();
  });
});

describe('a key beside a certificate', () => {
  const said = (certificate: KeyPair, key: KeyPair) => {
    const parsed = parse(make({ keys: certificate }).der);
    if (parsed === undefined) throw new Error('a test certificate cannot be read');
    return judgeKey(parsed, key.privateKey, NAMES, 'key').map(({ sentence }) => sentence.split('`')[4]);
  };
  const unlike = (wanted: string, given: string): string =>
    ` (the certificate has a key of kind ${wanted}, and this one is of kind ${given}). Give the key with which this certificate was requested; was only one of the two secrets updated?`;
  const alike =
    '. Give the key with which this certificate was requested; was only one of the two secrets updated?';

  test.each<readonly [string, KeyPair, KeyPair, readonly string[]]>([
    ['of the same kind', ec('one'), ec('other'), [alike]],
    ['of the same ML-DSA', mlDsa('one'), mlDsa('other'), [alike]],
    ['of another kind', rsa(), ec('one'), [unlike('rsa', 'ec')]],
    ['of another kind than ML-DSA', mlDsa('one'), ec('one'), [unlike('ml-dsa', 'ec')]],
    ['its own', ec('one'), ec('one'), []],
    ['of a certificate that is refused for its kind', ed448(), ec('one'), []],
  ])('%s', (_, certificate, key, expected) => {
    expect(said(certificate, key)).toEqual(expected);
  });
});
