import { readFileSync } from 'node:fs';

/** The models, each a file of that name beside this one. */
export const MODELS = ['hostname', 'zone'] as const;
export type Model = (typeof MODELS)[number];

/** A rule of the design in a model; `-DNAME=0` takes it away. */
export interface Guard {
  readonly name: string;
  readonly rule: string;
}

export function sourceOf(model: Model): string {
  return readFileSync(new URL(`${model}.pml`, import.meta.url), 'utf8');
}

/** What stands in the model between the line that begins with `heading` and the next blank line that ends it. */
function switches(model: Model, heading: string): readonly Guard[] {
  const [, after = ''] = sourceOf(model).split(`/* ${heading}`);
  const [section = ''] = after.split('\n\n');
  return [...section.matchAll(/^#define (\w+) 1 \/\* (.+) \*\/$/gmu)].map(([, name = '', rule = '']) => ({
    name,
    rule,
  }));
}

/** The guards of a model, in its order: the one list of them. */
export function guardsOf(model: Model): readonly Guard[] {
  return switches(model, 'Guards:');
}

/** What a model takes for granted of Cloudflare, and would fail without. */
export function assumptionsOf(model: Model): readonly Guard[] {
  return switches(model, 'Assumptions');
}
