import { describe, expect, test } from '@jest/globals';
import type { HostnameObservation } from '../../../src/rotation/observe/observation.ts';
import { plan } from '../../../src/rotation/plan/make-plan.ts';
import type { Move, Plan } from '../../../src/rotation/plan/plan.ts';
import type { SparedCertificate } from '../../../src/rotation/plan/succession.ts';
import { held, listed, tied } from '../support/observed.ts';
import {
  copy,
  finding,
  FORMER,
  former,
  hostnamesSeen,
  NOW,
  planOf,
  probesOf,
  targetOf,
} from '../support/planned.ts';

type Asked = Parameters<typeof targetOf>[0];
const [a, b] = ['a.example.com', 'b.example.com'];
const AT_LEVEL = { level: 'hostname', hostnames: [a, b] } as const;
const planned = (asked: Asked, seen: Partial<HostnameObservation> = {}): Plan =>
  plan(targetOf({ ...AT_LEVEL, ...asked }), hostnamesSeen(seen), NOW);
const move = (hostname: string, more: Partial<Move> = {}): Move => ({
  hostname,
  before: tied(hostname, 'old'),
  enabled: true,
  pointed: false,
  ...more,
});
const stuck = { ...copy, status: 'deployment_timed_out', rawStatus: 'deployment_timed_out' } as const;
const waiting = { ...copy, status: 'pending_deployment', rawStatus: 'pending_deployment' } as const;
const half = held('half', { leaf: FORMER, status: 'deletion_timed_out' });
const GAVE_UP: SparedCertificate = {
  certificate: half,
  reason: 'DELETION_TIMED_OUT',
  why: 'Cloudflare gave up deleting it. To try again: operation delete with certificate-id half.',
};
const on = (...rows: readonly (readonly [string, string])[]) =>
  listed(...rows.map(([one, id]) => tied(one, id)));

