import { inputLookup, rawInput, type Environment } from './fields.ts';
import { readZone } from './hostnames.ts';
import type { Job } from './job.ts';
import { splitList } from './kinds.ts';
import { inputField, silent, type Lookup } from './problem.ts';
import { LEVELS, type Operation } from './table.ts';
import { readScope } from './target-scope.ts';

/** A manifest in a file. Anything else may be the manifest itself, or a secret in the wrong place. */
const FILE = /^[\w./-]{1,150}\.(?:ya?ml|json)$/iu;

/** What a run is about, as far as its inputs can be read: its name if it ends before it has a result. */
export interface Subject {
  /** Empty if it cannot be read. */
  readonly names: readonly string[];
  readonly manifest: string | undefined;
}

/** Without a manifest a run has the name of its target, so that a later rotation of it settles the failure. */
export function subjectOf(operation: Operation, env: Environment): Subject {
  const lookup = inputLookup(env, silent);
  const input = rawInput(env, 'manifest');
  if (input === '' || (operation !== 'status' && operation !== 'rotate')) {
    const name = nameOf(operation, lookup);
    return { names: name === undefined ? [] : [name], manifest: undefined };
  }
  const words = operation === 'status' ? 'status by manifest' : 'manifest';
  const manifest = FILE.test(input) ? `${words} ${input}` : words;
  const chosen = splitList(lookup('zone')?.value ?? '').map(zoneOf);
  const isKnown = chosen.length > 0 && !chosen.includes('');
  return { names: isKnown ? chosen.map((zone) => ofManifest(zone, manifest)) : [manifest], manifest };
}

export function settledBy({ names, manifest }: Subject, job: Job): readonly string[] {
  if (manifest === undefined) return names;
  const zones = job.operation === 'rotate' ? job.requests : job.operation === 'status' ? job.zones : [];
  return [...new Set([...names, ...zones.map(({ zone }) => ofManifest(zone, manifest))])];
}

function ofManifest(zone: string, manifest: string): string {
  return `${zone} (${manifest})`;
}

/** `example.com (zone)`; undefined if zone, level or hostnames cannot be read. */
function nameOf(operation: Operation, lookup: Lookup): string | undefined {
  const zone = zoneOf(lookup('zone')?.value ?? '');
  if (zone === '') return undefined;
  if (operation === 'status') return `${zone} (status)`;
  const level = LEVELS.find((one) => one === lookup('level')?.value.toLowerCase());
  if (level === undefined) return undefined;
  const { name, hostnames, replace } = readScope(lookup, zone, level);
  return level === 'zone' || hostnames.length > 0 || (replace ?? '') !== '' ? name : undefined;
}

/** Empty if it is no zone. */
function zoneOf(value: string): string {
  return readZone(inputField(silent, 'zone', value));
}
