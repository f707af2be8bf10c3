import { inputLookup, rawInput } from './fields.ts';
import type { Environment } from './fields.ts';
import { readZone } from './hostnames.ts';
import type { Job } from './job.ts';
import { LEVELS, splitList } from './kinds.ts';
import { inputField, silent } from './problem.ts';
import type { Lookup } from './problem.ts';
import type { Operation } from './table.ts';
import { readScope } from './target-scope.ts';

/** A manifest in a file. Anything else may be the manifest itself, or a secret in the wrong place. */
const FILE = /^[\w./-]{1,150}\.(?:ya?ml|json)$/iu;

/** What a run is about, as far as its inputs can be read: its name if it ends before it has a result. */
export interface Subject {
  /** Empty if it cannot be read. */
  readonly names: readonly string[];
  readonly manifest: string | undefined;
}

/**
 * A run without a manifest has the name of its target, so that a later rotation of that target settles the
 * failure.
 */
export function subjectOf(operation: Operation, env: Environment): Subject {
  const lookup = inputLookup(env, silent);
  const input = rawInput(env, 'manifest');
  if (input === '' || (operation !== 'status' && operation !== 'rotate')) {
    const name = operation === 'status' ? zoneStatusNamed(lookup) : targetNamed(lookup);
    return { names: name === undefined ? [] : [name], manifest: undefined };
  }
  const words = operation === 'status' ? 'status by manifest' : 'manifest';
  const manifest = FILE.test(input) ? `${words} ${input}` : words;
  const chosen = splitList(lookup('zone')?.value ?? '').map((value) => zoneOf(value));
  const names = chosen.length === 0 ? [manifest] : chosen.map((zone) => ofManifest(zone, manifest));
  return { names: names.includes('') ? [manifest] : names, manifest };
}

export function settledBy({ names, manifest }: Subject, job: Job): readonly string[] {
  if (manifest === undefined) return names;
  const zones = job.operation === 'rotate' ? job.requests : job.operation === 'status' ? job.zones : [];
  return [...new Set([...names, ...zones.map(({ zone }) => ofManifest(zone, manifest))])];
}

function ofManifest(zone: string, manifest: string): string {
  return zone === '' ? '' : `${zone} (${manifest})`;
}

function zoneStatusNamed(lookup: Lookup): string | undefined {
  const zone = zoneNamed(lookup);
  return zone && `${zone} (status)`;
}

function zoneNamed(lookup: Lookup): string | undefined {
  return zoneOf(lookup('zone')?.value ?? '') || undefined;
}

/** `example.com (zone)`; undefined if zone, level or hostnames cannot be read. */
function targetNamed(lookup: Lookup): string | undefined {
  const zone = zoneNamed(lookup);
  const field = lookup('level');
  const level = LEVELS.find((one) => one === field?.value.toLowerCase());
  if (zone === undefined || field === undefined || level === undefined) return undefined;
  const { name, hostnames, replace } = readScope(lookup, zone, level, field);
  const told = level === 'zone' || hostnames.length > 0 || (replace ?? '') !== '';
  return told ? name : undefined;
}

function zoneOf(value: string): string {
  return readZone(inputField(silent, 'zone', value));
}
