import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/cloudflare/associations.ts';
import { hostnameSuccession, isStuck, zoneSuccession } from '../../../src/rotation/plan/succession.ts';
import type { Succession } from '../../../src/rotation/plan/succession.ts';
import type { Target } from '../../../src/rotation/target.ts';
import { isInPlace, type ObservedCertificate } from '../../../src/zone/observed.ts';
import { held, leaf, listed, MINUTE, THEN, tied } from '../support/observed.ts';
import { targetOf as planned } from '../support/planned.ts';

const DAY = 24 * 60 * MINUTE;
const STATUSES = [
  'initializing',
  'pending_deployment',
  'active',
  'pending_deletion',
  'deleted',
  'deployment_timed_out',
  'deletion_timed_out',
  'unknown',
] as const;
/** Who goes, and of the others the reason. */
const verdict = ({ superseded, spared }: Succession) => ({
  go: superseded.map(({ id }) => id),
  stay: spared.map(({ certificate, reason }) => [certificate.id, reason]),
});

describe('at zone level', () => {
  const TAKES = 30 * MINUTE;
  const successor = held('new', { uploadedOn: THEN });
  const at = (ago: number | undefined, more: Partial<ObservedCertificate> = {}): ObservedCertificate =>
    held('old', { uploadedOn: ago === undefined ? undefined : THEN - ago, ...more });
  const GO = { go: ['old'], stay: [] };
  const stays = (reason: string) => ({ go: [], stay: [['old', reason]] });

  test.each<readonly [string, ObservedCertificate, object]>([
    ['as old as a deployment may take', at(TAKES), GO],
    ['a moment younger than that', at(TAKES - 1), stays('ORDER_UNKNOWN')],
    ['older by a moment', at(1), stays('ORDER_UNKNOWN')],
    ['of the same moment', at(0), stays('NOT_OLDER')],
    ['younger', at(-1), stays('NOT_OLDER')],
    ['without a date', at(undefined), stays('NOT_OLDER')],
    ['young, whose deployment timed out', at(1, { status: 'deployment_timed_out' }), GO],
    ['not older, whose deployment timed out', at(0, { status: 'deployment_timed_out' }), stays('NOT_OLDER')],
  ])('one %s', (_, old, expected) => {
    expect(verdict(zoneSuccession(successor, [old, successor], TAKES))).toEqual(expected);
  });

  test('without a date of the successor nothing goes', () => {
    const undated = held('new', { uploadedOn: undefined });
    expect(verdict(zoneSuccession(undated, [at(DAY)], TAKES))).toEqual(stays('NOT_OLDER'));
  });

  test.each(STATUSES)('one that is %s', (status) => {
    const counts = !['pending_deletion', 'deleted', 'deletion_timed_out'].includes(status);
    const { go } = verdict(zoneSuccession(successor, [at(DAY, { status })], TAKES));
    expect(go).toEqual(counts ? ['old'] : []);
  });

  test('whoever stays is told why', () => {
    const old = [at(1), held('newer', { uploadedOn: THEN + 1 })];
    expect(zoneSuccession(successor, old, TAKES).spared.map(({ why }) => why)).toEqual([
      'It was uploaded shortly before the new certificate, so Cloudflare may have deployed it later and be using it. Once another certificate is known to be served, remove it with operation delete and certificate-id old.',
      'It is not older than the new certificate, so Cloudflare may be using it.',
    ]);
  });
});

