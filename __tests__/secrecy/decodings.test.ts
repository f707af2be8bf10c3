import { describe, expect, test } from '@jest/globals';
import { decodings } from '../../src/secrecy/decodings.ts';

/** Whether somebody could read the words out of the text. */
const holds = (text: string, words: string): boolean =>
  [...decodings(text)].some((bytes) => Buffer.from(bytes).includes(words));
const codes = (words: string, radix: number, width: number): readonly string[] =>
  [...Buffer.from(words)].map((byte) => byte.toString(radix).padStart(width, '0'));

describe('what is written can be read when it is', () => {
  const words = 'Zq8_wLr3-Tn6v';
  const base64 = Buffer.from(words).toString('base64');
  const groups = (text: string, joint: string): string => (text.match(/.{1,4}/gu) ?? []).join(joint);

  test.each<readonly [string, string]>([
    [
      'octal escapes',
      codes(words, 8, 3)
        .map((code) => `\\${code}`)
        .join(''),
    ],
    ['octal numbers, as od prints them', `0000000 ${codes(words, 8, 3).join(' ')}\n0000015`],
    [
      'octal escapes in JSON',
      JSON.stringify(
        codes(words, 8, 3)
          .map((code) => `\\${code}`)
          .join(''),
      ),
    ],
    ['base32 in capitals', 'sum LJYTQX3XJRZDGLKUNY3HM==='],
    ['base32 in small letters', 'sum ljytqx3xjrzdglkuny3hm'],
    ['base32 between hyphens', groups('LJYTQX3XJRZDGLKUNY3HM', '-')],
    ['base64 in a table', `| ${groups(base64, ' | ')} |`],
    ['base64 between semicolons', groups(base64, ';')],
    ['base64 between hyphens', groups(base64, '-')],
    ['base64url between slashes', groups(Buffer.from(words).toString('base64url'), '/')],
    [
      'quoted-printable',
      `x=\n${codes(words, 16, 2)
        .map((code) => `=${code.toUpperCase()}`)
        .join('')}`,
    ],
    ['quoted-printable in part', 'Zq8=5F=77Lr=\n3-Tn6v'],
    ['named entities', 'a&amp;b &#90;q8&#x5f;wLr3-&#84;n6v'],
    ['words apart', 'Z q8"_\t\tw\'L`r\\3,-;T|n\n6v'],
    ['full-width letters', 'Ｚｑ８＿ｗＬｒ３－Ｔｎ６ｖ'],
  ])('%s', (_, text) => {
    expect(holds(`before ${text} after`, words)).toBe(true);
  });

  const signs = '>>>Zq8???wLr>>>Tn6';
  const [usual, ofUrls] = (['base64', 'base64url'] as const).map((form) => Buffer.from(signs).toString(form));

  test.each<readonly [string, string]>([
    ['base64 with both of its signs between hyphens', groups(usual!, '-')],
    ['base64 with both of its signs between underscores', groups(usual!, '__')],
    ['base64url with both of its signs between slashes', groups(ofUrls!, '//')],
    ['base64url with both of its signs between pluses', groups(ofUrls!, '+')],
    ['base64 with both of its signs', usual!],
  ])('%s', (_, text) => {
    expect(holds(`(${text})`, signs)).toBe(true);
  });

  test('the shortest base64 and base32 that hold six bytes', () => {
    expect(holds(Buffer.from(words.slice(0, 6)).toString('base64'), words.slice(0, 6))).toBe(true);
    expect(holds('(LJYTQX3XJR)', words.slice(0, 6))).toBe(true);
    expect(holds('(LJYTQX3XJ)', words.slice(0, 5))).toBe(false);
  });

  test('four layers of base64, and no more', () => {
    const layers = (count: number): string =>
      count === 0 ? words.repeat(2) : Buffer.from(layers(count - 1)).toString('base64');
    expect([holds(layers(4), words), holds(layers(5), words)]).toEqual([true, false]);
  });

  test('a form, with blanks', () => {
    expect(holds('q=open+sesame%20now', 'open sesame now')).toBe(true);
  });

  test('bytes written as the letters of their numbers', () => {
    const bytes = Buffer.from('fffefdfcf0e0d0c0b0', 'hex');
    const found = [...decodings(bytes.toString('latin1'))].some((one) => bytes.equals(Buffer.from(one)));
    expect(found).toBe(true);
  });

  test('nothing of the kind', () => {
    expect(holds('The certificate is active; 3 probes passed.', words)).toBe(false);
  });
});
