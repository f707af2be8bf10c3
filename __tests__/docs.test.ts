import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
// @ts-expect-error The script is plain JavaScript.
import { blocksOf } from '../scripts/readme/blocks.mjs';

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

/** Where pages lead outside. Only the form is checked here: whether they still are there takes the internet. */
const HOSTS = new Set(['cli.github.com', 'developers.cloudflare.com']);

test.each(pages)('%s leads outside by https, and to known hosts alone', (page) => {
  const links = [...read(page).matchAll(/(?:\]\(|src(?:set)?="|href=")(https?:[^)"\s]+)/gu)].map(
    ([, link = '']) => link,
  );
  const strange = links.filter((link) => {
    const { protocol, hostname } = new URL(link);
    return protocol !== 'https:' || !HOSTS.has(hostname);
  });
  expect(strange).toEqual([]);
});

interface Block {
  readonly language: string;
  readonly text: string;
}
const blocks = pages.flatMap((page) => {
  const found: readonly Block[] = blocksOf(read(page));
  return found.map((block) => ({ page, ...block }));
});

describe('the commands in the pages', () => {
  const { scripts }: { readonly scripts: object } = JSON.parse(read('package.json'));
  /** Programs of others. The README's are played by `npm run play-readme`; of the rest, none is at hand here. */
  const OTHERS = /^(?:openssl|gh|env|grep|vault|step|cat|chromium|for|done)\b/u;
  // What a command reads from a here-document is none.
  const lines = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.replaceAll(/<<'(\w+)'\n[\s\S]*?^\1$/gmu, '').split('\n'))
    .map((line) => line.replace(/ +# .*$/u, '').trim())
    .filter((line) => line !== '');

  test('are npm scripts, files of ours, or programs on the list', () => {
    expect(lines.length).toBeGreaterThan(25);
    const unknown = lines
      .flatMap((line) => line.split(/ && | \| /u))
      .filter(
        (command) =>
          !/^(?:npm (?:ci|test|run)|node scripts\/|bash \.ci\/)/u.test(command) && !OTHERS.test(command),
      );
    expect(unknown).toEqual([]);
  });

  test('give only options that their scripts read', () => {
    const given = pages
      .flatMap((page) => [...read(page).matchAll(/npm run (?:-s )?([\w-]+) -- ([^`"#|\n]*)/gu)])
      .flatMap(([, script = '', words = '']) =>
        [...words.matchAll(/--([a-z-]+)/gu)].map(([, option = '']) => ({ script, option })),
      )
      // Mutation testing hands them on to Stryker.
      .filter(({ script }) => script !== 'mutate');
    expect(given.length).toBeGreaterThan(10);
    const files: Readonly<Record<string, unknown>> = { ...scripts };
    const strange = given.filter(({ script, option }) => {
      const file = String(files[script]).replace(/^node /u, '');
      return !new RegExp(String.raw`\b'?${option}'?: \{ type:`, 'u').test(read(file));
    });
    expect(strange).toEqual([]);
  });

  test('name npm scripts and files that are there', () => {
    const all = pages.map(read).join('\n');
    const named = [...all.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/gu)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const files = [...all.matchAll(/(?:node|bash) ((?:scripts|\.ci)\/[\w./-]+)/gu)].map(
      ([, file = '']) => file,
    );
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    const tree = ['src', 'sandbox', '__tests__', 'proof', 'scripts', 'bench'].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) => `/${room}/${path}`),
    );
    const sources = [...all.matchAll(/`((?:[\w-]+\/)*[\w-]+\.ts)`/gu)].map(([, file = '']) => file);
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.filter((file) => !tree.some((path) => path.endsWith(`/${file}`)))).toEqual([]);
    const scenarios = [...all.matchAll(/--scenario ([\w-]+)/gu)].map(
      ([, name = '']) => `sandbox/demo/scenarios/${name}.ts`,
    );
    expect(scenarios.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

describe('the steps that are shown', () => {
  interface Step {
    readonly uses?: string;
    readonly with?: object;
  }
  const inputsOf = (file: string): object => parse(read(file)).inputs;
  const stepsIn = (value: unknown): readonly Step[] => {
    if (typeof value !== 'object' || value === null) return [];
    return 'with' in value || 'uses' in value ? [value as Step] : Object.values(value).flatMap(stepsIn);
  };
  const steps = blocks
    .filter(({ language }) => language === 'yaml')
    .flatMap(({ page, text }) => stepsIn(parse(text)).map((step) => ({ page, step })))
    .filter(({ step }) => (step.uses ?? 'OWNER/REPOSITORY').startsWith('OWNER/REPOSITORY'));

  test('give only inputs that there are', () => {
    expect(steps.length).toBeGreaterThan(4);
    const strange = steps.flatMap(({ page, step }) => {
      const inputs = inputsOf(
        step.uses?.includes('/sandbox@') === true ? 'sandbox/action.yml' : 'action.yml',
      );
      return Object.keys(step.with ?? {})
        .filter((name) => !Object.hasOwn(inputs, name))
        .map((name) => `${page}: ${name}`);
    });
    expect(strange).toEqual([]);
  });
});

test('troubleshooting explains every code of an error, and no other', () => {
  const codes = [...read('src/errors.ts').matchAll(/^ {2}\| '([A-Z_]+)'/gmu)].map(([, code]) => code);
  const explained = [...read('docs/troubleshooting.md').matchAll(/^\| `([A-Z_]+)`/gmu)].map(
    ([, code]) => code,
  );
  expect(codes.length).toBeGreaterThan(15);
  expect(new Set(explained)).toEqual(new Set(codes));
});

test('troubleshooting quotes what the action says, word for word', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join('src', name)).toLowerCase());
  const headings = [...read('docs/troubleshooting.md').matchAll(/^\*\*([^*]+)\*\*/gmu)];
  const quoted = headings.flatMap(([, heading = '']) =>
    [...heading.matchAll(/"([^"]+)"/gu)].map(([, words = '']) => words.toLowerCase()),
  );
  expect(quoted.length).toBeGreaterThan(3);
  // Bash says that, before any action starts.
  const ours = quoted.filter((words) => words !== 'argument list too long');
  expect(ours.filter((words) => !sources.some((source) => source.includes(words)))).toEqual([]);
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
