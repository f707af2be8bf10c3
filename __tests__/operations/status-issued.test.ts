import { describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import type { Pair } from '../../sandbox/authority/index.ts';
import { readLeaf } from '../../src/certificate/leaf.ts';
import type { ExpectedIssue, StatusRequest } from '../../src/inputs/job.ts';
import type { ZoneStatus } from '../../src/operations/operation-result.ts';
import { judge } from '../../src/operations/status/judge.ts';
import { matrixRun } from '../../src/operations/status/status.ts';
import { DAY } from '../certificate/support/certificates.ts';
import { held, THEN } from '../rotation/support/observed.ts';
import { estate, target } from './support/look.ts';

const life = (from: number, to: number) => ({ notBefore: THEN + from * DAY, notAfter: THEN + to * DAY });
const authority = await createAuthority({ subject: 'CN=Ours', ...life(-900, 3650) });
const ending = await createAuthority({ subject: 'CN=Ours', ...life(-3520, 130) });
const issued = (from: number, to: number, by = authority): Promise<Pair> =>
  by.issue({ subject: 'CN=example.com', ...life(from, to) });
const ISSUE: ExpectedIssue = {
  commonName: 'example.com',
  key: 'ec-p256',
  validity: 100 * DAY,
  renewBefore: undefined,
  authorities: authority.certificate,
};

/** What `status` says of a zone whose certificate in force is the given one. */
function look(pair: Pair, issue: Partial<ExpectedIssue> = {}): ZoneStatus {
  const zoneLevel = [held('a', { leaf: readLeaf(pair.certificate) })];
  const request: StatusRequest = {
    zone: 'example.com',
    enable: true,
    expiryWarning: 30 * DAY,
    expected: [target('zone', { issue: { ...ISSUE, ...issue }, expiryWarning: 30 * DAY })],
  };
  return judge(estate({ zoneLevel }), request, THEN);
}

const said = ({ findings }: ZoneStatus): readonly string[] =>
  findings.map(({ kind, reason }) => `${kind} ${reason}`);
const jobs = (status: ZoneStatus): number =>
  matrixRun([status], { dryRun: false, startedAt: 0, endedAt: 0, calls: {} }).entries.length;

describe('what is issued is judged by the rule that renews it', () => {
  test('not by `expiry-warning`: with 29 of 80 days left it is not due', async () => {
    const status = look(await issued(-51, 29));
    expect(said(status)).toEqual([]);
    expect(jobs(status)).toBe(0);
  });

  test.each([
    ['a quarter of its life is left', -75, 25, {}],
    ['`renew-before` is reached', -30, 70, { renewBefore: 75 * DAY }],
    ['it has a key of another kind', -1, 99, { key: 'rsa-2048' }],
  ] as const)('due and a job of the matrix where %s', async (_, from, to, issue) => {
    const status = look(await issued(from, to), issue);
    expect(said(status)).toEqual(['due RENEWAL_DUE']);
    expect(jobs(status)).toBe(1);
  });

  test('expired is told as that', async () => {
    expect(said(look(await issued(-90, -1)))).toEqual(['due EXPIRED']);
  });

  test('a shorter life than asked for is no reason', async () => {
    expect(said(look(await issued(-1, 23), { validity: 100 * DAY }))).toEqual([]);
  });

  test('one that another authority signed is none of its own', async () => {
    const other = await createAuthority({ subject: 'CN=Ours', ...life(-900, 3650) });
    expect(said(look(await issued(-1, 99, other)))).toContain('due NOT_IN_FORCE');
  });
});

describe('an authority that nears its end', () => {
  test('is due a month before it cuts what it signs, with what to do at the origin first', async () => {
    const authorities = ending.certificate;
    const status = look(await issued(-1, 99, ending), { authorities });
    expect(status.findings).toEqual([
      expect.objectContaining({
        kind: 'due',
        reason: 'AUTHORITY_ENDS_SOON',
        remedy: expect.stringMatching(/add it to the CA file of the origin .* only then/u),
      }),
    ]);
    expect(jobs(status)).toBe(0);
  });

  test('is not where another one that the origin trusts has taken its place', async () => {
    const authorities = `${ending.certificate}${authority.certificate}`;
    expect(said(look(await issued(-1, 99), { authorities }))).toEqual([]);
  });
});
