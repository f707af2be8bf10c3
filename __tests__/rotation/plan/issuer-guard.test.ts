import { describe, expect, test } from '@jest/globals';
import type { Presented } from '../../../src/rotation/observe/observation.ts';
import * as checks from '../../../src/rotation/plan/checks.ts';
import { judgeIssuer, originVouches } from '../../../src/rotation/plan/issuer-guard.ts';
import type { IssuerVerdict } from '../../../src/rotation/plan/issuer-guard.ts';
import { held } from '../support/observed.ts';
import { checkOf, FOREIGN, foreign, former, SUCCESSOR, targetOf } from '../support/planned.ts';
import { refusal, said, warning } from '../support/verdicts.ts';

const now = (presented: Presented): readonly Presented[] => [presented];
const certificate = (one: typeof former): Presented => ({ kind: 'certificate', certificate: one });

describe('the issuer of the new certificate', () => {
  const SELF = 'CN=Foreign';
  test.each<readonly [string, readonly Presented[], IssuerVerdict]>([
    ['is that of what is presented', now(certificate(former)), { kind: 'same-issuer' }],
    ['has nothing to be compared with', now({ kind: 'nothing' }), { kind: 'nothing-to-compare' }],
    ['has nothing to be compared with in an empty list', [], { kind: 'nothing-to-compare' }],
    [
      'is compared where one hostname has one',
      [{ kind: 'nothing' }, certificate(former)],
      { kind: 'same-issuer' },
    ],
    ['was not compared where that could not be read', now({ kind: 'unread' }), { kind: 'not-compared' }],
    [
      'was not compared where part could not be read',
      [certificate(former), { kind: 'unread' }],
      { kind: 'not-compared' },
    ],
    [
      "differs from Cloudflare's own",
      now({ kind: 'shared' }),
      { kind: 'differs', now: "Cloudflare's shared certificate" },
    ],
    [
      'differs from what nobody knows',
      now({ kind: 'unknown' }),
      { kind: 'differs', now: 'a certificate whose issuer could not be read' },
    ],
    [
      'differs from what Cloudflare did not return',
      now(certificate(held('unreadable'))),
      { kind: 'differs', now: 'a certificate that Cloudflare did not return' },
    ],
    ['differs from another', [certificate(former), certificate(foreign)], { kind: 'differs', now: SELF }],
    [
      'differs even where part could not be read',
      [{ kind: 'unread' }, certificate(foreign)],
      { kind: 'differs', now: SELF },
    ],
  ])('%s', (_, presented, verdict) => {
    expect(judgeIssuer(SUCCESSOR, presented, false, [])).toEqual(verdict);
    const needsNone = verdict.kind === 'same-issuer' || verdict.kind === 'nothing-to-compare';
    expect(judgeIssuer(SUCCESSOR, presented, true, [checkOf('admitted')])).toEqual(
      needsNone ? verdict : { kind: 'vouched', by: 'client-ca' },
    );
    expect(judgeIssuer(SUCCESSOR, presented, false, [checkOf('admitted')])).toEqual(
      needsNone ? verdict : { kind: 'vouched', by: 'origin' },
    );
  });

  test.each([
    [true, [checkOf('admitted')]],
    [true, [checkOf('unreachable'), checkOf('admitted')]],
    [false, []],
    [false, [checkOf('unreachable')]],
    [false, [checkOf('admitted', false)]],
    [false, [checkOf('admitted', 'unknown')]],
    [false, [checkOf('admitted'), checkOf('admitted', false)]],
    [false, [checkOf('admitted'), checkOf('unclear')]],
    [false, [checkOf('refused')]],
  ])('is vouched for by origins: %j of %j', (vouches, origins) => {
    expect(originVouches(origins)).toBe(vouches);
  });

  const accepting = targetOf({ policy: { acceptIssuerChange: true } });
  test('that differs is refused, or accepted on request', () => {
    const presented = now(certificate(foreign));
    expect(said(checks.issuerKnown, { presented })).toEqual(
      refusal(
        'ISSUER_CHANGES',
        `The new certificate was issued by ${SUCCESSOR.issuer}; what Cloudflare presents now is from ${FOREIGN.issuer}. An origin that does not trust the new issuer would refuse every visitor.`,
        'Let the origin trust both issuers, then vouch for it: give `client-ca` or `origin`, or set `accept-issuer-change: true`.',
      ),
    );
    expect(said(checks.issuerKnown, { presented, target: accepting })).toEqual(
      warning(
        'ISSUER_CHANGE_ACCEPTED',
        `The issuer changes from ${FOREIGN.issuer} to ${SUCCESSOR.issuer}, as accepted by \`accept-issuer-change\`.`,
      ),
    );
  });

  test('that was not compared is a warning, but on request', () => {
    const presented = now({ kind: 'unread' });
    expect(said(checks.issuerKnown, { presented })).toEqual(
      warning(
        'ISSUER_NOT_COMPARED',
        'Whether Cloudflare shows its shared certificate to the origin could not be read, as is so where the token lacks the permission Zone Settings: Read. So the issuer of the new certificate was not compared with it. Add that permission, or give `client-ca` or `origin`.',
      ),
    );
    expect(said(checks.issuerKnown, { presented, target: accepting })).toBeUndefined();
    expect(said(checks.issuerKnown, { presented: now(certificate(former)) })).toBeUndefined();
  });
});
