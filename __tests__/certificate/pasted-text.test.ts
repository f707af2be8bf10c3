import { describe, expect, test } from '@jest/globals';
import { unwrap } from '../../src/certificate/envelope.ts';
import { readPasted } from '../../src/certificate/pasted-text.ts';
import type { Reading } from '../../src/certificate/pasted-text.ts';
import { ec, pkcs8, pkcs8Der } from './support/keys.ts';

const PEM = pkcs8(ec());
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const layers = (count: number): string => (count === 0 ? PEM : base64(layers(count - 1)));
const x = 'x'.repeat(20);

describe('what is undone', () => {
  test.each<readonly [string, string, string]>([
    ['nothing where all is well', PEM, PEM],
    ['one layer of base64', layers(1), PEM],
    ['three layers of base64', layers(3), PEM],
    ['no more than three', layers(4), layers(1)],
    ['base64 without padding', base64(`${PEM}x`).replace(/=+$/u, ''), `${PEM}x`],
    ['base64 in the alphabet of URLs', Buffer.from(`${PEM}??>>`).toString('base64url'), `${PEM}??>>`],
    ['base64 of other text', base64('no PEM at all, but text'), 'no PEM at all, but text'],
    ['base64 of text in UTF-16', base64(Buffer.from(`\uFEFF${x} text`, 'utf16le')), `\u00FF\u00FE${x} text`],
    ['base64 of text with a byte order mark', base64(`\uFEFF${x}`), `\u00EF\u00BB\u00BF${x}`],
    ['a data URL', `data:text/plain;base64,${layers(1)}`, PEM],
    ['a data URL, quoted and indented', ` "data:application/x-pem-file;base64,${layers(1)}"`, PEM],
    ['a data URL without a type', `'data:;base64,${layers(1)}'`, PEM],
    [
      'line ends that were escaped',
      String.raw`-----BEGIN AB-----\nb\\nc\r\n\\\\d`,
      '-----BEGIN AB-----\nb\nc\n\n\\\\\\\\d',
    ],
    ['tabs that were escaped', String.raw`-----BEGIN AB-----\tb`, '-----BEGIN AB-----\nb'],
    [
      'characters that do not show',
      '\uFEFF-----BEGIN AB-----\u200Bb\u200C\u200D\u2060',
      '-----BEGIN AB-----b',
    ],
    [
      'characters that a library for JSON escaped',
      String.raw`-----BEGIN AB-----\u000ab\u002Bc\\\\u003d`,
      '-----BEGIN AB-----\nb+c=',
    ],
    [
      'UTF-16 that was read as UTF-8',
      Buffer.from('\uFEFF-----BEGIN AB-----', 'utf16le').toString(),
      '-----BEGIN AB-----',
    ],
    ['percent signs', '-----BEGIN%20AB-----%0Ab%2B+', '-----BEGIN AB-----\nb++'],
    ['a form', '-----BEGIN+AB-----%0Ab+c%2B', '-----BEGIN AB-----\nb c+'],
    ['blanks of a form', '-----BEGIN+A+B-----', '-----BEGIN A B-----'],
    ['line ends of a URI alone', '-----BEGIN AB-----%0ab+%0Dc', '-----BEGIN AB-----\nb+\rc'],
  ])('%s', (name, text, expected) => {
    expect([name, unwrap(text)]).toEqual([name, expected]);
  });

  test.each([
    ['percent signs that are none', '-----BEGIN AB-----%41+%'],
    ['a plus', '-----BEGIN AB-----a+b'],
    ['base64 that is too short', base64('too short').slice(0, 15)],
    ['base64 with something before it', `!${layers(1)}`],
    ['base64 with something behind it', `${layers(1)}!`],
    ['base64 with too much padding', `${x}===`],
    ['base64 of what is no text', base64(Buffer.from(`\u0001${x}`))],
    ['base64 of what ends as no text', base64(Buffer.from(`${x}\u0001`))],
    ['base64 of what begins nearly as DER', base64(Buffer.from('1308'.padEnd(40, '0'), 'hex'))],
    ['what only resembles a data URL', `xdata:text/plain;base64,${layers(1)}`],
    ['a data URL that is not base64', `data:text/plain,${layers(1)}`],
  ])('not %s', (name, text) => {
    expect([name, unwrap(text)]).toEqual([name, text]);
  });

  test.each<readonly [string, Uint8Array]>([
    ['DER', pkcs8Der(ec())],
    ['DER that was cut off', pkcs8Der(ec()).subarray(0, 60)],
    ['a short sequence', Buffer.from('3010' + '0500'.repeat(8), 'hex')],
  ])('base64 of %s', (_, der) => {
    expect(Buffer.from(unwrap(base64(der))).equals(der)).toBe(true);
  });
});

