import { describe, expect, test } from '@jest/globals';
import { makeCast } from '../cast.ts';
import { noFaults } from '../faults.ts';
import type { Played } from '../play.ts';
import { PLAIN } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { Drawn, DrawnRun } from './draw.ts';
import { makeSigners } from './signers.ts';
import { DAY, NAMES } from './terms.ts';
import type { SignerKind } from './terms.ts';
import { playDrawn, playIssuing } from './worlds.ts';

const signers = makeCast().then(makeSigners);

describe('worlds whose certificate the runs issue', () => {
  test.each([31, 61])('thirty from seed %i hold', async (from) => {
    const found: string[] = [];
    for (let seed = from; seed < from + 30; seed += 1) {
      const { problems } = await playIssuing(seed, await signers);
      found.push(...problems.map((problem) => `seed ${seed}: ${problem}`));
    }
    expect(found).toEqual([]);
  });
});

const WHOLE: DrawnRun = {
  faults: noFaults,
  ending: undefined,
  fault: undefined,
  dryRun: false,
  always: false,
  pause: 20 * 60_000,
};
/** Killed once its upload was applied. */
const KILLED: DrawnRun = { ...WHOLE, ending: { kind: 'kill', call: 0, when: 'after', of: 'writes' } };

async function scene(
  signer: SignerKind,
  more: Partial<Scenario>,
  ...runs: readonly DrawnRun[]
): Promise<Played> {
  const level = more.level ?? 'zone';
  const drawn: Drawn = {
    scenario: { ...PLAIN, issued: NAMES[level], ...more },
    terms: { signer, commonName: NAMES[level], validity: 90 * DAY, renewBefore: undefined, clientCa: true },
    before: 'pasted',
    runs,
    twin: undefined,
  };
  const played = await playDrawn(drawn, await signers);
  expect(played.problems).toEqual([]);
  return played;
}

const uploads = ({ world }: Played, by: string): number =>
  world.writes.filter((write) => write.by === by && write.event.kind === 'certificate-uploaded').length;
const said = ({ runs }: Played, nth: number): string => runs[nth]?.process.said.join('\n') ?? '';
/** The origin trusts what issues now, and something else signed what is in force. */
const ANOTHER = { level: 'hostname', successor: 'other-issuer', originTrusts: 'both' } as const;

describe('what a killed run had uploaded, of another issuer than what is in force', () => {
  test('is vouched for by a stand-in where the authority is at hand, which is never uploaded', async () => {
    const played = await scene('authority', ANOTHER, KILLED, WHOLE);
    expect(said(played, 1)).toContain('OpenSSL checks one like it instead');
    expect(played.runs[1]?.result).toMatchObject({ outcome: 'rotated' });
    expect(uploads(played, 'run 2')).toBe(0);
  });

  test('is replaced where somebody else signs, since its key is gone and nobody can vouch for it', async () => {
    const played = await scene('vault', ANOTHER, KILLED, WHOLE);
    expect(said(played, 1)).toContain('nothing can vouch for');
    expect(played.runs[1]?.result).toMatchObject({ outcome: 'rotated' });
    expect(uploads(played, 'run 2')).toBe(1);
  });
});

test('what was taken over and is refused is taken back, and the run after it makes its own', async () => {
  const variants = { associationList: 'available', deletion: 'plain' } as const;
  const refusing = { ...ANOTHER, originTrusts: 'old', probed: true, variants } as const;
  const played = await scene('authority', refusing, KILLED, WHOLE, WHOLE);
  expect(said(played, 1)).toContain('taken over by this run: Deleted');
  expect(played.runs[1]?.result).toMatchObject({ outcome: 'rolled-back' });
  expect(uploads(played, 'run 2')).toBe(0);
  expect(uploads(played, 'run 3')).toBe(1);
});

test('with `origin`, what nobody can vouch for is removed before another is uploaded', async () => {
  const variants = { associationList: 'available', deletion: 'plain' } as const;
  const listed = { ...ANOTHER, origin: 'enforcing', variants } as const;
  const afterTwo: DrawnRun = { ...WHOLE, ending: { kind: 'kill', call: 1, when: 'after', of: 'writes' } };
  const played = await scene('vault', listed, KILLED, afterTwo, WHOLE);
  expect(said(played, 1)).toContain('nothing can vouch for');
  expect(said(played, 1)).toContain('which an earlier run left unused: Deleted');
  expect(played.runs[2]?.result).toMatchObject({ outcome: 'rotated' });
});

test('a hostname that was off on the very certificate that is refused goes back to being off, once', async () => {
  const shown = {
    originTrusts: 'old',
    formerEnabled: false,
    variants: { associationList: 'available' },
  } as const;
  const drawn: Drawn = {
    scenario: { ...PLAIN, level: 'hostname', issued: NAMES.hostname, ...shown },
    terms: {
      signer: 'vault',
      commonName: NAMES.hostname,
      validity: 90 * DAY,
      renewBefore: undefined,
      clientCa: true,
    },
    before: 'refused',
    runs: [WHOLE],
    twin: undefined,
  };
  const played = await playDrawn(drawn, await signers);
  expect(said(played, 0)).toContain('Back on the previous certificate');
  expect(said(played, 0)).not.toContain('pointing back once more');
});

test('nobody is asked to sign what a full quota has no room for', async () => {
  const played = await scene('command', { level: 'hostname', quota: 'full' }, WHOLE);
  expect(played.runs[0]?.result).toMatchObject({ outcome: 'failed', reason: 'QUOTA_FULL' });
  // Once there is room.
  expect(played.met.counts.get('the signer signs')).toBe(1);
});

test('what nobody is to be shown is not replaced day by day, though `origin` cannot be shown it', async () => {
  const quiet = { level: 'hostname', enable: false, predecessor: false, origin: 'enforcing' } as const;
  const played = await scene('step-ca', quiet, WHOLE, { ...WHOLE, pause: DAY }, WHOLE);
  expect(played.met.counts.get('the signer signs')).toBe(1);
});
