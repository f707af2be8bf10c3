import { describe, expect, test } from '@jest/globals';
import { neutralise, neutraliseLines } from '../../src/secrecy/neutralise.ts';

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
  });
});
