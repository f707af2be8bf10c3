import { expect, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import type { Generation } from '../odd-answers.ts';
import { makeSigners } from './signers.ts';
import { playIssuing } from './worlds.ts';

const signers = makeCast().then(makeSigners);

/**
 * Worlds that issue and once violated a property, and what each showed. Each is played with the generator its seed was
 * found with.
 */
const FORMER: readonly (readonly [seed: number, what: string, generation?: Generation])[] = [
  [1430, 'a run removed what another had left, went back from its own, and said that all was as before'],
  [376, 'two predecessors were kept for want of time, and counted as orphans'],
  [384, 'what was taken over and harmed nobody was to be named as it was left to the next run'],
  [463, 'what nobody can vouch for without `origin` was to be taken over'],
  [519, 'so was an orphan that was due by then'],
  [
    1261,
    'a certificate that the origin named as in force was to be renewed, since another may be deployed later',
  ],
  [292, 'a full quota stopped a renewal for good that could have made room by finishing what was begun', 5],
  [1965, 'two runs after the faults were to finish, renew, and delete what was leaving only just', 5],
  [27, 'nobody held it against a run that it kept what it saw refused', 5],
  [910081, 'two were uploaded too close together, and every run that came soon after issued another', 5],
  [
    910259,
    'a stuck certificate in the last place of the quota stopped every run, though `origin` was given',
    5,
  ],
  [980506, 'so did what had expired unused, where another one was in force', 5],
  [950817, 'without `origin` it needed a person, though it could come to nothing any more', 5],
  [
    930907,
    'what no hostname was on any more, and visitors were refused with, was taken over again and again',
    5,
  ],
  [931020, 'so was what hostnames of others use', 5],
  [930644, 'a run that was killed as it made room was held to have deleted a predecessor', 5],
  [970229, 'nothing was changed, it said, of a zone that was switched on and off again', 5],
  [
    960666,
    'somebody was held to be asked to sign what there was no room for, though a spent one made room',
    5,
  ],
  [983742, 'what two runs issued at once was held to follow by its dates, and not by its uploads', 5],
  [
    984683,
    'what a hostname may still be shown was named with its delete words, and counted as left behind',
    5,
  ],
  [960147, 'a deletion was judged by what was uploaded long after it', 5],
  [1290, 'a run took over what another had uploaded since it began, and was held to bring something else'],
];

test.each(FORMER)('%i: %s', async (seed, _, generation = 4) => {
  const { problems } = await playIssuing(seed, await signers, false, generation);
  expect(problems).toEqual([]);
});
