import { describe, expect, test } from '@jest/globals';
import { readLeaf } from '../../src/certificate/leaf.ts';
import type { ExpectedTarget } from '../../src/inputs/job.ts';
import { compare } from '../../src/operations/status/compare.ts';
import type { FullInventory } from '../../src/zone/inventory.ts';
import { DAY } from '../certificate/support/certificates.ts';
import { leafOf } from '../main/support/material.ts';
import { held, listed, THEN, tied } from '../rotation/support/observed.ts';
import { ending, estate, given, inShort, pastedText, target } from './support/look.ts';

const wanted = leafOf('wanted');
const WANTED = readLeaf(wanted.pem);
const ROTATE = 'Run the rotation.';
const said = (asked: ExpectedTarget, look: FullInventory): readonly string[] =>
  compare(asked, look, THEN).findings.map(inShort);
const zoneSays = (reason: string, words: string): string =>
  `due ${reason} of example.com (zone), asked for: ${words}`;
const hostSays = (reason: string, words: string): string =>
  `due ${reason} of example.com (hostname), asked for: ${words}`;

describe('a zone', () => {
  const asked = target('zone', given(wanted));

  test('on the certificate given has nothing to do', () => {
    const look = estate({ zoneLevel: [held('a', { leaf: WANTED })] });
    expect(compare(asked, look, THEN)).toEqual({
      findings: [],
      judged: new Map([['a', expect.any(Number)]]),
    });
  });

  test('that is switched off is to be switched on, where it should be on', () => {
    const look = estate({ zoneLevel: [held('a', { leaf: WANTED })], switchOn: false });
    expect(said(asked, look)).toEqual([
      zoneSays(
        'SWITCHED_OFF',
        'Authenticated origin pulls are switched off for the zone. Run the rotation: it switches them on.',
      ),
    ]);
    expect(said({ ...asked, enable: false }, look)).toEqual([]);
  });

  test('on another certificate is to be rotated', () => {
    expect(said(asked, estate({ zoneLevel: [ending(90, 'other')] }))).toEqual([
      zoneSays(
        'NOT_IN_FORCE',
        `The expected certificate has not been uploaded; certificate other is in force. ${ROTATE}`,
      ),
    ]);
  });

  test('that is off has nothing in force', () => {
    const look = estate({ zoneLevel: [ending(90, 'other')], switchOn: false });
    expect(said({ ...asked, enable: false }, look)).toEqual([
      zoneSays(
        'NOT_IN_FORCE',
        `The expected certificate has not been uploaded; certificate other would be in force. ${ROTATE}`,
      ),
    ]);
  });

  test('to which the certificate was uploaded, but is not in force, is told what became of it', () => {
    const zoneLevel = [held('new', { leaf: WANTED, status: 'deployment_timed_out' }), ending(90, 'other')];
    expect(said(asked, estate({ zoneLevel }))).toEqual([
      zoneSays(
        'NOT_IN_FORCE',
        `The expected certificate is there as new with the status \`deployment_timed_out\`, but is not the one Cloudflare uses; certificate other is in force. ${ROTATE}`,
      ),
    ]);
  });

  test('on one that nobody can read is to be rotated', () => {
    expect(compare(asked, estate({ zoneLevel: [held('a')] }), THEN).findings[0]).toMatchObject({
      reason: 'NOT_IN_FORCE',
      sentence: expect.stringContaining('certificate a is in force.'),
    });
  });

  test('without any certificate that could be told', () => {
    expect(said(asked, estate({ zoneLevel: [] }))).toEqual([
      zoneSays(
        'NOT_IN_FORCE',
        `The expected certificate has not been uploaded; no certificate that can be identified is in force. ${ROTATE}`,
      ),
    ]);
  });

  test('of which nothing is given needs any live certificate', () => {
    const nothing = target('zone');
    const missing = [zoneSays('NO_CERTIFICATE', 'The zone has no certificate of its own. Run the rotation.')];
    expect(said(nothing, estate())).toEqual([]);
    expect(said(nothing, estate({ zoneLevel: [] }))).toEqual(missing);
    expect(said(nothing, estate({ zoneLevel: [held('gone', { status: 'deleted' })] }))).toEqual(missing);
  });

  test('for which something unreadable is given is told so', () => {
    const asked_ = target('zone', { pasted: pastedText('not a certificate') });
    expect(said(asked_, estate())).toEqual([
      zoneSays(
        'EXPECTED_UNREADABLE',
        'The certificate in `certificate` cannot be read, so it could not be compared. Store the certificate as PEM text in the secret.',
      ),
    ]);
  });
});

