import { describe, expect, test } from '@jest/globals';
import type { Observation, Presented } from '../../../src/rotation/observe/observation.ts';
import { before, certificateBefore, inForceNow } from '../../../src/rotation/outcome/in-force.ts';
import type { Move } from '../../../src/rotation/plan/plan.ts';
import { WriteRecord } from '../../../src/rotation/write-record.ts';
import { copy, former, hostnamesSeen, zoneSeen } from '../support/planned.ts';

const certificate = (one: typeof former): Presented => ({ kind: 'certificate', certificate: one });
const seenAs = (...presented: readonly Presented[]): Observation => {
  const hostnames = presented.map((_, at) => `h${at}.example.com`);
  return hostnamesSeen({
    hostnames,
    presented: new Map(presented.map((one, at) => [hostnames[at] ?? '', one])),
  });
};
const at = (
  sentence: string,
  more: Partial<WriteRecord>,
  observation: Observation | undefined = zoneSeen(),
) => [sentence, more, observation] as const;
const move = (hostname: string): Move => ({ hostname, before: undefined, enabled: true, pointed: false });

const KEPT = 'No previous certificate was deleted.';
const UPLOADED = 'The new certificate new was uploaded by this run.';
const THERE = 'The new certificate new was there before this run.';
const GONE = 'The new certificate new was uploaded by this run, and is deleted now.';
const ASKED =
  'The new certificate new was uploaded by this run; its deletion was asked for and is not confirmed.';
const roomMade = { fates: new Map([['stuck', { fate: 'deleted', why: '' } as const]]) };
const sent = { successor: 'new', uploaded: 'new' };
const [a, b] = [move('a.example.com'), move('b.example.com')];

describe('what is in force as a run ends at zone level', () => {
  const off = zoneSeen({ switchOn: false, presented: { kind: 'nothing' } });
  test.each([
    at('Nothing was changed: old is in force for the zone.', {}),
    at('Nothing was changed: origin pulls of the zone are off.', {}, off),
    at(
      'As before the run: old is in force for the zone. The unused certificate stuck was deleted before the upload. The new certificate was not uploaded.',
      { ...roomMade, undone: true },
    ),
    // The way back has said that it is the newest again.
    at(`As before the run: old is in force for the zone. ${GONE}`, {
      ...sent,
      undone: true,
      backTo: 'old',
      withdrawn: 'gone',
    }),
    at(
      'As before the run: old is in force for the zone. The new certificate new was uploaded by this run, and is still there.',
      { ...sent, undone: true },
    ),
    at(`As before the run: old is in force for the zone. ${ASKED}`, {
      ...sent,
      undone: true,
      withdrawn: 'asked',
    }),
    at(`The new certificate was not uploaded. As before, old is in force for the zone. ${KEPT}`, roomMade),
    at(
      `The new certificate may or may not have reached Cloudflare; the next run finds out. Cloudflare uses the newest certificate once it is active. Until then old stays in force. ${KEPT}`,
      { uploadUnsettled: true },
    ),
    at(
      `${UPLOADED} Cloudflare uses the newest certificate once it is active. Until then old stays in force. ${KEPT}`,
      sent,
    ),
    at(
      `${UPLOADED} It was active when last read. Cloudflare uses the newest active certificate of the zone. ${KEPT}`,
      { ...sent, active: 'new' },
    ),
    at(
      `${UPLOADED} Cloudflare uses the newest certificate once it is active. Until then old stays in force. ${KEPT}`,
      { ...sent, active: 'an earlier upload' },
    ),
    at(
      `${UPLOADED} Cloudflare uses the newest certificate once it is active. ${KEPT}`,
      sent,
      zoneSeen({ presented: { kind: 'unknown' } }),
    ),
    at(
      `${UPLOADED} It is gone or being deleted; Cloudflare uses the newest of the others that are active. ${KEPT}`,
      { ...sent, vanished: true },
    ),
    at(
      `${UPLOADED} Origin pulls of the zone are off: somebody else switched them off during this run. ${KEPT}`,
      { ...sent, active: 'new', offByOthers: true },
    ),
    at(`${THERE} It is active, and Cloudflare uses it. ${KEPT}`, {
      successor: 'new',
      adopted: 'new',
      seenInForce: true,
    }),
    at(
      `${UPLOADED} It is active, and Cloudflare uses it. Deleting the previous certificates has begun; the next run finishes it.`,
      { ...sent, seenInForce: true, deleteSent: true },
    ),
    at(
      `${ASKED} Then old is the newest of the zone; whether Cloudflare uses it again is not confirmed. ${KEPT}`,
      { ...sent, withdrawn: 'asked' },
    ),
    at(
      `${GONE} Then an older certificate is the newest of the zone; whether Cloudflare uses it again is not confirmed. ${KEPT}`,
      { ...sent, withdrawn: 'gone', seenInForce: true },
      zoneSeen({ presented: { kind: 'unknown' } }),
    ),
    at(`${UPLOADED} Origin pulls of the zone are off, as before. ${KEPT}`, sent, off),
    at(
      `${UPLOADED} Origin pulls of the zone were switched on by this run. ${KEPT}`,
      { ...sent, switchedOn: true },
      off,
    ),
    at(
      `${UPLOADED} Origin pulls of the zone may have been switched on by this run: the answer was lost, and they were not seen to be on. ${KEPT}`,
      { ...sent, switchedOn: true, switchUnsettled: true },
      off,
    ),
    at(
      `${UPLOADED} Origin pulls of the zone may be off again: this run had switched them on, and they were not seen to be off again. ${KEPT}`,
      { ...sent, switchedOn: true, offUnsettled: true },
      off,
    ),
  ])('%s', (sentence, more, observation) => {
    expect(inForceNow(observation, Object.assign(new WriteRecord(), more))).toBe(sentence);
  });

  test('is not known where nothing was seen, and nothing was sent', () => {
    expect(inForceNow(undefined, new WriteRecord())).toBe('Nothing was changed.');
  });
});

