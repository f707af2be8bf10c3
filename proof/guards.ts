import { readFileSync } from 'node:fs';

/** The models, each a file of that name beside this one, with its rules and perhaps its world in files of their own. */
export const MODELS = ['hostname', 'zone', 'issuing'] as const;
export type Model = (typeof MODELS)[number];

/** A rule of the design in a model; `-DNAME=0` takes it away. */
export interface Guard {
  readonly name: string;
  readonly rule: string;
}

const INCLUDED = /^#include "(.+)"$/gmu;

function textOf(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8');
}

/** The files of a model, the one to be searched first. */
export function filesOf(model: Model): readonly [string, ...string[]] {
  const file = `${model}.pml`;
  return [file, ...[...textOf(file).matchAll(INCLUDED)].map(([, included = '']) => included)];
}

/** How many lines each of its files has. */
export function linesOf(model: Model): readonly number[] {
  return filesOf(model).map((file) => textOf(file).split('\n').length - 1);
}

/** What stands in the model between the line that begins with `heading` and the next blank line that ends it. */
function switches(model: Model, heading: string): readonly Guard[] {
  const [, after = ''] = filesOf(model).map(textOf).join('\n').split(`/* ${heading}`);
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
