import { createRandom } from '../../sandbox/model/index.ts';
import type { Edge, Timings, Variants } from '../../sandbox/model/index.ts';
import type { Level } from '../../src/cloudflare/certificates.ts';
import { WITHOUT_ODD_ANSWERS } from './odd-answers.ts';

/** What is wrong with the site itself, apart from hiccups: nothing of it is the rotation's doing. */
export type Site = 'fine' | 'cached' | 'redirecting' | 'down' | 'bad-edge';

/** One world, without its faults. */
export interface Scenario {
  readonly seed: number;
  readonly level: Level;
  readonly variants: Partial<Variants>;
  readonly timings: Partial<Timings>;
  readonly edges: readonly [Partial<Edge>, Partial<Edge>];
  /** `pinned`: what was there before, and nothing else of the same issuer. */
  readonly originTrusts: 'both' | 'old' | 'pinned';
  readonly successor: 'same-issuer' | 'other-issuer';
  readonly switchOn: boolean;
  readonly predecessor: boolean;
  readonly stale: boolean;
  readonly stranger: boolean;
  readonly hostnames: readonly string[];
  /** On the predecessor too, but not to be touched. */
  readonly otherHostnames: readonly string[];
  readonly probed: boolean;
  readonly echo: boolean;
  /** 0 to 1: how often the site itself hiccups. */
  readonly flaky: number;
  readonly site: Site;
  /** This hostname is no longer in the zone: the API refuses to associate it. */
  readonly goneHostname: string | undefined;
  /** Hostname level: certificates of other services fill the quota, or all of it but what one renewal needs. */
  readonly quota: 'free' | 'full' | 'full-expired' | 'nearly-full';
  /** Milliseconds by which the runner's clock is off, and by which it jumps in mid-run. */
  readonly skew: number;
  readonly jump: number;
  readonly deletePrevious: boolean;
  /** Milliseconds for which predecessors stay. */
  readonly grace: number;
  /** Milliseconds the first runs may take; those after the faults have half an hour. */
  readonly timeout: number;
  readonly enable: boolean;
  /** Hostname level: whether the associations that were there send their certificate. */
  readonly formerEnabled: boolean;
  /** Hostname level: the target is named by the certificate its hostnames are on. */
  readonly replace: boolean;
  /** Whether the first runs go on where the issuer changes and nothing vouches for it; people accept it later. */
  readonly acceptIssuerChange: boolean;
  /** What the runner meets where it connects straight to the origin; undefined: it does not. */
  readonly origin: OriginKind | undefined;
  /** What a hiccup of the site looks like. */
  readonly hiccup: Hiccup;
  /** A call with a hostname that is gone is applied to the others. */
  readonly refusesInPart: boolean;
  /** Hostname level: a hostname of the target, or another one, is on a certificate that is gone. */
  readonly vanished: 'none' | 'own' | 'other';
  /** The common name of what the runs issue themselves; undefined: people bring it. */
  readonly issued: string | undefined;
}

/** `enforcing` asks for a certificate and checks it, `open` lets in whoever comes without one as well. */
export type OriginKind = 'unreachable' | 'enforcing' | 'open';

export const HICCUPS = ['502', 'redirect', 'challenge', '520', '525', '526', 'timeout', 'reset'] as const;
export type Hiccup = (typeof HICCUPS)[number];

export const PLAIN: Scenario = {
  seed: 1,
  level: 'zone',
  variants: {},
  timings: {},
  edges: [{ lagMs: 0 }, { lagMs: 0 }],
  originTrusts: 'both',
  successor: 'same-issuer',
  switchOn: true,
  predecessor: true,
  stale: false,
  stranger: false,
  hostnames: ['www.example.com', 'api.example.com'],
  otherHostnames: [],
  probed: true,
  echo: false,
  flaky: 0,
  site: 'fine',
  goneHostname: undefined,
  quota: 'free',
  skew: 0,
  jump: 0,
  deletePrevious: true,
  grace: 120_000,
  timeout: 1_800_000,
  enable: true,
  formerEnabled: true,
  replace: false,
  acceptIssuerChange: true,
  origin: undefined,
  hiccup: '502',
  refusesInPart: false,
  vanished: 'none',
  issued: undefined,
};

/** Every poll of a long wait is the same call again: short waits have every kind of call as well. */
export const SHORT_WAITS = {
  deployment: [1000, 3000],
  association: [500, 1500],
  listLag: [0, 5000],
} as const satisfies Partial<Timings>;

const HOSTNAMES = ['www.example.com', 'api.example.com', 'shop.example.com', 'example.com'];
const HOUR = 3_600_000;

/** A world from a seed: everything that may vary does. */
export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed);
  const level = random.pick(['zone', 'hostname'] as const);
  const count = random.between(1, 3);
  const lag = random.pick([0, 5000, 60_000]);
  const other = random.next() < 0.2;
  const hostnames = HOSTNAMES.slice(0, count);
  const perHostname = level === 'hostname';
  return {
    ...PLAIN,
    seed,
    level,
    variants: {
      ...WITHOUT_ODD_ANSWERS,
      deployment: random.pick(['plain', 'plain', 'initializing-first', 'flap', 'times-out'] as const),
    },
    timings: {
      deployment: [2000, random.pick([10_000, 60_000, 240_000])],
      listLag: random.pick<number | readonly [number, number]>([0, [0, 60_000]]),
      byIdLag: random.pick([0, 0, 15_000]),
      mutation: random.pick([0, 3000]),
      lockLinger: random.pick([0, 2000]),
      release: random.pick<number | readonly [number, number]>([0, [2000, 150_000]]),
      voidLinger: random.pick([0, 30_000]),
      revival: 0,
    },
    edges: [
      { lagMs: random.between(0, lag), jitterMs: random.pick([0, lag]), seed },
      { lagMs: lag, jitterMs: random.pick([0, lag]), seed },
    ],
    originTrusts: other && random.next() < 0.5 ? 'old' : 'both',
    successor: other ? 'other-issuer' : 'same-issuer',
    switchOn: perHostname ? random.next() < 0.5 : random.next() < 0.8,
    predecessor: random.next() < 0.85,
    stale: random.next() < 0.3,
    stranger: perHostname && random.next() < 0.4,
    hostnames,
    otherHostnames: perHostname && random.next() < 0.3 ? HOSTNAMES.slice(count, count + 1) : [],
    probed: random.next() < 0.7,
    echo: random.next() < 0.4,
    flaky: random.pick([0, 0, 0, 0.01, 0.05, 0.3]),
    site: random.next() < 0.12 ? random.pick(['cached', 'down', 'bad-edge'] as const) : 'fine',
    goneHostname: perHostname && random.next() < 0.04 ? hostnames.at(-1) : undefined,
    quota: perHostname && random.next() < 0.06 ? random.pick(['full', 'full-expired'] as const) : 'free',
    skew: random.next() < 0.1 ? random.pick([-24, 24]) * HOUR : 0,
    jump: random.next() < 0.1 ? random.pick([-1, 1]) * HOUR : 0,
    deletePrevious: random.next() < 0.9,
  };
}
