import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'sandbox/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

test.each(pages)('%s leads only to what is there', (page) => {
  const links = [...read(page).matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|#)([^)#"]+)/gu)].map(
    ([, link = '']) => link,
  );
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
});

/** The anchor GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

test.each(pages)('%s leads only to headings that are there', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/gu)];
  const lost = links.filter(([, file = '', anchor = '']) => {
    const text = read(file === '' ? page : join(dirname(page), file));
    return !(text.match(/(?<=^#+ ).*$/gmu) ?? []).map(anchorOf).includes(anchor);
  });
  expect(lost.map(([link]) => link)).toEqual([]);
});

test('troubleshooting explains every code of an error, and no other', () => {
  const codes = [...read('src/errors.ts').matchAll(/^ {2}\| '([A-Z_]+)'/gmu)].map(([, code]) => code);
  const explained = [...read('docs/troubleshooting.md').matchAll(/^\| `([A-Z_]+)`/gmu)].map(
    ([, code]) => code,
  );
  expect(codes.length).toBeGreaterThan(15);
  expect(new Set(explained)).toEqual(new Set(codes));
});

describe('every manifest that is shown', () => {
  const shown = [...read('docs/manifest.md').matchAll(/```yaml\n([\s\S]*?)```/gu)].map(
    ([, text = '']) => text,
  );
  const validate = new Ajv({ strict: false }).compile(JSON.parse(read('manifest.schema.json')));

  test.each(shown)('fits the schema: %#', (text) => {
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('is found', () => {
    expect(shown).toHaveLength(2);
  });
});

test('development names every room of the sources', () => {
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((one) => one.isDirectory());
  const page = read('docs/development.md');
  expect(rooms.map(({ name }) => name).filter((name) => !page.includes(`\`src/${name}\``))).toEqual([]);
});
