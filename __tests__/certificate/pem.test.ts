import { describe, expect, test } from '@jest/globals';
import { createPrivateKey } from 'node:crypto';
import {
  armour,
  bare,
  hasArmour,
  isBase64,
  readBlocks,
  readDerBlock,
  readSoundBlocks,
  withPlainArmour,
} from '../../src/certificate/pem.ts';
import type { Block } from '../../src/certificate/pem.ts';
import { make } from './support/certificates.ts';
import { sequence } from './support/der-writer.ts';
import { ec, legacyEncrypted, pkcs8, pkcs8Der, spki } from './support/keys.ts';

const key = pkcs8(ec());
const leaf = make();
const block = (label: string, body: string, end = label): string =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${end}-----\n`;
const DER = Buffer.from(pkcs8Der(ec())).toString('base64');

/** The kinds of the blocks, or what is wrong. */
const read = (text: string): string | readonly string[] => {
  const blocks = readBlocks(text);
  return typeof blocks === 'string' ? blocks : kinds(blocks);
};
const kinds = (blocks: readonly Block[]): readonly string[] => blocks.map(({ kind }) => kind);

describe('blocks', () => {
  test.each<readonly [string, string, string | readonly string[]]>([
    ['none', '', []],
    ['one', key, ['pkcs8']],
    [
      'several, with words between',
      `a\n${leaf.pem}b${key}${spki(ec())}`,
      ['certificate', 'pkcs8', 'public-key'],
    ],
    ['a beginning alone', '-----BEGIN AB-----', 'no-end'],
    ['a beginning behind a beginning', `-----BEGIN AB-----\n${key}`, 'no-end'],
    ['a beginning behind a block', `${key}-----BEGIN AB-----`, 'no-end'],
    ['an end alone', '-----END AB-----', 'no-begin'],
    ['an end behind a block', `${key}-----END AB-----`, 'no-begin'],
    ['labels that differ', block('PRIVATE KEY', DER, 'PUBLIC KEY'), 'labels-differ'],
    ['nothing between', block('PRIVATE KEY', ' "\'`,>\\\n'), 'empty'],
    ['no base64 between', block('PRIVATE KEY', `${DER}*`), 'damaged'],
    ['too much padding', block('PRIVATE KEY', `${DER}===`), 'damaged'],
    ['data cut off', block('PRIVATE KEY', DER.slice(0, 60)), 'truncated'],
    ['data of no kind', block('PRIVATE KEY', sequence().toString('base64')), 'damaged'],
    ['data that is no sequence', block('PRIVATE KEY', 'BAAA'), 'damaged'],
    ['a broken one behind a sound one', key + block('AB', '*'), 'damaged'],
    ['whatever the label says', block('AB', DER), ['pkcs8']],
    [
      'a trusted certificate with its settings behind',
      block('TRUSTED CERTIFICATE', Buffer.concat([leaf.der, sequence()]).toString('base64')),
      ['certificate'],
    ],
    [
      'another with something behind',
      block('CERTIFICATE', Buffer.concat([leaf.der, sequence()]).toString('base64')),
      'damaged',
    ],
    [
      'a trusted certificate cut off',
      block('TRUSTED CERTIFICATE', leaf.der.subarray(0, 90).toString('base64')),
      'truncated',
    ],
    ...(
      [
        ['PGP MESSAGE', 'pgp'],
        ['SSH2 PUBLIC KEY', 'ssh-public'],
        ['OPENSSH PRIVATE KEY', 'openssh'],
        ['SSH2 ENCRYPTED PRIVATE KEY', 'openssh'],
        ['EC PARAMETERS', 'other'],
        ['X509 CRL', 'other'],
      ] as const
    ).map(([label, kind]) => [label, block(label, '*'), [kind]] as const),
    ...['XPGP AB', 'PGPX', 'MY SSH2 KEY', 'SSH2', 'PARAMETERS', 'EC PARAMETERS 2', 'OPENSSH KEY'].map(
      (label) => [label, block(label, DER), ['pkcs8']] as const,
    ),
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each<readonly [string, boolean]>([
    ['-----BEGIN AB-----', true],
    ['--BEGIN AB--', true],
    ['\u2010\u2015 BEGIN  AB \u2212\u2014', true],
    ['-----    BEGIN    AB    -----', true],
    ['-----END A1 #2-----', true],
    ['-BEGIN AB--', false],
    ['--BEGIN AB-', false],
    ['-----     BEGIN AB-----', false],
    ['-----BEGIN     AB-----', false],
    ['-----BEGIN AB     -----', true],
    ['-----BEGINAB-----', false],
    ['-----BEGIN A-----', false],
    ['-----BEGIN #B-----', false],
    ['-----BEGIN aB-----', false],
    ['-----BEGIN Ab-----', false],
    [`-----BEGIN ${'A'.repeat(40)}-----`, true],
    [`-----BEGIN ${'A'.repeat(41)}-----`, false],
    ['-----START AB-----', false],
  ])('%s is a line of armour: %s', (line, expected) => {
    expect(hasArmour(line)).toBe(expected);
  });

  test('lines of armour are made plain', () => {
    expect(withPlainArmour('a \u2014\u2014 BEGIN  AB \u2013\u2013 b\n--END AB--')).toBe(
      'a -----BEGIN AB----- b\n-----END AB-----',
    );
  });
});

