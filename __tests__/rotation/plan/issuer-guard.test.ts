import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Successor } from '../../../src/rotation/target.ts';
import type { Presented } from '../../../src/rotation/observe/observation.ts';
import { fitsInForce, judgeIssuer, originVouches } from '../../../src/rotation/plan/issuer-guard.ts';
import type { IssuerVerdict } from '../../../src/rotation/plan/issuer-guard.ts';
import { authorityKeyId, keyId, makeCa } from '../../certificate/support/certificates.ts';
import type { Made } from '../../certificate/support/certificates.ts';
import { ec } from '../../certificate/support/keys.ts';
import { AUTHORITY } from '../../main/support/material.ts';
import { held, leaf } from '../support/observed.ts';
import { checkOf, FOREIGN, foreign, former, SUCCESSOR, targetOf } from '../support/planned.ts';

const now = (presented: Presented): readonly Presented[] => [presented];
const certificate = (one: typeof former): Presented => ({ kind: 'certificate', certificate: one });
const shows = (...recipe: Parameters<typeof leaf>): readonly Presented[] =>
  now(certificate(held('other', { leaf: leaf(...recipe) })));
const successor = (more: Partial<Successor> = {}): Successor => ({ ...targetOf().successor, ...more });
const given = (...authorities: readonly { readonly pem: string }[]): readonly X509Certificate[] =>
  authorities.map(({ pem }) => new X509Certificate(pem));

/** Another authority of the same name, as the same recipe run twice makes it. */
const NAMESAKE = makeCa({ keys: ec('namesake'), subject: AUTHORITY.subject });
const ofNamesake = [authorityKeyId(keyId(NAMESAKE.keys))];
const FOREIGN_ISSUER = 'CN=Foreign (key not named)';

describe('the issuer of the new certificate', () => {
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
      { kind: 'different', now: 'Cloudflare (its shared certificate)', equalNames: false },
    ],
    [
      'is unknown beside what nobody knows',
      now({ kind: 'unknown' }),
      { kind: 'unknown', now: 'an issuer that could not be read', equalNames: false },
    ],
    [
      'is unknown beside what Cloudflare did not return',
      now(certificate(held('unreadable'))),
      {
        kind: 'unknown',
        now: 'an unknown issuer, since Cloudflare did not return the certificate',
        equalNames: false,
      },
    ],
    [
      'differs from another, also where one is unknown',
      [{ kind: 'unknown' }, certificate(former), certificate(foreign)],
      { kind: 'different', now: FOREIGN_ISSUER, equalNames: false },
    ],
    [
      'differs even where part could not be read',
      [{ kind: 'unread' }, certificate(foreign)],
      { kind: 'different', now: FOREIGN_ISSUER, equalNames: false },
    ],
    [
      'differs where the name is the same and the key is not',
      shows('namesake', { issuer: NAMESAKE, extensions: ofNamesake }),
      {
        kind: 'different',
        now: `${SUCCESSOR.issuer} (key id ${keyId(NAMESAKE.keys).toString('hex')})`,
        equalNames: true,
      },
    ],
    [
      'is unknown where the name is the same and one names no key',
      shows('bare', { extensions: [] }),
      { kind: 'unknown', now: `${SUCCESSOR.issuer} (key not named)`, equalNames: true },
    ],
  ])('%s', (_, presented, verdict) => {
    expect(judgeIssuer(successor(), presented, [])).toEqual(verdict);
    const needsNone = verdict.kind === 'same-issuer' || verdict.kind === 'nothing-to-compare';
    expect(judgeIssuer(successor(), presented, [checkOf('admitted')])).toEqual(
      needsNone ? verdict : { kind: 'vouched', by: 'origin' },
    );
  });

  test('is that of itself', () => {
    const self = successor({ leaf: FOREIGN });
    expect(judgeIssuer(self, now(certificate(foreign)), [])).toEqual({ kind: 'same-issuer' });
  });

  test('of a certificate that signed itself is another one each time, whatever the key', () => {
    const twice = { keys: ec('self'), issuer: undefined, subject: { CN: 'Self' } };
    const self = successor({ leaf: leaf('self', twice) });
    const presented = shows('self again', { ...twice, serial: '02' });
    expect(judgeIssuer(self, presented, [])).toMatchObject({ kind: 'different', equalNames: true });
  });
});

describe('an authority that is given', () => {
  const bare = leaf('successor', { extensions: [] });
  const barely = shows('bare', { extensions: [] });

  test.each<readonly [string, Partial<Successor>, string]>([
    ['in the bundle, settles that the issuer is the same', { clientCa: given(AUTHORITY) }, 'same-issuer'],
    ['pasted beside the leaf, settles it as well', { chain: given(AUTHORITY) }, 'same-issuer'],
    ['that signed neither, settles nothing', { clientCa: given(NAMESAKE) }, 'unknown'],
  ])('%s', (_, more, kind) => {
    expect(judgeIssuer(successor({ leaf: bare, ...more }), barely, [])).toMatchObject({ kind });
  });

  test('that signed one of the two, settles that they differ', () => {
    const other = shows('other', { issuer: NAMESAKE, extensions: [] });
    const kinds = [AUTHORITY, NAMESAKE].map(
      (one) => judgeIssuer(successor({ leaf: bare, clientCa: given(one) }), other, []).kind,
    );
    expect(kinds).toEqual(['different', 'different']);
  });
});

describe('a bundle that OpenSSL said yes to', () => {
  const vouching = (...authorities: readonly Made[]): Successor =>
    successor({ vouchedByCa: true, clientCa: given(...authorities) });
  const other = shows('other', { issuer: NAMESAKE, extensions: ofNamesake });

  test('vouches where it holds the issuer of the certificate in force as well', () => {
    const verdict = { kind: 'vouched', by: 'client-ca' };
    expect(judgeIssuer(vouching(AUTHORITY, NAMESAKE), other, [])).toEqual(verdict);
    for (const presented of [now({ kind: 'shared' }), now({ kind: 'unknown' }), now({ kind: 'unread' })])
      expect(judgeIssuer(vouching(AUTHORITY), presented, [])).toEqual(verdict);
  });

  test('does not vouch where it would refuse what works today', () => {
    expect(judgeIssuer(vouching(AUTHORITY), other, [])).toMatchObject({ kind: 'different' });
    expect(judgeIssuer(vouching(AUTHORITY), other, [checkOf('admitted')])).toEqual({
      kind: 'vouched',
      by: 'origin',
    });
    expect(judgeIssuer(vouching(AUTHORITY), [...now({ kind: 'shared' }), ...other], [])).toMatchObject({
      kind: 'different',
    });
  });

  test('fits what is in force if it holds the issuer of each', () => {
    const all = [certificate(former), ...other];
    const fits = [vouching(AUTHORITY), vouching(NAMESAKE), vouching(AUTHORITY, NAMESAKE)].map((one) =>
      fitsInForce(one, all),
    );
    expect(fits).toEqual([false, false, true]);
  });
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
])('origins vouch: %j for %j', (vouches, origins) => {
  expect(originVouches(origins)).toBe(vouches);
});
