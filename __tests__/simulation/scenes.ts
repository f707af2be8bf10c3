import { defaultVariants } from '../../sandbox/model/index.ts';
import { PLAIN, SHORT_WAITS } from './scenario.ts';
import type { Scenario } from './scenario.ts';

/** One kind of run, whose every call a sweep disturbs. */
export interface Scene {
  readonly name: string;
  readonly scenario: Scenario;
  /** How a run ends that nothing disturbs. */
  readonly ends: 'rotated' | 'rolled-back';
  /** The writes that such a run sends, in this order. */
  readonly writes: readonly string[];
}

const UPLOAD = 'POST zone certificates';
const SWITCH = 'PUT zone switch';
const DELETE = 'DELETE zone certificate';
const HOST_UPLOAD = 'POST hostname certificates';
const ASSOCIATE = 'PUT associations';
const HOST_DELETE = 'DELETE hostname certificate';

/** Nothing waits longer than it must: every poll of a wait is the same call again. */
const BASE = {
  ...PLAIN,
  seed: 5,
  variants: defaultVariants,
  timings: { ...SHORT_WAITS, deletion: 3000, release: 2000 },
} satisfies Scenario;

const REFUSING = { probed: true, successor: 'other-issuer', originTrusts: 'old' } as const;

export const SCENES: readonly Scene[] = [
  {
    name: 'the zone level, without a probe',
    scenario: { ...BASE, probed: false, stale: true },
    ends: 'rotated',
    writes: [UPLOAD, DELETE, DELETE],
  },
  {
    name: 'the zone level, probed with an echo',
    scenario: { ...BASE, echo: true },
    ends: 'rotated',
    writes: [UPLOAD, DELETE],
  },
  {
    name: 'a first certificate for the zone, and the switch',
    scenario: { ...BASE, predecessor: false, switchOn: false, probed: false },
    ends: 'rotated',
    writes: [UPLOAD, SWITCH],
  },
  {
    name: 'two hostnames with a canary',
    scenario: { ...BASE, level: 'hostname', otherHostnames: [] },
    ends: 'rotated',
    writes: [HOST_UPLOAD, ASSOCIATE, ASSOCIATE, HOST_DELETE],
  },
  {
    name: 'an origin that refuses, at the zone level',
    scenario: { ...BASE, ...REFUSING },
    ends: 'rolled-back',
    writes: [UPLOAD, DELETE],
  },
  {
    name: 'an origin that refuses, at a zone that was switched off',
    scenario: { ...BASE, ...REFUSING, predecessor: false, switchOn: false },
    ends: 'rolled-back',
    writes: [UPLOAD, SWITCH, SWITCH, DELETE],
  },
  {
    name: 'an origin that refuses, at the canary',
    scenario: { ...BASE, ...REFUSING, level: 'hostname' },
    ends: 'rolled-back',
    writes: [HOST_UPLOAD, ASSOCIATE, ASSOCIATE, HOST_DELETE],
  },
];
