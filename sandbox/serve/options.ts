import { domainToASCII } from 'node:url';
import { parseArgs } from 'node:util';
import { parseFaults, type WantedFault } from './faults.ts';

/** How the box treats what nobody knows about Cloudflare. */
export type Unknowns = 'kind' | 'usual' | 'hostile';

export interface ServeOptions {
  /** By name, with an id where one was given as `name=id`. */
  readonly zones: readonly { readonly name: string; readonly id: string | undefined }[];
  readonly hostnames: readonly string[];
  readonly seed: number;
  /** How many times faster than Cloudflare was seen to be. */
  readonly speed: number;
  readonly faults: readonly WantedFault[];
  readonly unknowns: Unknowns;
  readonly nginx: boolean;
  /** A server that signs requests, started beside the box. */
  readonly signer: 'vault' | 'step-ca' | undefined;
  readonly json: boolean;
  /** 0 for any free one. */
  readonly port: number;
}

export const usage = `npm run sandbox -- [options]

  --zones NAMES       zones by name, comma-separated; NAME=ID gives one an id (example.test)
  --hostnames NAMES   hostnames visitors ask for (www. and api. of each zone)
  --seed N            the same seed gives the same sandbox (random)
  --speed N           so many times faster than Cloudflare was observed to be (10)
  --faults LIST       such as upload-lost=1,flaky-probe=0.1: a whole number is how many times, a fraction a chance
  --unknowns HOW      kind, usual or hostile: how to play what is not known about Cloudflare (usual)
  --origin WHAT       node or nginx (node)
  --signer WHAT       vault or step-ca: a server that signs requests, with a GitHub that gives ID tokens
  --port N            the port of the API (any free one)
  --json              one line of JSON on standard output instead of text
`;

/** A little hostile: users should meet these here first. */
const USUAL_FAULTS = 'answer-lost=0.02,flaky-probe=0.02';

/**
 * Reads the command line.
 * @param random gives the seed where none was given
 * @throws RangeError or TypeError that says what is wrong
 */
export function parseOptions(words: readonly string[], random: () => number): ServeOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      zones: { type: 'string', default: 'example.test' },
      hostnames: { type: 'string' },
      seed: { type: 'string' },
      speed: { type: 'string', default: '10' },
      faults: { type: 'string' },
      unknowns: { type: 'string', default: 'usual' },
      origin: { type: 'string', default: 'node' },
      signer: { type: 'string' },
      port: { type: 'string', default: '0' },
      json: { type: 'boolean', default: false },
    },
  });
  const zones = list(values.zones).map((word) => {
    const [name = '', id] = word.split('=');
    if (id !== undefined && !/^[0-9a-f]{32}$/.test(id)) {
      throw new RangeError(`\`${word}\`: a zone id has 32 lower-case hexadecimal digits.`);
    }
    return { name: hostname(name), id };
  });
  if (zones.length === 0) throw new RangeError('Name at least one zone.');
  const unknowns = oneOf('--unknowns', values.unknowns, ['kind', 'usual', 'hostile']);
  return {
    zones,
    hostnames:
      values.hostnames === undefined
        ? zones.flatMap(({ name }) => [`www.${name}`, `api.${name}`])
        : list(values.hostnames).map(hostname),
    seed: values.seed === undefined ? random() : number('--seed', values.seed, 0, 2 ** 32 - 1),
    speed: number('--speed', values.speed, 0.01, 10_000),
    faults: parseFaults(values.faults ?? (unknowns === 'kind' ? '' : USUAL_FAULTS)),
    unknowns,
    nginx: oneOf('--origin', values.origin, ['node', 'nginx']) === 'nginx',
    signer: values.signer === undefined ? undefined : oneOf('--signer', values.signer, SIGNERS),
    json: values.json,
    port: number('--port', values.port, 0, 65_535),
  };
}

export const SIGNERS = ['vault', 'step-ca'] as const;

const list = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '');

function hostname(text: string): string {
  const ascii = domainToASCII(text);
  if (ascii === '' || !/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(ascii)) {
    throw new RangeError(`\`${text}\` is not the name of a zone or host.`);
  }
  return ascii;
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new RangeError(`${name} takes a number from ${String(least)} to ${String(most)}.`);
  }
  return value;
}

function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new RangeError(`${name} is one of: ${choices.join(', ')}.`);
  return found;
}
