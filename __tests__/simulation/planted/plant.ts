import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Patch, PlantedBug } from './bug.ts';
import type { Hunts } from './hunts.ts';

/** The modules that are loaded anew for each bug: what is judged, and what plays with it. */
const ANEW = /^file:.*\/(?:src|__tests__)\/.*\.ts$/u;

const garden = new Map<string, { readonly patches: readonly Patch[]; readonly planted: Set<string> }>();
/** Taking the types out is what takes the time: it is done once for all bugs. */
const plain = new Map<string, string>();

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const plot = plotOf(context.parentURL ?? '');
    return plot === '' || !ANEW.test(resolved.url) ? resolved : { ...resolved, url: resolved.url + plot };
  },
  load(url, context, nextLoad) {
    const plot = plotOf(url);
    if (plot === '') return nextLoad(url, context);
    const path = fileURLToPath(url);
    const { patches = [], planted } = garden.get(plot) ?? {};
    const own = patches.filter(({ file }) => path.replaceAll('\\', '/').endsWith(`/src/${file}`));
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
  garden.set(plot, { patches: bug?.patches ?? [], planted });
  const hunts = new URL(`hunts.ts${plot}`, import.meta.url);
  return { load: async () => await import(hunts.href), files: () => planted.size };
}
