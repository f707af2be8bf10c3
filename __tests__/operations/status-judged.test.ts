import { describe, expect, test } from '@jest/globals';
import type { ExpectedTarget } from '../../src/inputs/job.ts';
import type { ZoneStatus } from '../../src/operations/operation-result.ts';
import { judge } from '../../src/operations/status/judge.ts';
import { statusRun } from '../../src/operations/status/status.ts';
import type { FullInventory } from '../../src/zone/inventory.ts';
import { DAY } from '../certificate/support/certificates.ts';
import { held, listed, THEN, tied } from '../rotation/support/observed.ts';
import { ending, estate, inShort, target } from './support/look.ts';

const RENEW = 'Issue a new certificate, store it and its key in the secrets, and run the rotation.';
const NOT_LISTED =
  'warning HOSTNAMES_NOT_LISTED of example.com: Cloudflare gave no readable list of the hostnames with a certificate of their own, so only the ones you named are known. To check others, name them in `hostnames` or in a manifest.';

const judged = (
  look: FullInventory,
  {
    expected = [],
    expiryWarning = 30 * DAY,
    enable = true,
  }: { expected?: readonly ExpectedTarget[]; expiryWarning?: number; enable?: boolean } = {},
): ZoneStatus => judge(look, { zone: 'example.com', expiryWarning, enable, expected }, THEN);
const said = (...asked: Parameters<typeof judged>): readonly string[] =>
  judged(...asked).findings.map(inShort);

describe('a zone that shows the origin nothing', () => {
  const off = { switchOn: false, sharedCertificate: 'off' } as const;
  const due = (...asked: Parameters<typeof said>): readonly (string | undefined)[] =>
    said(...asked).map((one) => /(?:NOTHING_PRESENTED|PRESENTED_UNKNOWN|SWITCHED_OFF)/u.exec(one)?.[0]);

  test.each<readonly [string, Parameters<typeof estate>[0], readonly string[]]>([
    ['switched off, with a certificate', { ...off, zoneLevel: [ending(90, 'a')] }, ['NOTHING_PRESENTED']],
    ['switched off, with nothing at all', off, ['NOTHING_PRESENTED']],
    [
      'switched on, with a certificate that is not active yet',
      { ...off, switchOn: true, zoneLevel: [held('a', { status: 'pending_deployment' })] },
      ['NOTHING_PRESENTED'],
    ],
    [
      'with hostnames that are switched off',
      {
        ...off,
        hostnameLevel: [ending(90, 'h')],
        associations: listed(tied('a.example.com', 'h', { enabled: false })),
      },
      ['NOTHING_PRESENTED'],
    ],
    [
      'with hostnames whose certificate is gone',
      { ...off, associations: listed(tied('a.example.com', 'gone')) },
      ['NOTHING_PRESENTED'],
    ],
    ["but Cloudflare's shared certificate", { ...off, sharedCertificate: 'on' }, []],
    [
      "and nobody can read whether Cloudflare's shared certificate is shown",
      { ...off, sharedCertificate: undefined },
      ['PRESENTED_UNKNOWN'],
    ],
    ['but that of the zone', { ...off, switchOn: true, zoneLevel: [ending(90, 'a')] }, []],
    [
      'but those of hostnames',
      { ...off, hostnameLevel: [ending(90, 'h')], associations: listed(tied('a.example.com', 'h')) },
      [],
    ],
  ])('%s', (_, look, reasons) => {
    expect(due(estate(look)).filter((one) => one !== undefined)).toEqual(reasons);
    expect(due(estate(look), { enable: false }).filter((one) => one !== undefined)).toEqual([]);
  });

  test('where a level is asked for, says so once, and not where off is meant', () => {
    expect(due(estate(off), { expected: [target('zone')] })).toContain('SWITCHED_OFF');
    expect(due(estate(off), { expected: [target('zone')] })).not.toContain('NOTHING_PRESENTED');
    expect(due(estate(off), { expected: [target('zone', { enable: false })] })).not.toContain('SWITCHED_OFF');
  });
});

