import { describe, expect, test } from '@jest/globals';
import { cleanName, cleanSentence, cleanWord } from '../../src/cloudflare/foreign-text.ts';

describe('a sentence of the API', () => {
  test.each([
    ['stays as it is', 'Only leaf certificate is allowed.', 'Only leaf certificate is allowed.'],
    ['becomes one line', ' a\r\n\tb\u0085c\u2028d ', 'a b c d'],
    ['loses colours', 'a\u001b[31mred\u001b[0m', 'ared'],
    ['loses the title of a terminal', 'a\u001b]0;title\u0007b\u001b]0;t\u001b\\c', 'abc'],
    ['loses a title without an end', 'a\u001b]0;title', 'a'],
    ['loses eight-bit and two-character sequences', 'a\u009b31mb\u001bMc', 'abc'],
    ['loses what nobody sees', 'a\u0000\u200b\u202e\u2066\ufeff\u00adb\u{e0041}', 'ab'],
    ['holds no command at its start', '::set-output name=x::y', ': :set-output name=x: :y'],
    ['holds no command anywhere', 'x ##[error]y ##vso[task]z', 'x # #[error]y # #vso[task]z'],
    ['keeps colons that are none', 'at 12::30, a :: b', 'at 12::30, a :: b'],
    ['keeps an id', 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee', 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee'],
    ['keeps a SHA-1 fingerprint', 'f'.repeat(40), 'f'.repeat(40)],
    ['keeps a SHA-256 fingerprint', `fp ${'0a'.repeat(32)}.`, `fp ${'0a'.repeat(32)}.`],
    ['keeps one in capitals', 'AB'.repeat(32), 'AB'.repeat(32)],
    ['keeps no mixture of both', 'aB'.repeat(32), '[long text left out]'],
    ['keeps no longer hexadecimal', 'a'.repeat(65), '[long text left out]'],
    ['keeps 43 characters of base64', 'x'.repeat(43), 'x'.repeat(43)],
    ['keeps no 44', `a ${'x'.repeat(44)} b`, 'a [long text left out] b'],
    ['keeps no base64url', 'x-_'.repeat(20), '[long text left out]'],
    ['keeps no PEM', 'a -----BEGIN X-----\nAA\n-----END X----- b', 'a [PEM left out] b'],
    ['keeps no PEM without an end', 'a -----BEGIN PRIVATE KEY-----\\nAAAA', 'a [PEM left out]'],
    [
      'keeps neither of two PEM blocks',
      '-----BEGIN A-----x-----END A-----, -----BEGIN B-----y',
      '[PEM left out], [PEM left out]',
    ],
  ])('%s', (_, text, clean) => {
    expect(cleanSentence(text)).toBe(clean);
  });

  test('loses every secret, also where invisible characters stand in it', () => {
    expect(cleanSentence('a s3c\u200bret and pass', ['s3cret', '', 'pass'])).toBe(
      'a [redacted] and [redacted]',
    );
  });

  test('has at most 500 characters, and never half of one', () => {
    const words = 'word '.repeat(200);
    expect(cleanSentence(words)).toHaveLength(500);
    expect(cleanSentence(words).endsWith('…')).toBe(true);
    expect(cleanSentence(`${'ab '.repeat(166)}x`)).toHaveLength(499);
    const pairs = cleanSentence(`${'ab '.repeat(166)}\u{1f600}\u{1f600}\u{1f600}`);
    expect(pairs.isWellFormed()).toBe(true);
    expect(pairs.endsWith('…')).toBe(true);
  });

  test('of 500 characters stays whole; of 501 the last two make way', () => {
    expect(cleanSentence('ab '.repeat(166) + 'xy')).toBe('ab '.repeat(166) + 'xy');
    expect(cleanSentence('ab '.repeat(167))).toHaveLength(500);
    expect(cleanSentence('ab '.repeat(166) + 'xyz')).toBe('ab '.repeat(166) + 'x…');
  });

  test('that is cut between two halves of a character loses both, and no other character', () => {
    const text = `\u{1f600}${'ab '.repeat(165)}x`;
    expect(cleanSentence(`${text}\u{1f600}\u{1f600}`)).toBe(`${text}…`);
  });

  test('of a megabyte is not even looked at beyond 64 KiB', () => {
    expect(cleanSentence(`${' '.repeat(64 * 1024)}late`)).toBe('');
  });
});

test('a word has at most 100 characters', () => {
  expect(cleanWord('active')).toBe('active');
  expect(cleanWord('ab '.repeat(60))).toHaveLength(100);
});

describe('a name of DNS', () => {
  test('keeps long labels and at most 255 characters', () => {
    const label = 'a'.repeat(63);
    expect(cleanName(`${label}.${label}.example`)).toBe(`${label}.${label}.example`);
    expect(cleanName('a'.repeat(300))).toHaveLength(255);
  });

  test('holds no command and nothing invisible', () => {
    expect(cleanName('::warning::a\u202e.example\n')).toBe(': :warning: :a.example');
    expect(cleanName('##[error]a')).toBe('# #[error]a');
  });
});
