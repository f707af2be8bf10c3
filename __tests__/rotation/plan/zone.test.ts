import { describe, expect, test } from '@jest/globals';
import type { ZoneObservation } from '../../../src/rotation/observe/observation.ts';
import { plan } from '../../../src/rotation/plan/make-plan.ts';
import type { Plan } from '../../../src/rotation/plan/plan.ts';
import type { SparedCertificate } from '../../../src/rotation/plan/succession.ts';
import { held, listed, tied } from '../support/observed.ts';
import {
  baselineOf,
  checkOf,
  copy,
  DAY,
  finding,
  FORMER,
  former,
  NOW,
  planOf,
  SUCCESSOR,
  targetOf,
  zoneSeen,
} from '../support/planned.ts';

type Asked = Parameters<typeof targetOf>[0];
const planned = (asked: Asked, seen: Partial<ZoneObservation>): Plan =>
  plan(targetOf(asked), zoneSeen(seen), NOW);
const kept = (certificate: typeof former): SparedCertificate => ({
  certificate,
  reason: 'KEPT_ON_REQUEST',
  why: '`delete-previous` is false.',
});
const halfDeleted = held('half', { leaf: FORMER, status: 'deletion_timed_out' });
const half: SparedCertificate = {
  certificate: halfDeleted,
  reason: 'DELETION_TIMED_OUT',
  why: 'Cloudflare gave up deleting it. To try again: operation delete with certificate-id half.',
};
const OFF = {
  reason: 'SWITCH_WAS_OFF',
  sentence:
    'Authenticated origin pulls were off for the zone when the run began; putting the certificate in force switches them on.',
};
const STAYS_OFF = {
  reason: 'SWITCH_STAYS_OFF',
  sentence:
    'Authenticated origin pulls are off for the zone and stay off, since `enable` is false: the certificate is not presented.',
};
const stuck = { ...copy, status: 'deployment_timed_out', rawStatus: 'deployment_timed_out' } as const;
const waiting = { ...copy, status: 'pending_deployment', rawStatus: 'pending_deployment' } as const;
const NOTHING = { kind: 'nothing' } as const;
const IN_FORCE = { kind: 'certificate', certificate: copy } as const;