describe('of certificates in force that nobody asked about', () => {
  test('the one of the zone is due when it runs out', () => {
    expect(said(estate({ zoneLevel: [ending(20, 'a')] }))).toEqual([
      `due EXPIRES_SOON of example.com (zone): The certificate in force, a, expires in 20 days. ${RENEW}`,
    ]);
    expect(said(estate({ zoneLevel: [ending(31, 'a')] }))).toEqual([]);
  });

  test('not while the zone is switched off', () => {
    expect(said(estate({ switchOn: false, zoneLevel: [ending(20, 'a')] }), { enable: false })).toEqual([]);
  });

  test('not where a target answers for it already', () => {
    const look = estate({ zoneLevel: [ending(20, 'a')] });
    expect(said(look, { expected: [target('zone')] })).toEqual([]);
    expect(said(look, { expected: [target('zone', { expiryWarning: 30 * DAY })] })).toEqual([
      `due EXPIRES_SOON of example.com (zone), asked for: The certificate in force, a, expires in 20 days. ${RENEW}`,
    ]);
  });

  test('nor where a target of hostnames answers for it', () => {
    const look = estate({
      hostnameLevel: [ending(20, 'h')],
      associations: listed(tied('a.example.com', 'h'), tied('b.example.com', 'h')),
    });
    const expected = [target('hostname', { hostnames: ['b.example.com'] })];
    expect(said(look, { expected })).toEqual([]);
  });

  test('those of a zone without order are each due, but only live ones, and only while it is switched on', () => {
    const undated = { uploadedOn: undefined };
    const zoneLevel = [
      ending(20, 'a', undated),
      ending(20, 'b', { ...undated, status: 'deleted' }),
      ending(31, 'c', undated),
    ];
    expect(said(estate({ zoneLevel }))).toEqual([
      `due EXPIRES_SOON of example.com (zone): The certificate a expires in 20 days. It is not known whether Cloudflare uses it for the zone. ${RENEW}`,
    ]);
    expect(said(estate({ zoneLevel, switchOn: false }), { enable: false })).toEqual([]);
  });

  test.each([
    [['a.example.com'], 'example.com (a.example.com)'],
    [['b.example.com', 'a.example.com', 'c.example.com'], 'example.com (a.example.com and 2 more)'],
  ])('one of hostnames is named by the first of %j', (hostnames, about) => {
    const associations = listed(...hostnames.map((hostname) => tied(hostname, 'h')));
    expect(said(estate({ hostnameLevel: [ending(20, 'h')], associations }))).toEqual([
      `due EXPIRES_SOON of ${about}: The certificate in force, h, expires in 20 days. ${RENEW}`,
    ]);
  });

  test('one that no hostname shows is not due', () => {
    const off = listed(tied('a.example.com', 'h', { enabled: false }));
    expect(said(estate({ hostnameLevel: [ending(20, 'h')], associations: off }))).toEqual([]);
    expect(said(estate({ hostnameLevel: [ending(20, 'h')] }))).toEqual([]);
  });

  test('one of which nobody knows whether a hostname shows it is due, unless it is seen to be switched off', () => {
    const doubt = `It is not known which hostnames use it, since Cloudflare gave no readable list of them. If hostnames use it: ${RENEW} If none does: \`operation: delete\` with its id; Cloudflare refuses to delete one that is in use.`;
    const unlisted = { complete: false, rows: [] };
    expect(said(estate({ hostnameLevel: [ending(20, 'h')], associations: unlisted }))).toEqual([
      `due EXPIRES_SOON of example.com (certificate h): The certificate h expires in 20 days. ${doubt}`,
      NOT_LISTED,
    ]);
    expect(said(estate({ hostnameLevel: [ending(-5, 'h')], associations: unlisted }))[0]).toBe(
      `due EXPIRED of example.com (certificate h): The certificate h expired 5 days ago. ${doubt}`,
    );
    const off = { complete: false, rows: [tied('a.example.com', 'h', { enabled: false })] };
    expect(said(estate({ hostnameLevel: [ending(20, 'h')], associations: off }))).toEqual([NOT_LISTED]);
  });
});

