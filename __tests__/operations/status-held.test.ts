import { describe, expect, test } from '@jest/globals';
import type { CertificateUse } from '../../src/operations/operation-result.ts';
import { heldCertificates } from '../../src/operations/status/held-certificates.ts';
import { remarksOn } from '../../src/operations/status/remarks.ts';
import type { FullInventory } from '../../src/zone/inventory.ts';
import { DAY } from '../certificate/support/certificates.ts';
import { held, leaf, listed, THEN, tied } from '../rotation/support/observed.ts';
import { ending, estate, inShort } from './support/look.ts';

const uses = (look: FullInventory): Readonly<Record<string, CertificateUse>> =>
  Object.fromEntries(heldCertificates(look, THEN).map(({ id, use }) => [id ?? '', use]));

describe('what a certificate of the zone is good for', () => {
  const [old, now] = [held('old', { uploadedOn: THEN - DAY }), held('now')];
  const coming = held('coming', { uploadedOn: THEN + DAY, status: 'pending_deployment' });
  const alike = held('alike', { status: 'deployment_timed_out' });
  const undated = held('undated', { uploadedOn: undefined, status: 'pending_deployment' });

  test.each<readonly [string, FullInventory, Readonly<Record<string, CertificateUse>>]>([
    [
      'the newest active one is in force, older ones are left over, others are used by nobody',
      estate({ zoneLevel: [old, now, coming, alike, undated] }),
      { old: 'stale', now: 'in-force', coming: 'unused', alike: 'unused', undated: 'unused' },
    ],
    [
      'switched off',
      estate({ zoneLevel: [old, now], switchOn: false }),
      { old: 'stale', now: 'switched-off' },
    ],
    ['without order', estate({ zoneLevel: [now, held('twin')] }), { now: 'unknown', twin: 'unknown' }],
    [
      'the only one, without a date: whether another is older is not known',
      estate({ zoneLevel: [held('only', { uploadedOn: undefined }), { ...old, status: 'initializing' }] }),
      { only: 'in-force', old: 'unused' },
    ],
  ])('%s', (_, look, expected) => {
    expect(uses(look)).toEqual(expected);
  });
});

describe('what a certificate of hostnames is good for', () => {
  const issued = (id: string, from: number, subject = 'client') =>
    held(id, { leaf: leaf(id, { from: THEN + from * DAY, to: THEN + 90 * DAY, subject: { CN: subject } }) });
  const [old, now] = [issued('old', -20), issued('now', -10)];
  const shown = listed(tied('a.example.com', 'now'));
  const look = (
    hostnameLevel: FullInventory['certificates']['hostname'],
    associations = shown,
  ): FullInventory => estate({ zoneLevel: [], hostnameLevel, associations });

  test.each<readonly [string, FullInventory, Readonly<Record<string, CertificateUse>>]>([
    ['an older one of the same name is left over', look([old, now]), { old: 'stale', now: 'in-force' }],
    [
      'a newer one is not, nor one of another name, nor one that cannot be read',
      look([issued('new', -5), issued('foreign', -20, 'other'), held('unread'), now]),
      { new: 'unused', foreign: 'unused', unread: 'unused', now: 'in-force' },
    ],
    [
      'one that began together with it is not',
      look([issued('twin', -10), now]),
      { twin: 'unused', now: 'in-force' },
    ],
    [
      'nothing takes its place that cannot be read, or that no hostname shows',
      look([old, held('now'), issued('idle', -5)]),
      { old: 'unused', now: 'in-force', idle: 'unused' },
    ],
    [
      'one whose hostname is switched off, or voided, is still referred to',
      look(
        [old, now],
        listed(
          tied('a.example.com', 'now', { enabled: false }),
          tied('b.example.com', 'old', { enabled: null }),
        ),
      ),
      { old: 'switched-off', now: 'switched-off' },
    ],
    [
      'without a list of hostnames nobody knows, but for what is seen',
      look([old, now], { complete: false, rows: shown.rows }),
      { old: 'unknown', now: 'in-force' },
    ],
  ])('%s', (_, seen, expected) => {
    expect(uses(seen)).toEqual(expected);
  });

  test('its hostnames are those that show it, once each; those of the zone level are everyone else', () => {
    const rows = [
      tied('a.example.com', 'h'),
      tied('a.example.com', 'h', { status: 'pending_deletion' }),
      tied('b.example.com', 'h', { enabled: false }),
      tied('c.example.com', 'z'),
    ];
    const seen = estate({
      zoneLevel: [held('z', { status: 'unknown', rawStatus: 'odd' })],
      hostnameLevel: [ending(0, 'h'), ending(1, 'i')],
      associations: listed(...rows),
    });
    expect(heldCertificates(seen, THEN)).toMatchObject([
      { id: 'z', level: 'zone', status: 'odd', expired: false, uploadedOn: THEN, hostnames: [] },
      { id: 'h', level: 'hostname', expired: true, hostnames: ['a.example.com'] },
      { id: 'i', level: 'hostname', expired: false, hostnames: [] },
    ]);
  });
});

