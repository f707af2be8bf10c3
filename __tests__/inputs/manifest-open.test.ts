import { describe, expect, test } from '@jest/globals';
import { openManifest } from '../../src/inputs/manifest/open.ts';
import type { ManifestRead } from '../../src/inputs/manifest/open.ts';
import type { FileRead } from '../../src/inputs/manifest/source.ts';
import { AROUND, estate, target, targetOf } from '../corpus/manifest-texts.ts';
import { environment, parsed, read } from './support.ts';

const KEY = '-----BEGIN EC PRIVATE KEY-----made up-----END EC PRIVATE KEY-----';
const STRAY = { name: 'manifest', variable: 'INPUT_MANIFEST', value: KEY, kind: 'pem' };

/** What opening a manifest gives, and the paths of all files that were read for it. */
async function open(
  manifest: string,
  files: Readonly<Record<string, FileRead>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly opened: ManifestRead; readonly paths: readonly string[] }> {
  const paths: string[] = [];
  const opened = await openManifest(
    { ...env, ...environment({ ...AROUND, manifest }) },
    {
      read: (path) => {
        paths.push(path);
        return Promise.resolve(files[path] ?? { kind: 'missing' });
      },
    },
  );
  return { opened, paths };
}

describe('a manifest', () => {
  test.each(['zones:', 'my-zones_2:', 'a: b', '{"zones": []}', '[a]', 'two\nlines', 'a\rb'])(
    'is %j itself',
    async (text) => {
      expect((await open(text)).paths).toEqual([]);
    },
  );

  test.each(['estate.yml', 'a[b].yml', 'a{b}.yml', 'certs/a:b', 'certs/a:', 'certs/a:b.yml', 'zones'])(
    'is in the file %j',
    async (path) => {
      expect((await open(path)).paths).toEqual([path]);
    },
  );

  test('in an input may be as large as Linux allows', async () => {
    const sized = (length: number): string => `# ${'x'.repeat(length - 3)}\n`.trim().padEnd(length, 'x');
    const said = async (length: number): Promise<unknown> => {
      const { opened } = await open(`a: b\n${sized(length - 5)}`);
      return opened.kind === 'refused' ? opened.problems : opened.kind;
    };
    expect(await said(131_000)).not.toMatchObject([{ reason: 'MANIFEST_TOO_LARGE' }]);
    expect(await said(131_001)).toMatchObject([{ reason: 'MANIFEST_TOO_LARGE' }]);
  });

  test('names the files to read, each once, and none that may not be read', async () => {
    const text = [
      'defaults:',
      '  client-ca-file: certs/ca.pem',
      '  probe-echo-header: certs/none.pem',
      'zones:',
      '  - zone: example.com',
      '    origin-server-ca-file: /etc/passwd',
      '    targets:',
      '      - level: zone',
      '        certificate-file: certs/../../x',
      '        client-ca-file: certs/ca.pem',
      '      - level: zone',
      '        certificate-file: certs/a.pem',
    ];
    const { opened, paths } = await open(text.join('\n'));
    expect(paths).toEqual(['certs/ca.pem', 'certs/a.pem']);
    expect(opened).toMatchObject({ kind: 'opened', secrets: [] });
  });

  test('has files of no more than two thousand targets read', async () => {
    const targets = Array.from({ length: 2001 }, (_, at) =>
      targetOf(
        'level: hostname',
        `hostnames: h${at}.example.com`,
        `certificate-file: ${at}.pem`,
        'private-key-env: K',
      ),
    );
    const text = estate(targets.join(''));
    const pem: FileRead = { kind: 'text', text: 'pem' };
    const files = {
      'estate.yml': { kind: 'text', text } as const,
      ...Object.fromEntries(targets.map((_, at) => [`${at}.pem`, pem] as const)),
    };
    const { opened, paths } = await open('estate.yml', files);
    expect([opened.kind, paths.length]).toEqual(['opened', 2001]);
    const result = await read({ ...AROUND, manifest: 'estate.yml' }, { K: 'key' }, files);
    expect(result).toMatchObject({
      problems: [
        { reason: 'MANIFEST_FILE', sentence: expect.stringContaining('names a file that is not there') },
      ],
    });
  });

  test('that holds a key is refused, in the words for where it stands', async () => {
    const text = estate(target('level: zone', `client-ca: "${KEY}"`));
    const inline = await open(text);
    const inFile = await open('estate.yml', { 'estate.yml': { kind: 'text', text } });
    for (const { opened } of [inline, inFile])
      expect(opened).toMatchObject({ kind: 'refused', secrets: [STRAY] });
    expect(inline.opened).toMatchObject({ problems: [{ reason: 'HOLDS_PRIVATE_KEY', input: 'manifest' }] });
    expect(inFile.opened).toMatchObject({
      problems: [
        {
          reason: 'FILE_HOLDS_KEY',
          input: 'manifest',
          sentence:
            '`manifest` names a file in the repository that holds a private key. Make a new key, since the history of the repository keeps this one, and pass it as a secret.',
        },
      ],
    });
  });

  test('that cannot be read is refused for the key in it as well', async () => {
    const { opened } = await open('estate.yml', { 'estate.yml': { kind: 'text', text: `"${KEY}` } });
    expect(opened).toMatchObject({
      kind: 'refused',
      problems: [{ reason: 'FILE_HOLDS_KEY' }, { reason: 'MANIFEST_NOT_READABLE' }],
      secrets: [STRAY],
    });
  });

  test.each(['# nothing\n# at all', 'no.yml'])('that is not there names no secrets: %j', async (text) => {
    expect((await open(text)).opened).toMatchObject({ kind: 'refused', secrets: [] });
  });

  test('names as secrets what stands under keys for variables alone', async () => {
    const text = estate(
      target(
        'level: zone',
        'private-key-env: GITHUB_TOKEN',
        'private-key-passphrase-env: BLANK',
        'probe-echo-header: OTHER',
        'client-ca: OTHER',
      ) + target('level: zone', 'private-key-env: KEY', 'private-key-passphrase-env: PATH'),
    );
    const env = {
      BOTH: 'pem',
      GITHUB_TOKEN: 'of the runner',
      BLANK: ' \n',
      OTHER: 'x',
      KEY: 'a: b',
      PATH: '/bin',
    };
    expect((await open(text, {}, env)).opened).toMatchObject({
      kind: 'opened',
      secrets: [
        { name: 'BOTH', value: 'pem', passphrase: undefined },
        { name: 'KEY', value: 'a: b', passphrase: undefined },
      ],
    });
  });

  test('names both variables that hold one value, since each is taken out of the environment', async () => {
    const text = estate(
      target('level: zone', 'private-key-env: A') + target('level: zone', 'private-key-env: B'),
    );
    const { opened } = await open(text, {}, { BOTH: 'pem', A: 'same', B: 'same' });
    const secrets = opened.kind === 'opened' ? opened.secrets : [];
    expect(secrets.map(({ variable }) => variable)).toEqual(['BOTH', 'A', 'B']);
  });

  test('names one value that two passphrases are for twice', async () => {
    const both = (words: string): string => target('level: zone', `private-key-passphrase-env: ${words}`);
    const { opened } = await open(
      estate(both('A') + both('B') + both('C')),
      {},
      { BOTH: 'pem', A: 'a', B: 'b' },
    );
    const secrets = opened.kind === 'opened' ? opened.secrets : [];
    expect(secrets.map(({ value, passphrase }) => [value, passphrase])).toEqual([
      ['pem', 'a'],
      ['a', undefined],
      ['pem', 'b'],
      ['b', undefined],
      ['pem', undefined],
    ]);
  });
});

