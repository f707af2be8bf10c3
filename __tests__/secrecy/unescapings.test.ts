import { describe, expect, test } from '@jest/globals';
import { decodings, unescapings } from '../../src/secrecy/decodings.ts';
import { createSink } from '../../src/secrecy/sink.ts';
import { withhold } from '../../src/secrecy/withhold.ts';
import { recording } from './recording.ts';

describe('what a text becomes as its escapes are undone', () => {
  test.each<readonly [string, string]>([
    ['plain', 'plain'],
    [String.raw`\u{41}\u0042\x43\44%45&#x46;&#71;`, 'ABCDEFG'],
    [String.raw`a\nb\rc\td\qe`, 'a\nb\nc\ndqe'],
    ['\\\\', '\\'],
    ['&lt;&gt;&amp;&quot;&apos;&sol;&plus;&equals;&NewLine;', '<>&"\'/+=\n'],
    ['&nosuch;&amp;', '&nosuch;&'],
    [String.raw`\132q\070`, 'Zq8'],
    ['a+b%20c', 'a b%20c'],
    ['a+b%20c', 'a b c'],
    ['=5A=71=\r\n=38', 'Zq8'],
    ['Ｚｑ８', 'Zq8'],
    [String.raw`\\u0041`, 'A'],
    ['%25252526', '%26'],
  ])('%s', (text, expected) => {
    expect([...unescapings(text)]).toContain(expected);
  });

  test.each<readonly [string, readonly string[]]>([
    ['plain + a=5A', ['plain + a=5A']],
    ['%25252526', ['%25252526', '%252526', '%2526', '%26']],
  ])('of %s, these and no others', (text, expected) => {
    expect([...unescapings(text)]).toEqual(expected);
  });
});

describe('what can be got out of a text', () => {
  const finds = (text: string, bytes: Buffer): boolean =>
    [...decodings(text)].some((one) => Buffer.from(one).includes(bytes));
  const high = Buffer.from('fffefdfcfbfaf9f8f7f6', 'hex');
  const base32 = (bytes: Uint8Array): string =>
    (
      [...bytes]
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('')
        .match(/.{1,5}/gu) ?? []
    )
      .map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(bits.padEnd(5, '0'), 2)))
      .join('');
  const nested = (text: string): string => Buffer.from(text).toString('base64');

  test.each<readonly [string, string, Buffer]>([
    ['base32 of any bytes', base32(high), high],
    ['base32 of any bytes behind a digit', `A${base32(high)}`, high],
    ['bytes written backwards as letters', Buffer.from(high.toReversed()).toString('latin1'), high],
    ['words written backwards among others', '€3rLw_8qZ', Buffer.from('Zq8_wLr3')],
    ['base64 in words of sixteen letters', nested('it isWnE4X3dM ok'), Buffer.from('Zq8_wL')],
    ['base64 between tabs', nested('it\tisWnE4X3dM\tok'), Buffer.from('Zq8_wL')],
    ['base64 between line ends', nested('it\nisWnE4X3dM\nok'), Buffer.from('Zq8_wL')],
    ['base64 between other line ends', nested('it\risWnE4X3dM\rok'), Buffer.from('Zq8_wL')],
    [
      'base64 in words of UTF-16',
      Buffer.from('it isWnE4X3dM ok', 'utf16le').toString('base64'),
      Buffer.from('Zq8_wL'),
    ],
  ])('%s', (_, text, bytes) => {
    expect(finds(text, bytes)).toBe(true);
  });
});

describe('a summary that is too large', () => {
  const cut = '\n\n_The rest was left out: a summary can hold 1 MiB._\n';
  const room = 1024 * 1024 - cut.length;
  const written = (markdown: string): string => {
    const ports = recording();
    createSink(ports).summary(markdown);
    return ports.summary();
  };

  test('keeps all lines that leave room for the note', () => {
    const kept = `a\n${'y'.repeat(room - 3)}`;
    expect(written(`${kept}\n${'z'.repeat(100)}`) === kept + cut).toBe(true);
    expect(written(`a\n${'y'.repeat(room - 2)}\n${'z'.repeat(100)}`)).toBe(`a${cut}`);
  });
});

test('what is not ASCII is escaped with four digits', () => {
  expect(withhold('{"a":"s3cret","b":"é\u2028"}', (text) => text.includes('s3cret'))).toContain(
    String.raw`"b":"\u00e9\u2028"`,
  );
});
