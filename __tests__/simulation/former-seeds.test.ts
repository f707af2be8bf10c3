import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeCast } from './cast.ts';
import type { Cast } from './cast.ts';
import { playSeed } from './play.ts';

jest.setTimeout(60_000);

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/**
 * Worlds that once violated a property, and what each showed as the sources of that time were played again.
 * Each list is played with the generator its seeds were found with.
 */
const FORMER: readonly (readonly [seed: number, what: string])[] = [
  [862, 'a predecessor was deleted while none of three hostnames was on its successor'],
  [1550, 'the only certificate of a zone was stuck, and two more runs did not get out of it'],
  [563, 'a run and the one after it deleted a predecessor without having looked again just before'],
  [8547, 'two predecessors were deleted before the grace was over'],
  [25_766, 'a fresh certificate replaced two others, and each was deleted without another look'],
  [244, 'the run after the faults deleted a predecessor without having looked again just before'],
];

describe.each([
  ['its rotation alone', false],
  ['the whole action', true],
])('a seed that once failed holds, played as %s', (_, staged) => {
  test.each(FORMER)('%i: %s', async (seed) => {
    const { problems } = await playSeed(seed, cast, staged, 1);
    expect(problems).toEqual([]);
  });
});

/** Found with what was added to the worlds later. */
const LATER: readonly (readonly [seed: number, what: string])[] = [
  [
    12_374,
    'a delete rested on a second look of which one answer was held up, and the others were old by then',
  ],
  [12_901, 'so did another one'],
  [
    10_373,
    'a certificate that came back under its former id and date was called in force, and another was newer',
  ],
  [
    13_064,
    "a certificate was deleted before the grace of another run's hostname was over, which left it meanwhile",
  ],
  [30_891, 'a hostname without an association was named among those for which the certificate is in force'],
  [
    27_055,
    'a run was cancelled before it could read what a refused call had left, and was blamed for calling it a change',
  ],
  [
    40_151,
    'a switch that came through twice counted as a second cut-over, of which the probes could know nothing',
  ],
  [47_828, 'a refused call was applied in part, and a list that lagged said that no hostname had been moved'],
  [
    41_356,
    'a certificate that an upload brought back was said to have been there before, as the answer was lost',
  ],
  [48_716, 'a hostname was said to be as before after a refused call that had moved it'],
  [53_842, 'a person put a hostname on another certificate as the run ended, and the run was to know of it'],
  [
    202_909,
    'hostnames were said to be pointed back that a late copy of the cut-over had moved once more, and nobody could look',
  ],
  [
    200_784,
    'a certificate that flapped as the run ended was to be told as not active, nine seconds after it had been',
  ],
  [311_110, 'the only certificate of a zone was removed, as the list still showed another one'],
  [
    406_488,
    'a certificate of another run that its id did not show yet was taken for deployed: visitors were shown none',
  ],
  [400_947, 'so was one that a person had uploaded'],
  [411_258, 'a hostname was called pointed that no look had shown on the new certificate'],
  [
    900_544,
    'a certificate that a roll-back had taken back kept its rank, and nobody was told to issue a fresh one',
  ],
  [37_320, 'hostnames were called pointed back by a list that lagged, after the call for it was refused'],
  [20_887, 'a zone was called switched on that was perhaps off again, as the answer to that was lost'],
  [405_255, "a certificate was deleted before the grace of another run's hostname was over"],
  [422_493, 'so was another one'],
  [
    730_126,
    'a late call of a cancelled run pointed the canary back while it was probed, and its passes let the others follow',
  ],
];

test.each(LATER)('%i: %s', async (seed) => {
  const { problems } = await playSeed(seed, cast, false, 2);
  expect(problems).toEqual([]);
});