describe('hostnames', () => {
  const hostnames = ['a.example.com', 'b.example.com'];
  const asked = target('hostname', { ...given(wanted), hostnames });
  const own = held('own', { leaf: WANTED });
  const other = ending(90, 'other');
  const both = (more: Parameters<typeof tied>[2] = {}) =>
    listed(tied('a.example.com', 'own', more), tied('b.example.com', 'own'));

  test('on the certificate given have nothing to do', () => {
    const look = estate({ hostnameLevel: [own, other], associations: both() });
    expect(compare(asked, look, THEN)).toEqual({
      findings: [],
      judged: new Map([['own', expect.any(Number)]]),
    });
  });

  test.each<readonly [string, FullInventory, readonly string[]]>([
    [
      'without a certificate',
      estate({ hostnameLevel: [own] }),
      [
        hostSays(
          'NO_CERTIFICATE',
          `Without a certificate of their own: a.example.com, b.example.com. ${ROTATE}`,
        ),
      ],
    ],
    [
      'switched off',
      estate({ hostnameLevel: [own], associations: both({ enabled: false }) }),
      [hostSays('SWITCHED_OFF', `Switched off, so no client certificate is sent: a.example.com. ${ROTATE}`)],
    ],
    [
      'on another certificate',
      estate({ hostnameLevel: [own, other], associations: both({ certificateId: 'other' }) }),
      [hostSays('NOT_IN_FORCE', `Not on the expected certificate: a.example.com. ${ROTATE}`)],
    ],
    [
      'on a certificate that is not among those of the zone',
      estate({ hostnameLevel: [own], associations: both({ certificateId: 'nowhere' }) }),
      [hostSays('NOT_IN_FORCE', `Not on the expected certificate: a.example.com. ${ROTATE}`)],
    ],
    [
      'given up on',
      estate({ hostnameLevel: [own], associations: both({ status: 'deployment_timed_out' }) }),
      [hostSays('NOT_DEPLOYED', `Cloudflare gave up deploying their certificate: a.example.com. ${ROTATE}`)],
    ],
  ])('%s', (_, look, expected) => {
    expect(said(asked, look)).toEqual(expected);
  });

  test('on one that nobody can read are to be rotated', () => {
    const look = estate({ hostnameLevel: [held('own')], associations: both() });
    expect(compare(asked, look, THEN).findings[0]?.reason).toBe('NOT_IN_FORCE');
  });

  test('that need not be on may be off or without a certificate', () => {
    const off = { ...asked, enable: false };
    expect(said(off, estate({ hostnameLevel: [own] }))).toEqual([]);
    const look = estate({ hostnameLevel: [own], associations: both({ enabled: false }) });
    expect(said(off, look)).toEqual([]);
  });

  test('of which nothing is given may be on any certificate', () => {
    const look = estate({ hostnameLevel: [own, other], associations: both({ certificateId: 'other' }) });
    expect(said({ ...asked, pasted: undefined }, look)).toEqual([]);
  });

  test('tell of the certificates they are on, and of no other, when they run out', () => {
    const [old, foreign] = [ending(10, 'old'), ending(10, 'foreign')];
    const look = estate({
      hostnameLevel: [own, old, foreign],
      associations: listed(
        tied('a.example.com', 'old'),
        tied('b.example.com', 'own'),
        tied('c.example.com', 'foreign'),
      ),
    });
    const { findings, judged } = compare({ ...asked, expiryWarning: 30 * DAY }, look, THEN);
    expect([...judged.keys()]).toEqual(['own', 'old']);
    expect(findings.map(({ reason }) => reason)).toEqual(['NOT_IN_FORCE', 'EXPIRES_SOON']);
    // The next certificate is given already.
    expect(findings[1]?.remedy).toBe('Run the rotation.');
  });
});
