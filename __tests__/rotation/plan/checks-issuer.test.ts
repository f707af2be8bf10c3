import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Presented } from '../../../src/rotation/observe/observation.ts';
import * as checks from '../../../src/rotation/plan/checks-issuer.ts';
import { authorityKeyId } from '../../certificate/support/certificates.ts';
import { AUTHORITY } from '../../main/support/material.ts';
import { ISSUING } from '../support/issued.ts';
import { held, leaf } from '../support/observed.ts';
import { foreign, former, SUCCESSOR, targetOf } from '../support/planned.ts';
import { refusal, said, warning } from '../support/verdicts.ts';

const shows = (certificate: typeof former): readonly Presented[] => [{ kind: 'certificate', certificate }];
const accepting = targetOf({ policy: { acceptIssuerChange: true } });
const ID = SUCCESSOR.issuerKeyId ?? '';
const ISSUER = `${SUCCESSOR.issuer} (key id ${ID})`;
const FOREIGN_ISSUER = 'CN=Foreign (key not named)';
const END = 'An origin that does not trust the new issuer would refuse every visitor.';
const TRUST_BOTH =
  'Make the origin trust both issuers, then show it: set `client-ca` or `origin`, or `accept-issuer-change: true`.';

describe('another issuer', () => {
  test('is refused, or accepted on request', () => {
    const presented = shows(foreign);
    expect(said(checks.issuerKnown, { presented })).toEqual(
      refusal(
        'ISSUER_CHANGES',
        `The new certificate is from ${ISSUER}; what Cloudflare presents now is from ${FOREIGN_ISSUER}. ${END}`,
        TRUST_BOTH,
      ),
    );
    expect(said(checks.issuerKnown, { presented, target: accepting })).toEqual(
      warning(
        'ISSUER_CHANGE_ACCEPTED',
        `The issuer changes from ${FOREIGN_ISSUER} to ${ISSUER}, as accepted by \`accept-issuer-change\`.`,
      ),
    );
  });

  test('is never to be accepted on request where the run issues: that would be refused', () => {
    const target = { ...targetOf(), issuing: ISSUING };
    expect(said(checks.issuerKnown, { presented: shows(foreign), target })).toMatchObject({
      text: { remedy: 'Make the origin trust both issuers, then show it: set `client-ca` or `origin`.' },
    });
  });

  test('of the same name is told by its key id', () => {
    const other = leaf('other', { extensions: [authorityKeyId(Buffer.from('0102', 'hex'))] });
    expect(said(checks.issuerKnown, { presented: shows(held('other', { leaf: other })) })).toEqual(
      refusal(
        'ISSUER_CHANGES',
        `The new certificate is from ${ISSUER}; what Cloudflare presents now is from ${SUCCESSOR.issuer} (key id 0102). The names are the same, but the keys are not. ${END}`,
        TRUST_BOTH,
      ),
    );
  });
});

describe('an issuer that nothing tells', () => {
  const unnamed = shows(held('other', { leaf: leaf('other', { extensions: [] }) }));

  test('stops the run as well, and asks for the authorities', () => {
    expect(said(checks.issuerKnown, { presented: unnamed })).toEqual(
      refusal(
        'ISSUER_UNKNOWN',
        `The new certificate is from ${ISSUER}; what Cloudflare presents now is from ${SUCCESSOR.issuer} (key not named). The names are the same, but not both certificates name the key, so it may be a different one. ${END}`,
        'Set `client-ca` to the authorities that the origin trusts, so that both certificates can be checked against it, or set `origin`. If you know that the origin trusts the new issuer, set `accept-issuer-change: true`.',
      ),
    );
    expect(said(checks.issuerKnown, { presented: unnamed, target: accepting })).toMatchObject({
      kind: 'warn',
    });
  });

  test('that was not compared is a warning, but on request', () => {
    const presented = [{ kind: 'unread' }] as const;
    expect(said(checks.issuerKnown, { presented })).toEqual(
      warning(
        'ISSUER_NOT_COMPARED',
        "It could not be read whether Cloudflare presents its shared certificate to the origin, perhaps because the token lacks the permission Zone Settings: Read. So the new certificate's issuer was not compared with it. Add that permission, or set `client-ca` or `origin`.",
      ),
    );
    expect(said(checks.issuerKnown, { presented, target: accepting })).toBeUndefined();
    expect(said(checks.issuerKnown, { presented: shows(former) })).toBeUndefined();
  });
});

describe('a first set-up', () => {
  const { successor } = targetOf();
  const first = (one: typeof SUCCESSOR, clientCa: readonly X509Certificate[] = []) =>
    said(checks.issuerKnown, {
      presented: [{ kind: 'nothing' }],
      target: targetOf({ successor: { ...successor, leaf: one, clientCa } }),
    });

  test('is told where the next rotation will want `client-ca`', () => {
    const bare = leaf('bare', { extensions: [] });
    expect(first(bare)).toEqual(
      warning(
        'ISSUER_KEY_NOT_NAMED',
        'The new certificate does not name the key of its issuer (it has no authorityKeyIdentifier), so the next rotation cannot tell whether the issuer is still the same, and will need `client-ca`. Set it from now on, or issue certificates with that extension.',
      ),
    );
    expect(first(bare, [new X509Certificate(AUTHORITY.pem)])).toBeUndefined();
    expect(first(SUCCESSOR)).toBeUndefined();
    expect(first(leaf('self', { issuer: undefined, extensions: [] }))).toBeUndefined();
  });
});

test('a bundle without the issuer of what is in force is named as not what the origin trusts', () => {
  const { successor } = targetOf();
  const target = targetOf({
    successor: { ...successor, clientCa: [new X509Certificate(AUTHORITY.pem)], vouchedByCa: true },
  });
  expect(said(checks.clientCaFits, { target, presented: shows(foreign) })).toEqual(
    warning(
      'CLIENT_CA_NOT_IN_FORCE',
      'No certificate in `client-ca` issued the certificate in force, so `client-ca` is not what the origin trusts now and does not vouch for the new one. Give all authorities that the origin trusts.',
    ),
  );
  expect(said(checks.clientCaFits, { target, presented: shows(former) })).toBeUndefined();
  expect(said(checks.clientCaFits, { presented: shows(foreign) })).toBeUndefined();
});