describe('a rotation at zone level', () => {
  test.each<readonly [string, Asked, Partial<ZoneObservation>, object]>([
    [
      'uploads what is not there, and removes all that live',
      {},
      { certificates: [former, halfDeleted, held('gone', { status: 'deleted' })] },
      planOf({ remove: [former], spared: [half] }),
    ],
    [
      'removes nothing with `delete-previous: false`, and says so of what it would have removed',
      { policy: { deletePrevious: false } },
      { certificates: [former, halfDeleted] },
      planOf({ spared: [half, kept(former)] }),
    ],
    [
      'is a first set-up where nothing lives',
      {},
      { certificates: [held('gone', { status: 'deleted' })], presented: NOTHING },
      planOf({ reason: 'FIRST_SET_UP' }),
    ],
    [
      'switches the zone on where it is off',
      {},
      { certificates: [], presented: NOTHING, switchOn: false },
      planOf({ reason: 'FIRST_SET_UP', switchOn: true, warnings: [OFF] }),
    ],
    [
      'leaves the zone off with `enable: false`',
      { policy: { enable: false } },
      { presented: NOTHING, switchOn: false },
      planOf({ remove: [former], warnings: [STAYS_OFF] }),
    ],
    [
      'takes over a copy that is there, and removes what is older',
      {},
      { certificates: [former, copy] },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: copy, remove: [former] }),
    ],
    [
      'takes over a copy that is on its way, and removes what is older',
      {},
      { certificates: [waiting] },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: waiting }),
    ],
    [
      'only switches on where the copy is active and alone',
      {},
      { certificates: [copy], presented: NOTHING, switchOn: false },
      planOf({ reason: 'SWITCH_ON', adopt: copy, switchOn: true, warnings: [OFF] }),
    ],
    [
      'finishes an earlier run where there is more to do than to switch on',
      {},
      { certificates: [copy, former], presented: NOTHING, switchOn: false },
      planOf({
        reason: 'FINISH_EARLIER_RUN',
        adopt: copy,
        switchOn: true,
        remove: [former],
        warnings: [OFF],
      }),
    ],
    [
      'finishes an earlier run where the copy is on its way and the zone is off',
      {},
      { certificates: [waiting], presented: NOTHING, switchOn: false },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: waiting, switchOn: true, warnings: [OFF] }),
    ],
    [
      'removes a stuck copy first where another is there, which it replaces',
      {},
      { certificates: [former, stuck] },
      planOf({ discard: stuck, remove: [former] }),
    ],
    [
      'removes a stuck copy first where it is alone but the zone is off',
      { policy: { enable: false } },
      { certificates: [stuck], presented: NOTHING, switchOn: false },
      planOf({ discard: stuck, warnings: [STAYS_OFF] }),
    ],
    [
      'has nothing to do where the copy is in force alone, and tells of all the same doubts',
      { conditional: [finding('refuse-unless-in-force'), finding('refuse-unless-origin-check')] },
      {
        certificates: [copy],
        presented: IN_FORCE,
        sslMode: 'off',
        baselines: [baselineOf('lacks-certificate')],
      },
      {
        ...planOf(),
        kind: 'idle',
        reason: 'ALREADY_IN_FORCE',
        adopt: copy,
        spared: [],
        warnings: [
          expect.objectContaining({ reason: 'SSL_MODE_SENDS_NOTHING' }),
          { reason: 'DOUBT', sentence: '`certificate` is doubtful. Get a better one.' },
          { reason: 'DOUBT', sentence: '`certificate` is doubtful. Get a better one.' },
          expect.objectContaining({ reason: 'BASELINE_LACKS_CERTIFICATE' }),
        ],
      },
    ],
    [
      'has nothing to do where the rest is kept on request, or half deleted',
      { policy: { deletePrevious: false } },
      { certificates: [copy, former, halfDeleted], presented: IN_FORCE },
      {
        ...planOf(),
        kind: 'idle',
        reason: 'ALREADY_IN_FORCE',
        adopt: copy,
        spared: [half, kept(former)],
        warnings: [],
      },
    ],
  ])('%s', (_, asked, seen, expected) => {
    expect(planned(asked, seen)).toEqual(expected);
  });

  const newer = held('newer', { uploadedOn: NOW });
  test.each<readonly [string, Asked, Partial<ZoneObservation>, object]>([
    [
      'with a copy that is not the newest, which no upload can make so',
      {},
      { certificates: [copy, newer] },
      {
        reason: 'OLDER_LIVE_COPY',
        text: {
          happened:
            'This certificate is already in the zone as new, but it is not the newest one there, and Cloudflare uses the newest. Uploading it again would change nothing.',
          inForce: 'Nothing was changed.',
          remedy:
            'Issue a fresh certificate (for the same key, if you like), store it in the secret, and run again.',
        },
      },
    ],
    [
      'with a stuck copy that is the only certificate of a zone that is on',
      {},
      { certificates: [stuck, halfDeleted] },
      {
        reason: 'ONLY_CERTIFICATE_STUCK',
        text: {
          happened:
            'Cloudflare timed out deploying new, which is this certificate and the only one of the zone.',
          inForce: 'Nothing was changed.',
          remedy:
            'Issue a fresh certificate, store it in the secret, and run again: the stuck one is then removed.',
        },
      },
    ],
    [
      'with a probe of a hostname that has an association of its own',
      {},
      {
        baselines: [{ ...baselineOf('healthy'), url: 'https://b.example.com/' }, baselineOf('healthy')],
        associations: listed(tied('a.example.com', 'other')),
      },
      {
        reason: 'PROBE_SEES_OTHER_CERTIFICATE',
        text: {
          happened:
            "The probe of https://a.example.com/x would not see the zone's certificate: its hostname has an association of its own, which takes precedence.",
          inForce: 'Nothing was changed.',
          remedy: 'Probe a hostname without an association of its own.',
        },
      },
    ],
    [
      'with an origin that refuses it, before anything that is worth a warning',
      {},
      { originChecks: [checkOf('refused'), checkOf('unreachable')], sslMode: 'flexible' },
      {
        reason: 'ORIGIN_REFUSES_SUCCESSOR',
        warnings: [{ reason: 'SSL_MODE_SENDS_NOTHING' }, { reason: 'ORIGIN_NOT_CHECKED' }],
      },
    ],
  ])('is refused %s', (_, asked, seen, expected) => {
    expect(planned(asked, seen)).toMatchObject({ kind: 'refused', ...expected });
  });

  test('asks for days only of what is still to be uploaded', () => {
    const asked = { conditional: [finding('refuse-unless-in-force')] };
    expect(planned(asked, { certificates: [copy, former] }).kind).toBe('rotate');
    expect(planned(asked, {})).toMatchObject({ kind: 'refused', reason: 'DOUBT' });
  });

  test('is refused once it has expired, and warned of where it soon does', () => {
    const at = (now: number): Plan => plan(targetOf(), zoneSeen(), now);
    expect(at(SUCCESSOR.notAfter)).toMatchObject({ kind: 'refused', reason: 'SUCCESSOR_EXPIRED' });
    expect(at(SUCCESSOR.notAfter - 1).kind).toBe('rotate');
    expect(at(SUCCESSOR.notAfter - DAY)).toMatchObject({
      warnings: [{ reason: 'EXPIRES_SOON', sentence: 'The certificate expires in 1 day.' }],
    });
    expect(at(SUCCESSOR.notAfter - 30 * DAY).warnings).toEqual([]);
  });
});