describe('a rotation per hostname', () => {
  test.each<readonly [string, Asked, Partial<HostnameObservation>, object]>([
    [
      'moves all hostnames, and removes what they were on',
      {},
      {},
      planOf({ moves: [move(a), move(b)], remove: [former] }),
    ],
    [
      'is a first set-up where no hostname had an association',
      {},
      { associations: listed(), certificates: [] },
      planOf({
        reason: 'FIRST_SET_UP',
        moves: [move(a, { before: undefined }), move(b, { before: undefined })],
      }),
    ],
    [
      'replaces where one of them had',
      {},
      { associations: on([b, 'old']), certificates: [] },
      planOf({ moves: [move(a, { before: undefined }), move(b)] }),
    ],
    [
      'removes nothing with `delete-previous: false`, and says so',
      { policy: { deletePrevious: false } },
      { certificates: [former, half] },
      planOf({
        moves: [move(a), move(b)],
        spared: [
          GAVE_UP,
          { certificate: former, reason: 'KEPT_ON_REQUEST', why: '`delete-previous` is false.' },
        ],
      }),
    ],
    [
      'names the half deleted beside what it removes',
      {},
      { certificates: [former, half] },
      planOf({
        moves: [move(a), move(b)],
        remove: [former],
        spared: [GAVE_UP],
      }),
    ],
    [
      'takes over a copy, and moves the hostnames that are not on it yet',
      {},
      { certificates: [former, copy], associations: on([a, 'new'], [b, 'old']) },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: copy, moves: [move(b)], remove: [former] }),
    ],
    [
      'only waits for hostnames that an earlier run has pointed at it',
      {},
      {
        certificates: [copy],
        associations: listed(tied(a, 'new', { status: 'pending_deployment' }), tied(b, 'new')),
      },
      planOf({
        reason: 'FINISH_EARLIER_RUN',
        adopt: copy,
        moves: [move(a, { before: tied(a, 'new', { status: 'pending_deployment' }), pointed: true })],
      }),
    ],
    [
      'points again where that timed out, or they are off',
      {},
      {
        certificates: [copy],
        associations: listed(
          tied(a, 'new', { status: 'deployment_timed_out' }),
          tied(b, 'new', { enabled: false }),
        ),
      },
      planOf({
        reason: 'FINISH_EARLIER_RUN',
        adopt: copy,
        moves: [
          move(a, { before: tied(a, 'new', { status: 'deployment_timed_out' }) }),
          move(b, { before: tied(b, 'new', { enabled: false }) }),
        ],
        warnings: [
          {
            reason: 'HOSTNAME_WAS_OFF',
            sentence: 'b.example.com was set to send no certificate; the rotation switches it on.',
          },
        ],
      }),
    ],
    [
      'leaves each as it is with `enable: false`: off, or without an association',
      { policy: { enable: false } },
      { associations: listed(tied(a, 'old', { enabled: false })) },
      planOf({
        moves: [move(a, { before: tied(a, 'old', { enabled: false }), enabled: false })],
        remove: [former],
        warnings: [
          {
            reason: 'HOSTNAME_LEFT_OUT',
            sentence:
              'b.example.com has no certificate of its own, and `enable` is false: it is left as it is.',
          },
        ],
      }),
    ],
    [
      'leaves each as it is with `replace` as well',
      { replace: 'old', hostnames: [] },
      { associations: listed(tied(a, 'old', { enabled: false }), tied(b, 'old')) },
      planOf({
        moves: [move(a, { before: tied(a, 'old', { enabled: false }), enabled: false }), move(b)],
        remove: [former],
      }),
    ],
    [
      'removes a stuck copy first, which none uses',
      {},
      { certificates: [former, stuck] },
      planOf({ discard: stuck, moves: [move(a), move(b)], remove: [former] }),
    ],
    [
      'has nothing to do where all are on it, and tells of all the same doubts',
      { conditional: [finding('refuse-unless-in-force')] },
      { certificates: [copy], associations: on([a, 'new'], [b, 'new']), sslMode: 'off' },
      {
        ...planOf(),
        kind: 'idle',
        reason: 'ALREADY_IN_FORCE',
        adopt: copy,
        spared: [],
        warnings: [
          expect.objectContaining({ reason: 'SSL_MODE_SENDS_NOTHING' }),
          { reason: 'DOUBT', sentence: '`certificate` is doubtful. Get a better one.' },
        ],
      },
    ],
    [
      'removes nothing where the new certificate is used by none',
      { policy: { enable: false } },
      { certificates: [copy, former], associations: listed(tied('c.example.com', 'new')) },
      {
        ...planOf(),
        kind: 'idle',
        reason: 'ALREADY_IN_FORCE',
        adopt: copy,
        spared: [
          {
            certificate: former,
            reason: 'NOT_REPLACED',
            why: 'No hostname of the target uses the new certificate, so it replaces nothing.',
          },
        ],
        warnings: [
          expect.objectContaining({ reason: 'HOSTNAME_LEFT_OUT' }),
          expect.objectContaining({ reason: 'HOSTNAME_LEFT_OUT' }),
        ],
      },
    ],
    [
      'goes on with what an earlier run left to remove',
      {},
      { certificates: [copy, former], associations: on([a, 'new'], [b, 'new']) },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: copy, remove: [former] }),
    ],
    [
      'goes on where the copy is not active yet',
      {},
      { certificates: [waiting], associations: on([a, 'new'], [b, 'new']) },
      planOf({ reason: 'FINISH_EARLIER_RUN', adopt: waiting }),
    ],
  ])('%s', (_, asked, seen, expected) => {
    expect(planned(asked, seen)).toEqual(expected);
  });

  test.each<readonly [string, readonly string[], Partial<HostnameObservation>, string | undefined]>([
    ['none without a probe', [], {}, undefined],
    ['the first that has a probe', [b], {}, b],
    ['none where it is alone', [a], { hostnames: [a] }, undefined],
    [
      'one that an earlier run has moved, while others wait',
      [a],
      { certificates: [copy, former], associations: on([a, 'new'], [b, 'old']) },
      a,
    ],
    [
      'none once all are moved',
      [a],
      { certificates: [copy, former], associations: on([a, 'new'], [b, 'new']) },
      undefined,
    ],
    [
      'none of the moved where the probe is of one that waits alone',
      [b],
      { certificates: [copy, former], associations: on([a, 'new'], [b, 'old']) },
      undefined,
    ],
  ])('has as canary %s', (_, probed, seen, canary) => {
    const probes = probesOf(...probed.map((hostname) => `https://${hostname}/`));
    expect(planned({ policy: { probes } }, seen)).toMatchObject({ kind: 'rotate', canary });
  });
});
