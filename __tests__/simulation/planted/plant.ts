import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Patch, PlantedBug } from './bug.ts';
import type { Hunts } from './hunts.ts';

interface Plot {
  readonly patches: readonly Patch[];
  readonly planted: Set<string>;
  /** URLs of the modules that have the bug in them, or import one that has: no others are loaded anew for it. */
  readonly anew: ReadonlySet<string>;
}

const garden = new Map<string, Plot>();
/** Taking the types out is what takes the time: it is done once for all bugs. */
const plain = new Map<string, string>();

const HUNTS = new URL('hunts.ts', import.meta.url).href;
/** Each module of ours that the hunts load, with those that import it. */
const importers = new Map<string, Set<string>>([[HUNTS, new Set()]]);
for (const url of importers.keys())
  for (const imported of importsOf(url))
    importers.set(imported, (importers.get(imported) ?? new Set()).add(url));

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const plot = plotOf(context.parentURL ?? '');
    const isAnew = garden.get(plot)?.anew.has(resolved.url) ?? false;
    return isAnew ? { ...resolved, url: resolved.url + plot } : resolved;
  },
  load(url, context, nextLoad) {
    const plot = plotOf(url);
    if (plot === '') return nextLoad(url, context);
    const path = fileURLToPath(url);
    const { patches = [], planted } = garden.get(plot) ?? {};
    const own = patches.filter((patch) => isOf(url.slice(0, -plot.length), patch));
    if (own.length > 0) planted?.add(path);
    return {
      format: 'module',
      shortCircuit: true,
      source: own.length > 0 ? patched(path, own) : plainOf(path),
    };
  },
});

/** What tells the modules of one bug from those of the others: the query of their URLs. */
function plotOf(url: string): string {
  return /\?plot=\d+$/u.exec(url)?.[0] ?? '';
}

function isOf(url: string, { file }: Patch): boolean {
  return url.endsWith(`/src/${file}`);
}

function plainOf(path: string): string {
  const source = plain.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
  plain.set(path, source);
  return source;
}

function patched(path: string, patches: readonly Patch[]): string {
  return stripTypeScriptTypes(patches.reduce(plant, readFileSync(path, 'utf8')));
}

function plant(source: string, { find, replace, file }: Patch): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`The text to be replaced does not occur exactly once in src/${file}.`);
  return `${before}${replace}${after}`;
}

export interface Planted {
  /** The hunts, and all they import of the action and the simulation, with the bug in it. */
  readonly load: () => Promise<{ readonly HUNTS: Hunts }>;
  /** How many files have been loaded with the bug in them. */
  readonly files: () => number;
}

/** A copy of the action of its own, with a bug in it; without one, as it is. */
export function plantBug(bug: PlantedBug | undefined): Planted {
  const plot = `?plot=${garden.size}`;
  const planted = new Set<string>();
  const patches = bug?.patches ?? [];
  const patchedUrls = [...importers.keys()].filter((url) => patches.some((patch) => isOf(url, patch)));
  garden.set(plot, { patches, planted, anew: withImporters(patchedUrls) });
  return { load: async () => await import(HUNTS + plot), files: () => planted.size };
}

function importsOf(url: string): readonly string[] {
  const imports = plainOf(fileURLToPath(url)).matchAll(/\b(?:from|import)\s*\(?'(\.[^']+\.ts)'/gu);
  return Array.from(imports, ([, specifier = '']) => new URL(specifier, url).href);
}

function withImporters(urls: readonly string[]): ReadonlySet<string> {
  const found = new Set(urls);
  for (const url of found) for (const importer of importers.get(url) ?? []) found.add(importer);
  return found;
}