/** Found with odd answers. */
const WITH_ODD_ANSWERS: readonly (readonly [seed: number, what: string])[] = [
  [240, 'a hostname was pointed at what a list that may lag called active, and its id did not show'],
  [
    1147,
    'one was told as in force beside another that the first list had not shown, uploaded a little before',
  ],
  [
    2_009_017,
    'a run took back what a killed one had put in force and the origin refuses, and was to write nothing',
  ],
  [2_014_502, 'a certificate was brought back whose first deployment was still to end, and the API broke'],
  [
    3_000_956,
    'two rows alike in the list of associations were counted as one, so that there seemed to be no list',
  ],
  [
    2_010_123,
    'cancelled while it went back from an upload that timed out, a run deleted it by what it remembered: the only one of its zone',
  ],
  [
    1_007_179,
    'a deletion was asked for again after another run had switched the zone on: the only one of its zone',
  ],
  [1_002_070, 'a run went back after a restart, and nobody was told to issue a fresh certificate'],
  [2_008_094, 'so did another one, where a zone does not fall back to an older certificate'],
  [2_040_162, 'what was taken over and deleted by a roll-back was told as no change'],
  [
    2_040_175,
    'a list that was refused once was taken for none, and what a hostname was on was to be deleted',
  ],
  [4_000_241, 'a certificate was told as kept of which a deletion without an answer had taken effect'],
  [1_029_672, 'a hostname that was pointed back was called moved, by a look of three seconds after the call'],
  [1_007_342, 'so was one that had been seen alive four seconds after such a deletion, and never again'],
  [1_002_506, 'an upload that was refused with code 10000 and never read was to be told as not made'],
  [
    1_004_884,
    'an upload that was answered with an id was to be told as not made, as a dying copy did not come back',
  ],
];

test.each(WITH_ODD_ANSWERS)('%i: %s', async (seed) => {
  const { problems } = await playSeed(seed, cast, false, 3);
  expect(problems).toEqual([]);
});

/** Found with passing errors. */
const WITH_PASSING_ERRORS: readonly (readonly [seed: number, what: string])[] = [
  [3_000_080, 'a certificate was named as kept before it was certain that its deletion was not under way'],
  [1_000_032, 'a deletion that was answered with code 10000 and not repeated was taken for refused'],
  [
    1_009_632,
    'a change that was refused with code 10000 was to be told as not made, of which one hostname alone was read',
  ],
  [3_000_104, 'an answer that failed with HTTP 200 was taken for a list without any certificate'],
  [1_009_116, 'cancelled as it went back, a run forgot that one hostname had to stay where it was'],
  [
    1_020_141,
    'visitors were refused where an association had timed out, and the certificate was blamed that was never shown there',
  ],
  [1_020_601, 'so it was where the predecessor had been set to send none'],
  [1_023_895, 'so it was where no other certificate was there'],
  [2_026_389, 'so it was with an older one of the lineage, and a run with nothing to do failed'],
  [
    1_022_872,
    'an upload that was refused twice with code 10000, and made the second time, was told as not made',
  ],
  [2_028_701, 'so was another one'],
  [2_004_867, 'a certificate was told as the newest again, as a newer one could not be read'],
  [2_017_389, 'so was one beside a newer one that Cloudflare had given up deleting'],
  [1456, 'so was one beside a newer one whose deletion a cancelled run had not read'],
  [2_028_277, 'a run took back what another one had brought and moved its hostname away from'],
  [1_012_712, 'what was pointed back while it was watched was told as in force'],
  [1_001_481, 'a way back that nobody saw, and that the probes denied, was told as done'],
  [3_006_329, 'a first certificate was told as in force beside one that a person uploaded meanwhile'],
  [3_002_728, 'a hostname that another run had moved was pointed back to what nobody had read'],
  [6_002_032, 'a run was held to have a way back to one that Cloudflare had given up deleting'],
  [3_003_908, 'a site that failed otherwise as a run began went back for one look at which it was refused'],
];

test.each(WITH_PASSING_ERRORS)('%i: %s', async (seed) => {
  const { problems } = await playSeed(seed, cast, false, 4);
  expect(problems).toEqual([]);
});
