import { describe, expect, test } from '@jest/globals';
import { isPlainWord, masksForPem, masksForText } from '../../src/secrecy/masks.ts';
import { readPasted } from '../../src/secrecy/pasted.ts';

const ARMOURED = '-----BEGIN PRIVATE KEY-----\nAAAAbbbbCCCCdddd\nEEEEff==\n-----END PRIVATE KEY-----';
const LINES = ['AAAAbbbbCCCCdddd', 'EEEEff=='];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('all masks', () => {
  test.each<readonly [string, readonly string[]]>([
    ['p4s', []],
    ['p4ss', ['70:34:73:73', '70 34 73 73', 'cDRzcw==', '70347373', 'p4ss']],
    ['secret', ['73:65:63:72:65:74', '73 65 63 72 65 74', '736563726574', 'c2VjcmV0']],
    [
      'secretwd',
      [
        '73:65:63:72:65:74:77:64',
        '73 65 63 72 65 74 77 64',
        '7365637265747764',
        'c2VjcmV0d2Q=',
        'c2VjcmV0d2Q',
        'c2VjcmV0d2',
        'NlY3JldHdk',
        'zZWNyZXR3Z',
        'secretwd',
      ],
    ],
    [
      'a"b c%',
      [
        '61:22:62:20:63:25',
        '61 22 62 20 63 25',
        'a%22b%20c%25',
        '612262206325',
        'a%22b+c%25',
        'YSJiIGMl',
        'a\\"b c%',
        'a"b c%',
      ],
    ],
  ])('of the text %s', (text, masks) => {
    expect(masksForText(text)).toEqual(masks);
  });

  test('of a text of two lines are those of each line as well', () => {
    const masks = masksForText(' p4ss\nword1 ');
    expect(masks).toEqual(expect.arrayContaining([...masksForText('p4ss'), ...masksForText('word1')]));
    expect(masks).not.toContain(' p4ss\nword1 ');
    expect(masks).toContain('cDRzcwp3b3JkMQ==');
    expect(masks).toContain('IHA0c3MKd29yZDEg');
  });

  test('of a text are what of its base64 depends on it alone, wherever it stands', () => {
    const text = 'o?>~~?o>>?';
    const masks = masksForText(text);
    const insides = ['', 'a', 'ab'].map((before) =>
      base64(`${before}${text}`).slice(
        Math.ceil((before.length * 8) / 6),
        Math.floor(((before.length + text.length) * 8) / 6),
      ),
    );
    expect(insides.join('')).toMatch(/\/.*\+|\+.*\//u);
    expect(masks).toEqual(expect.arrayContaining(insides));
  });

  test('of a text have no blanks around them', () => {
    expect(masksForText(' p4ss ')).not.toContain(' p4ss ');
    expect(masksForText(' p4ss ')).toContain('p4ss');
  });

  test('of a key are its lines, and the whole in the forms of one line', () => {
    const whole = base64(`${ARMOURED}\n`);
    const masks = masksForPem(`${ARMOURED}\n`);
    expect(masks).toEqual([...new Set(masks)].toSorted((a, b) => b.length - a.length));
    expect(masks.toSorted()).toEqual(
      [
        ...LINES,
        ...[`${ARMOURED}\n`, ARMOURED].flatMap((text) => [
          JSON.stringify(text).slice(1, -1),
          encodeURIComponent(text),
          encodeURIComponent(text).replaceAll('%20', '+'),
          base64(text),
          base64(text).replace(/=+$/u, ''),
        ]),
        whole.slice(0, 64),
        whole.slice(64),
        whole.slice(0, 76),
        whole.slice(76),
        base64(ARMOURED).slice(64),
        base64(ARMOURED).slice(76),
      ].toSorted(),
    );
  });

  test('of a line longer than usual are its pieces of the usual widths', () => {
    const masks = masksForPem(`-----BEGIN KEY-----\n${'A'.repeat(64)}B${'c'.repeat(30)}\n-----END KEY-----`);
    expect(masks).toEqual(
      expect.arrayContaining([
        'A'.repeat(64),
        `B${'c'.repeat(30)}`,
        'c'.repeat(19),
        `${'A'.repeat(64)}B${'c'.repeat(11)}`,
      ]),
    );
    expect(masksForPem(`-----BEGIN KEY-----\n${'A'.repeat(64)}\n-----END KEY-----`)).not.toContain(
      'A'.repeat(63),
    );
  });
});

test.each([
  ['secret', true],
  ['secrets', true],
  ['secretss', false],
  ['größe', true],
  ['secre7', false],
  ['7secret', false],
  ['', false],
])('%s is a plain word: %s', (text, plain) => {
  expect(isPlainWord(text)).toBe(plain);
});

describe('what is secret in a pasted text', () => {
  const x = 'x'.repeat(40);
  test.each<readonly [string, string, readonly string[]]>([
    ['the lines of a key', ARMOURED, LINES],
    ['short lines within armour alone', ARMOURED.replace('EEEE', 'E'), LINES.slice(0, 1)],
    ['the lines of a key on one line', ARMOURED.replaceAll('\n', '\\n'), LINES],
    ['the lines of a key with CRLF written out', ARMOURED.replaceAll('\n', '\\r\\n'), LINES],
    [
      'the lines of a key, quoted',
      ARMOURED.replaceAll(/^(?=[^-])/gmu, ' "').replaceAll(/(?<=[^-])$/gmu, "',\\"),
      LINES,
    ],
    ['a bare line of sixteen', `${'x'.repeat(15)}\n${'y'.repeat(16)}`, ['y'.repeat(16)]],
    [
      'a word of thirty-two in other text',
      `{"a":"${'x'.repeat(31)}","b":"${'y'.repeat(32)}"}`,
      ['y'.repeat(32)],
    ],
    ['what follows the end of a block', `${ARMOURED}\nEEEEff==\n${x}`, [...LINES, x]],
    ['what stands before its beginning', `EEEEff==\n${ARMOURED}`, LINES],
    [
      'no headers of a key',
      ARMOURED.replace('\n', `\n Proc-Type : 4,${x}\nDEK-Info: AES-256-CBC,${x}\n`),
      LINES,
    ],
    ['what looks like headers without a key', `Proc-Type: 4,${x}`, [x]],
    [
      'what only resembles the headers of a key',
      ARMOURED.replace('\n', `\nComment: ${x}\nx DEK-Info: ${x}\n`),
      [x, 'DEK-Info', x, ...LINES],
    ],
    ['base64 of a key', base64(ARMOURED), [base64(ARMOURED), ...LINES]],
    [
      'base64 of a key, quoted and wrapped',
      `"${base64(ARMOURED).slice(0, 60)}\n ${base64(ARMOURED).slice(60)}"`,
      [base64(ARMOURED).slice(0, 60), base64(ARMOURED).slice(60), ...LINES],
    ],
    [
      'base64 of base64 of a key',
      base64(base64(ARMOURED)),
      [base64(base64(ARMOURED)), base64(ARMOURED), ...LINES],
    ],
    ['no more than two layers', base64(base64(base64(ARMOURED))), [base64(base64(base64(ARMOURED)))]],
    ['base64 of other text', base64(`${x} and more of it`), [base64(`${x} and more of it`)]],
    ['a line quoted several times', `  "'${'y'.repeat(20)}",',`, ['y'.repeat(20)]],
    ['lines behind armour that is cut off', '-----BEGIN PRIVATE KEY\nEEEEff==\n', ['EEEEff==']],
    ['a key that calls itself a certificate', ARMOURED.replaceAll('PRIVATE KEY', 'CERTIFICATE'), LINES],
    ['a word of eight', '12345678', []],
  ])('%s', (name, text, pieces) => {
    expect([name, readPasted(text).pieces]).toEqual([name, pieces]);
    expect(readPasted(text).wholes).toEqual([...new Set([text, text.trim()])]);
  });

  test.each(
    [
      [
        '',
        '1234567',
        ' 1234567\n',
        '${{ secrets.KEY }}',
        ' ${{secrets.KEY}}\n',
        '-----BEGIN A-----\n-----END A-----',
      ],
    ].flat(),
  )('nothing: %s', (text) => {
    expect(readPasted(text)).toEqual({ pieces: [], wholes: [] });
  });

  test.each(['bbbb ${{ a }}', '${{ a }} b', 'b ${{ a }}b', '${{ a }}}}', '{{ abcdef }}'])(
    'a reference and more is no reference: %s',
    (text) => {
      expect(readPasted(text).wholes).toEqual([text]);
    },
  );

  test('what a reader of certificates found in it', () => {
    expect(readPasted('12345678', [ARMOURED])).toEqual({ pieces: LINES, wholes: ['12345678'] });
  });
});