describe('at hostname level', () => {
  const successor = leaf('successor', { from: THEN });
  const older = leaf('older', { from: THEN - DAY });
  const foreign = leaf('foreign', { from: THEN - DAY, subject: { CN: 'other' } });
  const former = held('old', { leaf: older });

  interface Case {
    readonly certificate?: ObservedCertificate;
    readonly rows?: readonly Association[];
    readonly complete?: boolean;
    readonly movedOff?: readonly string[];
    readonly moving?: readonly string[];
    readonly ofOtherTargets?: readonly string[];
  }
  const targetOf = (fingerprints: readonly string[] = []): Target => {
    const target = planned({ level: 'hostname' });
    const others = { hostnames: [], replace: undefined, deletePrevious: true };
    return {
      ...target,
      successor: { ...target.successor, leaf: successor },
      otherTargets: fingerprints.map((fingerprint) => ({ ...others, fingerprint })),
    };
  };
  const judge = ({ certificate = former, rows = [], complete = true, ...more }: Case): Succession =>
    hostnameSuccession(
      targetOf(more.ofOtherTargets),
      'new',
      { certificates: [held('new', { leaf: older }), certificate], associations: { complete, rows } },
      new Set(more.movedOff),
      new Set(more.moving),
    );
  const used = [tied('b.example.com', 'new'), tied('a.example.com', 'old'), tied('c.example.com', 'old')];
  const GO = { superseded: [former], spared: [] };
  const stays = (reason: string, why: string, certificate = former) => ({
    superseded: [],
    spared: [{ certificate, reason, why }],
  });

  const UNLISTED =
    'Kept, since Cloudflare gives no readable list of hostnames for this zone (GET /zones/{zone_id}/origin_tls_client_auth/hostnames), so other hostnames may be on it, or may have been a moment ago. To delete it: `operation: delete` with `level: hostname` and `certificate-id: old`.';

  test.each<readonly [string, Case, object]>([
    ['unused, of the lineage, older', {}, GO],
    ['the same without a list of associations', { complete: false }, stays('NOT_LISTED', UNLISTED)],
    [
      'moved off by this run, without a list of associations',
      { complete: false, movedOff: ['old'] },
      stays('NOT_LISTED', UNLISTED),
    ],
    ['used', { rows: used }, stays('IN_USE', 'Still used by a.example.com, c.example.com.')],
    [
      'used, though this run moves hostnames off it',
      { rows: used, movedOff: ['old'] },
      stays('IN_USE', 'Still used by a.example.com, c.example.com.'),
    ],
    [
      'used by one that is not on its way',
      { rows: used, moving: ['a.example.com'] },
      stays('IN_USE', 'Still used by c.example.com.'),
    ],
    [
      'used by one that is switched off',
      { rows: [tied('a.example.com', 'old', { enabled: false })] },
      stays('IN_USE', 'Still used by a.example.com.'),
    ],
    [
      'whose association was voided a moment ago',
      { rows: [tied('a.example.com', 'old', { enabled: null, status: 'pending_deletion' })] },
      stays('IN_USE', 'Still used by a.example.com.'),
    ],
    [
      'left by one whose former row is on its way out',
      { rows: [tied('a.example.com', 'old', { status: 'pending_deletion' })] },
      GO,
    ],
    ['used only by those on their way', { rows: used, moving: ['a.example.com', 'c.example.com'] }, GO],
    [
      'of others, but moved off by this run',
      { certificate: { ...former, leaf: foreign }, movedOff: ['old'] },
      { superseded: [{ ...former, leaf: foreign }], spared: [] },
    ],
    [
      'unreadable, but moved off by this run',
      { certificate: held('old'), movedOff: ['old'] },
      { superseded: [held('old')], spared: [] },
    ],
    [
      'unreadable',
      { certificate: held('old') },
      stays('UNREADABLE', 'Cloudflare returned no readable certificate for it.', held('old')),
    ],
    [
      'put in force by another target',
      { ofOtherTargets: [older.fingerprint] },
      stays('OF_OTHER_TARGET', 'Another target of this run puts it in force.'),
    ],
    [
      'of others',
      { certificate: { ...former, leaf: foreign } },
      stays(
        'OTHER_LINEAGE',
        'No hostname uses it, but it has another subject or issuer, or is not older. To remove it: operation delete with certificate-id old.',
        { ...former, leaf: foreign },
      ),
    ],
    [
      'of others, without a list of associations',
      { certificate: { ...former, leaf: foreign }, complete: false },
      stays('NOT_LISTED', UNLISTED, {
        ...former,
        leaf: foreign,
      }),
    ],
  ])('one %s', (_, one, expected) => {
    expect(judge(one)).toEqual(expected);
  });

  test.each([
    ['a second older', THEN - 1000, true],
    ['of the same moment', THEN, false],
    ['younger', THEN + 1000, false],
  ])('one of the lineage, %s', (_, from, goes) => {
    const certificate = held('old', { leaf: leaf('other key', { from }) });
    expect(judge({ certificate }).superseded).toEqual(goes ? [certificate] : []);
  });

  test.each(STATUSES)('one that is %s', (status) => {
    const counts = !['pending_deletion', 'deleted', 'deletion_timed_out'].includes(status);
    const certificate = held('old', { leaf: older, status });
    expect(judge({ certificate }).superseded).toEqual(counts ? [certificate] : []);
    const reasons = status === 'deletion_timed_out' ? ['DELETION_TIMED_OUT'] : [];
    expect(judge({ certificate }).spared.map(({ reason }) => reason)).toEqual(reasons);
  });
});

describe('a hostname is in place', () => {
  const row = tied('a.example.com', 'new');
  test.each<readonly [string, Association, boolean]>([
    ['on the certificate, on, active', row, true],
    ['the certificate active as well', { ...row, certificateStatus: 'active' }, true],
    ['the certificate still on its way', { ...row, certificateStatus: 'pending_deployment' }, false],
    ['still on its way', { ...row, status: 'pending_deployment' }, false],
    ['on another certificate', { ...row, certificateId: 'old' }, false],
    ['switched off', { ...row, enabled: false }, false],
    ['another hostname', { ...row, hostname: 'b.example.com' }, false],
  ])('%s: %#', (_, one, expected) => {
    expect(isInPlace(listed(one), 'a.example.com', 'new', true)).toBe(expected);
  });

  test('switched off, where that is wanted', () => {
    expect(isInPlace(listed({ ...row, enabled: false }), 'a.example.com', 'new', false)).toBe(true);
    expect(isInPlace(listed(row), 'a.example.com', 'new', false)).toBe(false);
  });
});

test('stuck is what timed out', () => {
  expect(STATUSES.filter((status) => isStuck(held('x', { status })))).toEqual([
    'deployment_timed_out',
    'deletion_timed_out',
  ]);
});

test('half deleted is what Cloudflare gave up deleting, but never the successor', () => {
  const certificate = held('half', { status: 'deletion_timed_out' });
  const why = 'Cloudflare gave up deleting it. To try again: operation delete with certificate-id half.';
  const spared = [{ certificate, reason: 'DELETION_TIMED_OUT', why }];
  expect(zoneSuccession(undefined, [certificate], 0)).toEqual({ superseded: [], spared });
  expect(zoneSuccession(certificate, [certificate], 0)).toEqual({ superseded: [], spared: [] });
});
