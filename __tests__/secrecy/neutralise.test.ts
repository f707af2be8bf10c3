import { describe, expect, test } from '@jest/globals';
import { neutralise, neutraliseLines } from '../../src/secrecy/withhold.ts';

describe('foreign text is made harmless', () => {
  test.each([
    [
      'leaves ordinary text as it is',
      'Zone example.com: 2 certificates, 2001:db8::1',
      'Zone example.com: 2 certificates, 2001:db8::1',
    ],
    ['breaks a command at the start', '::error::x', ': :error::x'],
    ['breaks a command after blanks', ' \t::error::x', '  : :error::x'],
    ['breaks a command after other blanks', '\u00A0\u3000::error::x', '  : :error::x'],
    ['breaks a command behind what is not ASCII', 'é::error::x', 'é: :error::x'],
    ['breaks a command behind a byte order mark', '\uFEFF::error::x', ': :error::x'],
    ['breaks a command behind invisible marks', '\u200B\u00AD\u2060::error::x', ': :error::x'],
    ['leaves colons inside a line alone', 'a ::error::x', 'a ::error::x'],
    ['breaks three colons', ':::', ': ::'],
    ['breaks a bracket command anywhere', 'a ##[error]x', 'a # #[error]x'],
    ['breaks a bracket command made by removing a mark', 'a #\u200B#\u200D[error]x', 'a # #[error]x'],
    ['breaks a bracket command of kindred runners', 'a ##vso[task]x', 'a # #vso[task]x'],
    ['breaks more than two signs', '####[error]', '### #[error]'],
    ['keeps a heading of Markdown', '## Heading [1]', '## Heading [1]'],
    ['makes one line of several', 'a\r\nb\nc\rd\u2028e\u2029f\u0085g\vh\fi', 'a b c d e f g h i'],
    ['drops colours', '\u001B[31mred\u001B[0m', 'red'],
    ['drops the title of a terminal', '\u001B]0;title\u0007text\u001B]8;;http://x\u001B\\link', 'textlink'],
    ['drops short and unfinished sequences', 'a\u001Bcb\u001B]unfinished', 'abunfinished'],
    ['drops eight-bit sequences', 'a\u009B31mb', 'ab'],
    ['drops sequences with parameters and what stands between', 'a\u001B[?25;1 qb\u009B>0!pc', 'abc'],
    ['drops sequences of one letter and of a set of letters', 'a\u001BMb\u001B(Bc\u001B#8d', 'abcd'],
    ['drops a title without end, and no more than its start', 'a\u001B]0;b\u001B[1mc', 'a0;bc'],
    ['keeps a link, and drops only its marks', '\u001B]8;;\u0007a\u001B]8;;\u001B\\b', 'ab'],
    ['keeps brackets without an escape', 'a[31mb]0;c', 'a[31mb]0;c'],
    ['keeps signs far from a bracket', '## 1[x] ##1[x] # #[x] #[x]', '## 1[x] ##1[x] # #[x] #[x]'],
    ['breaks a bracket command of any case', '##VSO[a]', '# #VSO[a]'],
    ['keeps colons behind a letter', 'a::error::x ::', 'a::error::x ::'],
    ['makes one blank of a line end of two characters', 'a\r\n\r\nb\tc\u3000d', 'a  b c d'],
    ['drops control characters', 'a\u0000\u0007\bb\u007Fc', 'abc'],
    ['drops bidi marks', 'a\u202Eb\u2066c\u200Fd\u061C', 'abcd'],
    ['replaces half a character', 'a\uD800b', 'a\uFFFDb'],
  ])('%s', (_, text, harmless) => {
    expect(neutralise(text)).toBe(harmless);
    expect(neutralise(harmless)).toBe(harmless);
  });

  test('and cut to the length asked for, between characters', () => {
    expect(neutralise('abcdef', 6)).toBe('abcdef');
    expect(neutralise('abcdefg', 6)).toBe('abcde…');
    expect(neutralise('abc😀def', 5)).toBe('abc\uFFFD…');
    expect(neutralise('x'.repeat(10_000), 100)).toHaveLength(100);
    expect(neutralise('\u200B'.repeat(10_000), 100)).toBe('…');
  });

  test('line by line where lines are wanted', () => {
    expect(neutraliseLines('a\r\n::error::b\u2028##[c]')).toEqual(['a', ': :error::b', '# #[c]']);
    expect(neutraliseLines('a\nb\vc\fd\re\u0085f\u2028g\u2029h\r\ni\n\rj\u001Fk')).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
      'h',
      'i',
      '',
      'jk',
    ]);
    expect(neutraliseLines('abcd\nef', 3)).toEqual(['ab…', 'ef']);
  });

  test('of a long text only as much is looked at as could fill the length, and what is left out is said', () => {
    const most = 4 * 100 + 1000;
    const nothing = '\u200B'.repeat(most - 1);
    expect(neutralise(`${nothing}a`, 100)).toBe('a');
    expect(neutralise(`${nothing}ab`, 100)).toBe('a…');
    expect(neutralise('x'.repeat(2000))).toBe('x'.repeat(2000));
    expect(neutralise('x'.repeat(2001))).toBe(`${'x'.repeat(1999)}…`);
  });
});
