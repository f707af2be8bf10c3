import { createRandom, variantChoices } from '../../sandbox/model/index.ts';
import type { Timings, Variants } from '../../sandbox/model/index.ts';
import type { Scenario } from './scenario.ts';

/**
 * By which generator a world is drawn: a seed that once showed something is played with the one it was found
 * with, or it would be another world. 1: what `drawScenario` draws. 2: the extras as well. 3: odd answers too.
 * 4: and passing errors. 5: where the runs issue, people meddle, a quota is nearly full, or an origin no longer trusts
 * what is in force.
 */
export const GENERATIONS = [1, 2, 3, 4, 5] as const;
export type Generation = (typeof GENERATIONS)[number];
export const NEWEST: Generation = 5;

/** What the API did in worlds that were drawn before it had odd answers. */
export const WITHOUT_ODD_ANSWERS = {
  conflictScope: 'every-change',
  tombstoneUpload: '1406',
  deletedAgain: '1414',
  malformedId: '1415',
  formerAssociation: 'none',
  voidShown: 'at-once',
  vanishedCertificate: 'deleted',
  associationPages: 'asked',
  pageInfo: 'whole',
  idnNames: 'unicode',
  unknownToken: 10_000,
} as const satisfies Partial<Variants>;

const SECOND = 1000;

/** Answers that were seen live, or that nobody knows, by a random stream of their own. */
export function drawOddAnswers(scenario: Scenario): Scenario {
  const random = createRandom(scenario.seed + 7919);
  // Without a list nothing is deleted at hostname level: most worlds have one, so that there is something to see.
  const list = random.next() < 0.67 ? { associationList: 'available' as const } : {};
  const variants = { ...scenario.variants, ...list };
  if (random.next() < 0.5) return { ...scenario, variants };
  const c = variantChoices;
  const mayLose = scenario.level === 'hostname' && !scenario.replace && scenario.quota === 'free';
  const timings: Partial<Timings> = {
    revival: random.pick<number | readonly [number, number]>([0, [0, 45 * SECOND]]),
    voidLinger: random.pick<number | readonly [number, number]>([30 * SECOND, [5 * SECOND, 200 * SECOND]]),
  };
  return {
    ...scenario,
    timings: { ...scenario.timings, ...timings },
    variants: {
      ...variants,
      conflictScope: random.pick(c.conflictScope),
      tombstoneUpload: random.pick(c.tombstoneUpload),
      deletedAgain: random.pick(c.deletedAgain),
      malformedId: random.pick(c.malformedId),
      formerAssociation: random.pick(c.formerAssociation),
      voidShown: random.pick(c.voidShown),
      vanishedCertificate: random.pick(c.vanishedCertificate),
      associationPages: random.pick(c.associationPages),
      pageInfo: random.pick(c.pageInfo),
    },
    vanished: mayLose && random.next() < 0.25 ? random.pick(['own', 'other'] as const) : 'none',
  };
}
