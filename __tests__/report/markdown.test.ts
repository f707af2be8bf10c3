import { describe, expect, test } from '@jest/globals';
import { plain, plainLines } from '../../src/report/limits.ts';
import { code, fence, fold, htmlCode, link, prose, table } from '../../src/report/markdown.ts';

describe('a sentence', () => {
  test.each([
    ['reads as it is', 'The origin answers with 200.', 'The origin answers with 200.'],
    ['keeps names in snake case', 'It is deployment_timed_out.', 'It is deployment_timed_out.'],
    ['shows no emphasis', '*a* _b_ ~c~', String.raw`\*a\* \_b\_ \~c\~`],
    ['shows a tag as text', '<b>', '&lt;b&gt;'],
    [
      'shows an address as code, without the full stop',
      'See https://a.example/x.',
      'See `https://a.example/x`.',
    ],
    ['mentions nobody', 'ask (@octocat)', 'ask (`@octocat`)'],
    ['shows an id as code', `id ${'ab12'.repeat(8)}, kept`, `id \`${'ab12'.repeat(8)}\`, kept`],
    ['is no heading', '# x', String.raw`\# x`],
    ['is no list', '- x', String.raw`\- x`],
    ['is no numbered list', '12. x', String.raw`12\. x`],
    ['is no table', 'a | b', 'a &#124; b'],
    ['shows a lone sign as code', '@', '`@`'],
    ['says nothing of nothing', '', ''],
    [
      'shows what is quoted as code',
      'Use `operation: delete`, or (`mode`).',
      'Use `operation: delete`, or (`mode`).',
    ],
    ['mentions nobody in what is quoted', 'Not `@octocat`.', 'Not `@octocat`.'],
    [
      'takes nothing for quoted that touches other words',
      'a@`b` `c`@d',
      String.raw`\`a@'b'\` \`'c'@d\``.replaceAll('\\', ''),
    ],
    ['shows a lone backtick', 'a ` b', String.raw`a \` b`],
    [
      'hostnames, all alike once one is code',
      'In force for www.a.test, b.a.test.',
      'In force for `www.a.test`, `b.a.test`.',
    ],
    [
      'hostnames that GitHub leaves alone',
      'In force for a.test, b.a.test.',
      'In force for a.test, b.a.test.',
    ],
  ])('%s', (_, sentence, markdown) => expect(prose(sentence)).toBe(markdown));
});

describe('a value', () => {
  test.each([
    ['is code', 'CN=a', '`CN=a`'],
    ['cannot end the code or the cell', 'a`b|c', "`a'b¦c`"],
    ['is a dash when empty', ' ', '–'],
    ['is cut', 'x'.repeat(400), `\`${'x'.repeat(299)}…\``],
  ])('%s', (_, value, markdown) => expect(code(value)).toBe(markdown));
});

test('a summary line is HTML', () =>
  expect(htmlCode('<a> & "b"')).toBe('<code>&lt;a&gt; &amp; &quot;b&quot;</code>'));

test('a fence is longer than any in its text', () =>
  expect(fence(['a', '````', 'b'])).toBe('`````text\na\n````\nb\n`````'));

test('a fold may be open', () => {
  expect(fold('t', 'b')).toBe('<details><summary>t</summary>\n\nb\n\n</details>');
  expect(fold('t', 'b', true)).toContain('<details open>');
});

test('a link without address is its label', () => expect(link('a', undefined)).toBe('a'));

test('an empty cell holds a dash', () =>
  expect(table(['', 'x'], [['a', '']])).toBe('|  | x |\n| --- | --- |\n| a | – |'));

describe('plain text', () => {
  test.each([
    ['joins lines', 'a\r\n  b', 'a b'],
    ['starts no command', '::error::x', ': :error::x'],
    ['starts no command anywhere', 'x ##[error]', 'x # #[error]'],
    ['keeps no colour', '\u001b[31mred\u001b[0m', 'red'],
  ])('%s', (_, text, line) => expect(plain(text)).toBe(line));

  test('of many lines says how many more there are', () =>
    expect(plainLines(['a\n\nb', 'c'], 2)).toEqual(['a', 'b', '… and 1 more']));
});