describe('blocks that are sound', () => {
  const broken = block('PRIVATE KEY', '*');
  test.each<readonly [string, string, readonly string[]]>([
    ['none', 'words', []],
    ['beside broken ones', broken + key + broken + leaf.pem, ['pkcs8', 'certificate']],
    [
      'whose end is missing, up to the next',
      `-----BEGIN PRIVATE KEY-----\n${DER}\n${leaf.pem}`,
      ['pkcs8', 'certificate'],
    ],
    [
      'whose end is missing, up to the end',
      `${leaf.pem}-----BEGIN PRIVATE KEY-----\n${DER}\n`,
      ['certificate', 'pkcs8'],
    ],
    ['whose labels differ', block('PRIVATE KEY', DER, 'PUBLIC KEY'), ['pkcs8']],
    ['but nothing behind an end', `-----END PRIVATE KEY-----\n${DER}\n`, []],
  ])('%s', (_, text, expected) => {
    expect(kinds(readSoundBlocks(text))).toEqual(expected);
  });
});

describe('the encryption of old', () => {
  const locked = legacyEncrypted(ec(), 'open');
  const opens = (text: string): boolean => {
    const reading = readBlocks(text);
    const [one] = typeof reading === 'string' ? [] : reading;
    if (one?.kind !== 'legacy-encrypted') return false;
    return createPrivateKey({ key: one.pem, passphrase: 'open' }).equals(ec().privateKey);
  };
  const [, , info = '', , ...body] = locked.split('\n');

  test.each<readonly [string, string]>([
    ['as OpenSSL writes it', locked],
    ['on one line', locked.replaceAll('\n', ' ')],
    ['quoted', locked.replaceAll('\n', '\n> ')],
    [
      'with blanks',
      locked.replace('4,ENC', ' 4 , ENC').replace(',', ' , ').replace('DEK-Info: ', 'DEK-Info:'),
    ],
    ['with DES', legacyEncrypted(ec(), 'open', 'des-ede3-cbc')],
    ['with DES on one line', legacyEncrypted(ec(), 'open', 'des-ede3-cbc').replaceAll('\n', '')],
  ])('is read %s', (_, text) => {
    expect(opens(text)).toBe(true);
  });

  test.each<readonly [string, string, string]>([
    ['without DEK-Info', locked.replace(info, ''), 'damaged'],
    ['without an initial vector', locked.replace(/,[0-9A-F]{32}/u, ','), 'damaged'],
    ['with nothing behind the vector', locked.replace(body.slice(0, -2).join('\n'), ''), 'empty'],
    ['with something else in it', locked.replace('\n\n', '\n\n*'), 'damaged'],
    ['with letters in the vector', locked.replace(/,[0-9A-F]/u, ',g'), 'damaged'],
    ['with letters at the end of the vector', locked.replace(/[0-9A-F]\n\n/u, 'g\n\n'), 'damaged'],
  ])('is not read %s', (_, text, fault) => {
    expect(read(text)).toBe(fault);
  });
});

test('DER is written in lines of sixty-four', () => {
  expect(armour('AB', Buffer.alloc(48))).toBe(`-----BEGIN AB-----\n${'A'.repeat(64)}\n-----END AB-----\n`);
  expect(armour('AB', Buffer.alloc(49))).toBe(
    `-----BEGIN AB-----\n${'A'.repeat(64)}\nAA==\n-----END AB-----\n`,
  );
});

test.each([
  ['QUI=', true],
  ['A+/9', true],
  ['QQ==', true],
  ['Q===', false],
  ['QU=I', false],
  ['', false],
  [' QUI=', false],
  ['QUI= ', false],
  ['Q-_I', false],
])('%p is base64: %s', (text, expected) => {
  expect(isBase64(text)).toBe(expected);
});

test('quoting is taken away', () => {
  expect(bare(' a"b\'c`d,e>f\\g\n\th ')).toBe('abcdefgh');
});

test.each([
  ['a key', pkcs8Der(ec()), 'pkcs8'],
  ['a key cut off', pkcs8Der(ec()).subarray(0, 50), 'truncated'],
  ['a key with something behind', Buffer.concat([pkcs8Der(ec()), Buffer.alloc(1)]), 'damaged'],
  ['no sequence, cut off', Buffer.from('0405', 'hex'), 'damaged'],
  ['an octet string', Buffer.from('0400', 'hex'), 'damaged'],
  ['nothing', Buffer.alloc(0), 'damaged'],
])('bare DER of %s', (_, der, expected) => {
  const blocks = readDerBlock(der);
  expect(typeof blocks === 'string' ? blocks : kinds(blocks).join()).toBe(expected);
});
