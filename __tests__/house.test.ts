import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const SANDBOX = fileURLToPath(new URL('../sandbox', import.meta.url));

/** The rooms each room may import from, besides itself, `errors.ts` and `outside.ts`: a step down, never up. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  certificate: [],
  issue: ['certificate', 'cloudflare'],
  cloudflare: [],
  secrecy: ['certificate'],
  probe: [],
  zone: ['certificate', 'cloudflare', 'issue', 'probe'],
  rotation: ['certificate', 'cloudflare', 'issue', 'probe', 'zone'],
  fleet: ['cloudflare', 'rotation', 'zone'],
  inputs: ['certificate', 'cloudflare', 'issue', 'probe', 'rotation', 'secrecy'],
  operations: ['certificate', 'cloudflare', 'fleet', 'inputs', 'issue', 'probe', 'rotation', 'zone'],
  report: ['github', 'operations', 'probe', 'rotation', 'secrecy', 'zone'],
  github: ['report'],
  world: ['certificate', 'cloudflare', 'github', 'inputs', 'issue', 'probe', 'secrecy'],
};
/** Within the rotation: what is observed and planned knows nothing of how it is carried out. */
const BELOW_ROTATION: Readonly<Record<string, readonly string[]>> = {
  observe: [],
  plan: ['observe'],
  issue: ['observe', 'plan'],
  apply: ['issue', 'observe', 'plan'],
  'roll-back': ['apply', 'observe', 'plan'],
  outcome: ['apply', 'issue', 'observe', 'plan', 'roll-back'],
};
const MOST_LINES = 250;

interface Source {
  /** Relative to its root, with slashes. */
  readonly name: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sourcesIn(root: string): readonly Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const text = readFileSync(join(root, name), 'utf8');
      const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/gu)];
      const imports = found.map(([, path = '']) => relative(root, join(root, dirname(name), path)));
      return {
        name: name.replaceAll('\\', '/'),
        text,
        imports: imports.map((one) => one.replaceAll('\\', '/')),
      };
    });
}

const sources = sourcesIn(SRC);
const roomOf = (name: string, depth = 0): string | undefined => {
  const parts = name.split('/');
  return parts.length > depth + 1 ? parts[depth] : undefined;
};

/** Files that import each other in a ring, even if only for a type. */
function rings(): readonly string[] {
  const imports = new Map(sources.map((source) => [source.name, source.imports]));
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const visit = (name: string): void => {
      for (const next of imports.get(name) ?? [])
        if (!seen.has(next)) {
          seen.add(next);
          visit(next);
        }
    };
    visit(from);
    return seen;
  };
  return sources.map(({ name }) => name).filter((name) => reach(name).has(name));
}

test('no two files share a bare name', () => {
  const byName = Map.groupBy(sources, ({ name }) => name.split('/').at(-1) ?? name);
  expect([...byName].filter(([, files]) => files.length > 1).map(([name]) => name)).toEqual([]);
});

test('no file imports itself in a ring, even if only for a type', () => {
  expect(rings()).toEqual([]);
});

describe('imports point one way', () => {
  test.each(Object.entries(BELOW))('%s imports from %j only', (room, below) => {
    const upstairs = sources
      .filter(({ name }) => roomOf(name) === room)
      .flatMap(({ name, imports }) =>
        imports
          .filter((path) => path !== 'errors.ts' && path !== 'outside.ts' && !path.startsWith('..'))
          .filter((path) => roomOf(path) !== room && !below.includes(roomOf(path) ?? path))
          .filter((path) => !(room === 'world' && path === 'host.ts'))
          .map((path) => `${name} imports ${path}`),
      );
    expect(upstairs).toEqual([]);
  });

  test('every room is on the list', () => {
    const rooms = new Set(sources.flatMap(({ name }) => roomOf(name) ?? []));
    expect([...rooms].toSorted()).toEqual(Object.keys(BELOW).toSorted());
  });

  test.each(Object.entries(BELOW_ROTATION))('rotation/%s imports from %j of the rotation', (room, below) => {
    const sideways = sources
      .filter(({ name }) => name.startsWith(`rotation/${room}/`))
      .flatMap(({ name, imports }) =>
        imports
          .filter((path) => path.startsWith('rotation/'))
          .filter((path) => ![undefined, room, ...below].includes(roomOf(path, 1)))
          .map((path) => `${name} imports ${path}`),
      );
    expect(sideways).toEqual([]);
  });

  test('operations know of the rotation only how it ended', () => {
    const inside = sources
      .filter(({ name }) => name.startsWith('operations/'))
      .flatMap(({ name, imports }) => imports.map((path) => ({ name, path })))
      .filter(({ path }) => path.startsWith('rotation/') && path !== 'rotation/result.ts');
    expect(inside).toEqual([]);
  });

  test('the sandbox shares nothing with what it judges', () => {
    const borrowed = sourcesIn(SANDBOX).filter(({ text }) => /from '[./]+\/src\//u.test(text));
    expect(borrowed.map(({ name }) => name)).toEqual([]);
  });
});

describe('the world is a parameter', () => {
  /** Types may be imported from anywhere. */
  const code = (text: string): string =>
    text
      .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
      .replaceAll(/\/\/.*/gu, '')
      .replaceAll(/`[^`]*`|'[^']*'/gu, '');

  test.each([
    ['the process', /\bprocess\.\w/u],
    ['the time', /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/u],
    ['chance', /\bMath\.random\(|\brandomUUID\(/u],
    ['timers', /\bset(?:Timeout|Interval)\(/u],
  ])('only the outermost layer touches %s', (_, pattern) => {
    const touching = sources.filter(({ text }) => pattern.test(code(text))).map(({ name }) => name);
    expect(touching.filter((name) => name !== 'index.ts' && !name.startsWith('world/'))).toEqual([]);
  });

  test('only the outermost layer loads @actions/core and undici', () => {
    const loading = sources.filter(({ text }) => /from '(?:@actions\/|undici)/u.test(text));
    expect(loading.map(({ name }) => name).filter((name) => !name.startsWith('world/'))).toEqual([]);
  });
});

test('no file is longer than 250 lines', () => {
  const long = [...sources, ...sourcesIn(SANDBOX)].filter(
    ({ text }) => text.split('\n').length > MOST_LINES + 1,
  );
  expect(long.map(({ name }) => name)).toEqual([]);
});