describe('YAML', () => {
  const refusals = (text: string): unknown => {
    return parsed(text).problems.map(({ sentence }) => sentence);
  };

  test.each(['', '\uFEFF'])('is read to texts with their places, with %j in front', (mark) => {
    expect(parsed(`${mark}a: " b "\nc: [d, {e}, 1]\n`)).toEqual({
      problems: [],
      root: {
        kind: 'map',
        at: 'line 1, column 1',
        entries: [
          {
            key: 'a',
            at: 'line 1, column 1',
            value: { kind: 'text', value: 'b', at: 'line 1, column 4' },
          },
          {
            key: 'c',
            at: 'line 2, column 1',
            value: {
              kind: 'list',
              at: 'line 2, column 4',
              items: [
                { kind: 'text', value: 'd', at: 'line 2, column 5' },
                {
                  kind: 'map',
                  at: 'line 2, column 8',
                  entries: [
                    {
                      key: 'e',
                      at: 'line 2, column 9',
                      value: { kind: 'text', value: '', at: 'line 2, column 9' },
                    },
                  ],
                },
                { kind: 'text', value: '1', at: 'line 2, column 13' },
              ],
            },
          },
        ],
      },
    });
  });

  test.each([
    ['a: "\\q"', 'line 1, column 5: this is not YAML'],
    ['%YAML\n', 'line 1, column 1: there is a line that begins with %'],
    ['', 'line 1, column 1: it is empty'],
  ])('is not %j', (text, cause) => {
    expect(refusals(text)).toEqual([`\`manifest\` cannot be read at ${cause}.`]);
  });

  test('is nested no deeper than twelve levels', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}x${']'.repeat(levels)}`;
    expect(refusals(nested(12))).toEqual([]);
    expect(refusals(nested(13))).toEqual([
      '`manifest` cannot be read at line 1, column 14: it is nested too deeply.',
    ]);
    expect(JSON.stringify(parsed(nested(13)))).not.toContain('"x"');
  });
});