describe('when a certificate is due', () => {
  test.each<readonly [string, number, number, readonly string[]]>([
    ['as long as its warning: it is', 30, 30, ['EXPIRES_SOON']],
    ['longer than its warning: it is not', 31, 30, []],
    ['not a moment: it has expired', 0, 30, ['EXPIRED']],
    ['a moment, where it is warned of nothing: it is not', 1, 0, []],
  ])('it has %s', (_, days, within, reasons) => {
    const inForce = estate({ zoneLevel: [ending(days, 'a')] });
    const unknown = estate({
      hostnameLevel: [ending(days, 'h')],
      associations: { complete: false, rows: [] },
    });
    for (const look of [inForce, unknown]) {
      const { findings } = judged(look, { expiryWarning: within * DAY });
      expect(findings.filter(({ kind }) => kind === 'due').map(({ reason }) => reason)).toEqual(reasons);
    }
  });

  test('one that ends at this very moment has expired', () => {
    const associations = { complete: false, rows: [] };
    expect(said(estate({ hostnameLevel: [ending(0, 'h')], associations }))[0]).toContain(
      'The certificate h expired about a day ago. It is not known which hostnames use it',
    );
  });

  test('an expired one turns visitors away', () => {
    expect(said(estate({ zoneLevel: [ending(-3, 'a')] }))).toEqual([
      `due EXPIRED of example.com (zone): The certificate in force, a, expired 3 days ago: an origin that checks it refuses every visitor. ${RENEW}`,
    ]);
  });

  test('of one that cannot be read nobody knows', () => {
    expect(said(estate({ zoneLevel: [held('a')] }))).toEqual([
      'warning UNREADABLE of example.com (zone): It is not known when the certificate a expires: Cloudflare returned no readable certificate. Check it in the dashboard.',
    ]);
  });
});

describe('hostnames that Cloudflare gave up on', () => {
  const stuck = { status: 'deployment_timed_out' } as const;
  const associations = listed(
    tied('b.example.com', 'h', stuck),
    tied('a.example.com', 'h', stuck),
    tied('c.example.com', 'h'),
  );
  const look = estate({ hostnameLevel: [ending(90, 'h')], associations });

  test('are due, all in one', () => {
    expect(said(look)).toEqual([
      'due NOT_DEPLOYED of example.com (a.example.com): Cloudflare gave up deploying the certificate of these hostnames: a.example.com, b.example.com. Rotate them to a fresh certificate.',
    ]);
  });

  test('but for those a target answers for', () => {
    const expected = [target('hostname', { hostnames: ['a.example.com'] })];
    expect(said(look, { expected })).toEqual([
      'due NOT_DEPLOYED of example.com (hostname), asked for: Cloudflare gave up deploying their certificate: a.example.com. Run the rotation.',
      'due NOT_DEPLOYED of example.com (b.example.com): Cloudflare gave up deploying the certificate of these hostnames: b.example.com. Rotate them to a fresh certificate.',
    ]);
  });
});

test('a zone is told whole', () => {
  const look = estate({
    zoneLevel: [ending(90, 'z')],
    hostnameLevel: [ending(90, 'h'), ending(90, 'gone', { status: 'deleted' })],
    associations: listed(
      tied('b.example.com', 'h', { enabled: false }),
      tied('a.example.com', 'h'),
      tied('void.example.com', 'h', { enabled: null }),
    ),
  });
  const expected = [target('zone'), target('hostname', { hostnames: ['a.example.com'] })];
  expect(judged(look, { expected })).toMatchObject({
    zone: { asked: 'example.com', id: 'z', name: 'example.com' },
    outcome: 'ok',
    switchOn: true,
    sslMode: 'strict',
    sharedCertificate: 'off',
    hostnames: [
      { hostname: 'a.example.com', certificateId: 'h', enabled: true, status: 'active' },
      { hostname: 'b.example.com', certificateId: 'h', enabled: false, status: 'active' },
    ],
    hostnamesComplete: true,
    quota: { used: 1, most: 10 },
    compared: ['example.com (zone)', 'example.com (hostname)'],
    findings: [],
    failure: undefined,
  });
});

test.each<readonly [readonly ZoneStatus['outcome'][], ZoneStatus['outcome']]>([
  [[], 'ok'],
  [['ok', 'ok'], 'ok'],
  [['ok', 'due'], 'due'],
  [['due', 'failed', 'ok'], 'failed'],
])('zones that are %j make a run that is %s', (outcomes, outcome) => {
  const zones = outcomes.map((one) => ({ ...judged(estate()), outcome: one }));
  const run = { dryRun: false, startedAt: 1, endedAt: 2, calls: {} };
  expect(statusRun(zones, run)).toEqual({ operation: 'status', outcome, zones, ...run });
});
