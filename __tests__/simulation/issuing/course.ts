import { createHash } from 'node:crypto';
import { createRandom } from '../../../sandbox/model/index.ts';
import { PLAIN } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { SIGNER_FAULTS } from './signing.ts';
import type { SignerFault } from './signing.ts';
import { DAY, nameOf, NAMES } from './terms.ts';
import type { Terms } from './terms.ts';

const HOUR = 3_600_000;

/** What happens on one day of a year. */
export interface DayPlan {
  /** Nothing reaches Cloudflare all day. */
  readonly outage: boolean;
  readonly signer: SignerFault | undefined;
  /** Killed before or after this call, or this change. */
  readonly kill:
    { readonly call: number; readonly of?: 'writes'; readonly when: 'before' | 'after' } | undefined;
  /** 0 to 1: how often a call meets a fault. */
  readonly faults: number;
  /** A second run begins so many milliseconds after the first. */
  readonly twin: number | undefined;
}

/** A year of one target, from a number. */
export interface Course {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly terms: Terms;
  readonly days: readonly DayPlan[];
}

export const DAYS = 365;
/** At its end nothing goes wrong any more, so that what is left over shows. */
export const QUIET_DAYS = 4;
export const QUIET: DayPlan = {
  outage: false,
  signer: undefined,
  kill: undefined,
  faults: 0,
  twin: undefined,
};

/** A third of the life is left, or what was asked for, and up to a twentieth earlier for the sake of others. */
export function dueAt(
  { notBefore, notAfter }: Span,
  { scenario, terms }: Pick<Course, 'scenario' | 'terms'>,
): number {
  const life = notAfter - notBefore;
  const share = createHash('sha256').update(nameOf(scenario)).digest().readUInt32BE(0) / 2 ** 32;
  const before = terms.renewBefore ?? life / 3;
  return notAfter - before - share * Math.min(life / 20, (life - before) / 2);
}

interface Span {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Everything that may vary in a year does. */
export function drawCourse(seed: number): Course {
  const random = createRandom(seed * 17 + 3);
  const level = random.pick(['zone', 'hostname'] as const);
  const hostnames = ['www.example.com', 'api.example.com', 'shop.example.com'].slice(0, random.between(1, 3));
  const predecessor = random.next() < 0.85;
  const validity = random.pick([60, 90, 100, 180]) * DAY;
  const signer = random.pick(['authority', 'command', 'vault', 'step-ca'] as const);
  const scenario: Scenario = {
    ...PLAIN,
    seed,
    level,
    hostnames,
    predecessor,
    switchOn: level === 'zone' ? predecessor : random.next() < 0.5,
    // A Cloudflare that never deploys or never deletes keeps its certificates, whoever asks.
    variants: {
      deployment: random.pick(['plain', 'plain', 'initializing-first'] as const),
      deletion: 'plain',
      quotaCountsTombstones: false,
      associationList: 'available',
    },
    probed: random.next() < 0.3,
    skew: random.pick([0, 0, -1, 1, -24, 24]) * HOUR,
    origin: random.next() < 0.3 ? 'enforcing' : undefined,
    quota: level === 'hostname' && random.next() < 0.1 ? 'full-expired' : 'free',
    timings: {
      deployment: [2000, random.pick([10_000, 60_000])],
      listLag: random.pick<number | readonly [number, number]>([0, [0, 30_000]]),
      release: random.pick<number | readonly [number, number]>([0, [2000, 60_000]]),
    },
  };
  const faults = SIGNER_FAULTS[signer];
  const troubled = random.pick([0.02, 0.1, 0.25]);
  const days = Array.from({ length: DAYS }, (_, day): DayPlan => {
    if (day >= DAYS - QUIET_DAYS || random.next() >= troubled) return QUIET;
    const kind = random.pick(['outage', 'signer', 'kill', 'kill', 'faults', 'twin'] as const);
    const of = random.pick([undefined, 'writes', 'writes'] as const);
    return {
      outage: kind === 'outage',
      signer: kind === 'signer' && faults !== undefined ? random.pick(faults) : undefined,
      kill:
        kind === 'kill'
          ? {
              call: random.between(0, of === undefined ? 40 : 3),
              when: random.pick(['before', 'after'] as const),
              ...(of === undefined ? {} : { of }),
            }
          : undefined,
      faults: kind === 'faults' ? random.pick([0.05, 0.2]) : 0,
      twin: kind === 'twin' ? random.between(0, 60_000) : undefined,
    };
  });
  const renewBefore = random.next() < 0.2 ? random.between(20, 40) * DAY : undefined;
  const commonName = NAMES[level];
  const terms = { signer, commonName, validity, renewBefore, clientCa: signer !== 'authority' };
  return { seed, scenario: { ...scenario, issued: commonName }, terms, days };
}