describe('what is in force as a run ends per hostname', () => {
  const seen = hostnamesSeen({ hostnames: ['a.example.com', 'b.example.com', 'c.example.com'] });
  test.each([
    at(`${UPLOADED} No hostname was moved: old is in force for the hostnames. ${KEPT}`, sent, seen),
    at(
      `${UPLOADED} Pointed at the new certificate: a.example.com, b.example.com. As before: c.example.com. ${KEPT}`,
      { ...sent, moved: [a, b] },
      seen,
    ),
    at(
      `${UPLOADED} Pointed at the new certificate: a.example.com. Perhaps pointed at it, but not seen there: b.example.com. As before: c.example.com. ${KEPT}`,
      { ...sent, moved: [a, b], unseen: new Set(['b.example.com', 'c.example.com']) },
      seen,
    ),
    at(
      `${UPLOADED} Pointed back to what they had before: a.example.com, b.example.com. As before: c.example.com. ${KEPT}`,
      { ...sent, back: [a, b] },
      seen,
    ),
    at(
      `${THERE} Pointed at the new certificate: a.example.com, b.example.com, c.example.com. ${KEPT}`,
      { successor: 'new', moved: [a, b, move('c.example.com')] },
      seen,
    ),
  ])('%s', (sentence, more, observation) => {
    expect(inForceNow(observation, Object.assign(new WriteRecord(), more))).toBe(sentence);
  });
});

describe('what was in force before', () => {
  test.each<readonly [string, readonly Presented[]]>([
    ['old is in force for the hostnames', [certificate(former), certificate(former)]],
    ['old and new are in force for the hostnames', [certificate(former), certificate(copy)]],
    ["Cloudflare's shared certificate is in force for the hostnames", [{ kind: 'shared' }]],
    ['no client certificate is in force for the hostnames', [{ kind: 'nothing' }]],
    ['no certificate of its own is in force for the hostnames', [{ kind: 'unread' }]],
    ['a certificate that could not be identified is in force for the hostnames', [{ kind: 'unknown' }]],
    ['there was no hostname to work on', []],
  ])('%s', (sentence, presented) => {
    expect(before(seenAs(...presented))).toBe(sentence);
  });

  test('is one certificate where it was the same everywhere', () => {
    expect(certificateBefore(zoneSeen())).toBe(former);
    expect(certificateBefore(zoneSeen({ presented: { kind: 'shared' } }))).toBeUndefined();
    expect(certificateBefore(seenAs(certificate(former), certificate(former)))).toBe(former);
    expect(certificateBefore(seenAs(certificate(former), certificate(copy)))).toBeUndefined();
    expect(certificateBefore(seenAs(certificate(former), { kind: 'nothing' }))).toBeUndefined();
    expect(certificateBefore(seenAs({ kind: 'nothing' }, certificate(former)))).toBeUndefined();
    expect(certificateBefore(seenAs())).toBeUndefined();
  });
});