describe('what a pasted text is', () => {
  const foreign = (form: string) => ({ kind: 'foreign', form });
  const missing = (form: string) => ({ kind: 'missing', form });

  test.each<readonly [string, object]>([
    ['', missing('blank')],
    [' "\u200B\'`\n', missing('blank')],
    ['***', missing('masked')],
    ['*a*', foreign('unknown')],
    ...['null', 'UNDEFINED', 'none', 'Nil', '~', '"null"'].map((word) => [word, missing('word')] as const),
    ['nulls', foreign('unknown')],
    ['a null', foreign('unknown')],
    ...['${{ secrets.KEY }}', '$KEY', '${KEY}', '$(cat key)', '%KEY%', '"$KEY"'].map(
      (text) => [text, missing('unresolved')] as const,
    ),
    ...[
      '${{ a } }}',
      '$KEY b',
      'a $KEY',
      '${KEY} b',
      'a${KEY}',
      '%KEY% b',
      '50%',
      '$',
      '${{ a }} b',
      'a ${{ b }}',
    ].map((text) => [text, foreign('unknown')] as const),
    ...['<!DOCTYPE html>', '<html>', ' <head>', '<!-- a -->', '<?xml version="1.0"?>', '<Body>'].map(
      (text) => [text, foreign('html')] as const,
    ),
    ['a <html>', foreign('unknown')],
    ['<p>', foreign('unknown')],
    ['PuTTY-User-Key-File-3: ssh-rsa', foreign('putty')],
    ['a\nPuTTY-User-Key-File-3: ssh-rsa', foreign('putty')],
    ['a PuTTY-User-Key-File-3', foreign('unknown')],
    ['{"kty":"EC","d":"x"}', foreign('jwk')],
    ["[{kty : 'EC', d : 'x'}]", foreign('jwk-set')],
    ['{"keys":[{"kty":"EC","d":"x"}]}', foreign('jwk-set')],
    ['{"kty":"EC"}', foreign('jwk-public')],
    ['{"kty"}', foreign('unknown')],
    ['a {"kty":"EC"}', foreign('unknown')],
    ...['ssh-ed25519 AAAAC3', 'ecdsa-sha2-nistp256 AAAAE2', 'sk-ssh-ed25519@openssh.com AAAAG'].map(
      (text) => [text, foreign('ssh-public')] as const,
    ),
    ['a ssh-rsa AAAA', foreign('unknown')],
    ['ssh-rsa BBBB', foreign('unknown')],
    ...[
      'Certificate:\n a',
      'Private-Key: (256 bit)',
      'Certificate Request:',
      'RSA Private-Key:',
      'ED25519 Private-Key:',
    ].map((text) => [text, foreign('text-only')] as const),
    ['a Certificate:', foreign('unknown')],
    ['Certificate', foreign('unknown')],
    ...['\uFFFDa', 'a\u0000b', 'a\u0008b', 'a\u000Eb', 'a\u001Fb'].map(
      (text) => [text, foreign('binary')] as const,
    ),
    ['a\u000Bb', foreign('unknown')],
    ...[
      'https://example.com/key',
      'op://vault/key',
      'file:key',
      'arn:aws:secretsmanager',
      'vault:secret',
      '@key',
      '~/key',
      './key',
      '../key',
      '/key',
      '\\key',
      'C:\\key',
      'd:/key',
      'key.pem',
      'a b.KEY',
      'x.txt',
    ].map((text) => [text, foreign('place')] as const),
    ...['key', 'a https://b', 'x.pems', 'a\nkey.pem', 'key.pem\nb', '...', 'a:b', 'file key'].map(
      (text) => [text, foreign('unknown')] as const,
    ),
    [`/${'x'.repeat(4095)}`, foreign('place')],
    [`/${'x'.repeat(4096)}`, foreign('unknown')],
    ['-'.repeat(65_536), foreign('unknown')],
    ['-'.repeat(65_537), { kind: 'too-large' }],
    ['é'.repeat(32_769), { kind: 'too-large' }],
  ])('row %#', (text, expected) => {
    const reading: Reading = readPasted(text);
    expect([text, reading]).toEqual([text, expected]);
  });

  test('a limit may be given', () => {
    expect([readPasted('abc', 3), readPasted('abcd', 3)]).toEqual([
      foreign('unknown'),
      { kind: 'too-large' },
    ]);
  });
});