describe('a certificate that Cloudflare gave up deploying for a hostname', () => {
  const tiedTo = (...rows: readonly ReturnType<typeof tied>[]) =>
    heldCertificates(
      estate({ zoneLevel: [], hostnameLevel: [ending(0, 'h')], associations: listed(...rows) }),
      THEN,
    );
  const stuck = tied('a.example.com', 'h', { status: 'deployment_timed_out' });

  test('is not in force there', () => {
    expect(tiedTo(stuck)).toMatchObject([{ use: 'unknown', hostnames: ['a.example.com'] }]);
    expect(tiedTo(stuck, tied('b.example.com', 'h'))).toMatchObject([
      { use: 'in-force', hostnames: ['b.example.com'] },
    ]);
  });
});

describe('remarks', () => {
  const about = { target: 'example.com', expected: false };
  const said = (look: FullInventory): readonly string[] =>
    remarksOn(look, heldCertificates(look, THEN), about).map(inShort);
  const says = (reason: string, words: string): string => `warning ${reason} of example.com: ${words}`;
  const shown = { hostnameLevel: [ending(90, 'h')], associations: listed(tied('a.example.com', 'h')) };

  test.each(['off', 'flexible'])('an SSL mode `%s` sends no certificate, if any is to be sent', (sslMode) => {
    const remark = says(
      'SSL_MODE_SENDS_NOTHING',
      `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate. Set it to \`full\` or \`strict\`; a configuration rule may still set another for a hostname.`,
    );
    expect(said(estate({ sslMode }))).toEqual([remark]);
    expect(said(estate({ sslMode, switchOn: false, ...shown }))).toEqual([remark]);
    expect(said(estate({ sslMode, switchOn: false }))).toEqual([]);
  });

  test.each(['full', 'strict', undefined])('an SSL mode `%s` is none', (sslMode) => {
    expect(said(estate({ sslMode, ...shown }))).toEqual([]);
  });

  test('a switch that is on for a zone without a certificate', () => {
    expect(said(estate({ zoneLevel: [] }))).toEqual([
      says(
        'SWITCH_WITHOUT_CERTIFICATE',
        'Authenticated origin pulls are on for the zone, but the zone has no certificate of its own. Upload one by a rotation at zone level, or switch them off with `operation: disable`.',
      ),
    ]);
    expect(said(estate({ zoneLevel: [], switchOn: false }))).toEqual([]);
  });

  test('what has expired and nobody uses, at either level', () => {
    const zoneLevel = [ending(90, 'z'), ending(-1, 'stale', { uploadedOn: THEN - DAY })];
    const hostnameLevel = [ending(-1, 'unused'), ending(-1, 'shown'), ending(90, 'fresh')];
    const associations = listed(tied('a.example.com', 'shown'));
    expect(said(estate({ zoneLevel, hostnameLevel, associations }))).toEqual([
      says(
        'EXPIRED_UNUSED',
        'Expired and unused: stale, unused. To remove them: `operation: delete` with `certificate-id: expired`.',
      ),
    ]);
  });

  test('the quota, once it is used up', () => {
    const many = (count: number) => Array.from({ length: count }, (_, nth) => ending(90, `h${String(nth)}`));
    const zoneLevel = [ending(90, 'z'), ending(-1, 'old', { uploadedOn: THEN - DAY })];
    expect(said(estate({ hostnameLevel: many(9) }))).toEqual([]);
    expect(said(estate({ hostnameLevel: many(10) }))).toEqual([
      says(
        'QUOTA_USED',
        'The zone has 10 hostname certificates, and Cloudflare allows 10. Expired: none. Unused: h0, h1, h2, h3, h4, h5, h6, h7, h8, h9. Delete the unused ones with `operation: delete`, or the next upload may be refused.',
      ),
    ]);
    const [, words] = said(estate({ zoneLevel, hostnameLevel: [...many(10), ending(-1, 'gone')] }));
    expect(words).toContain('The zone has 11 hostname certificates');
    expect(words).toContain('Expired: gone. Unused: h0, h1, h2, h3, h4, h5, h6, h7, h8, h9 and 1 more.');
  });

  test.each([
    [true, 'Give the token SSL and Certificates: Read for this zone.'],
    [false, 'To check others, name them in `hostnames` or in a manifest.'],
  ])('that hostnames are not listed, and what helps where that was refused: %s', (refused, remedy) => {
    expect(said(estate({ associations: { complete: false, refused, rows: [] } }))).toEqual([
      says(
        'HOSTNAMES_NOT_LISTED',
        `Cloudflare gave no readable list of the hostnames with a certificate of their own, so only the ones you named are known. ${remedy}`,
      ),
    ]);
  });
});
