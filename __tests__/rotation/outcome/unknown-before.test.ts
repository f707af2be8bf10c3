import { describe, expect, test } from '@jest/globals';
import { unknownBefore } from '../../../src/rotation/outcome/candidates.ts';
import type { HostnameObservation } from '../../../src/rotation/observe/observation.ts';
import type { RotationPlan } from '../../../src/rotation/plan/plan.ts';
import { backed, concluded, move } from '../support/concluded.ts';
import { held, leaf, listed, tied } from '../support/observed.ts';
import {
  copy,
  DAY,
  foreign,
  FORMER,
  former,
  hostnamesSeen,
  NOW,
  planOf,
  targetOf,
  zoneSeen,
} from '../support/planned.ts';

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `h${at}`);
const older = held('older', {
  leaf: leaf('older', { from: NOW - 90 * DAY, to: NOW + DAY }),
  uploadedOn: NOW - 90 * DAY,
});
const on = (hostnames: readonly string[], more: Partial<HostnameObservation> = {}) =>
  hostnamesSeen({
    hostnames,
    certificates: [copy, former],
    associations: listed(...hostnames.map((hostname) => tied(hostname, 'new'))),
    ...more,
  });
const unknown = (seen: HostnameObservation, plan: Partial<RotationPlan> = {}) =>
  unknownBefore(targetOf(), seen, planOf({ adopt: copy, ...plan }), [], NOW);
const configOf = (hostnames: readonly string[], id: string): string =>
  JSON.stringify({ config: hostnames.map((hostname) => ({ hostname, cert_id: id, enabled: true })) });

describe('hostnames that an earlier run had moved', () => {
  test('are told with what they may have been on, and with the call that points back', () => {
    expect(unknown(on(['h0']))).toEqual({
      inForce:
        'h0 was on the new certificate already when this run began, and stays there: what it had before is no longer known; it may have been old.',
      remedy: ` To point it back by hand, call PUT /zones/zone-id/origin_tls_client_auth/hostnames of Cloudflare's API with ${configOf(['h0'], 'old')}.`,
    });
    expect(unknown(on(['h0', 'h1']))).toEqual({
      inForce:
        'h0, h1 were on the new certificate already when this run began, and stay there: what they had before is no longer known; it may have been old.',
      remedy: ` To point them back by hand, call PUT /zones/zone-id/origin_tls_client_auth/hostnames of Cloudflare's API with ${configOf(['h0', 'h1'], 'old')}.`,
    });
  });

  test('are named up to five, and the others counted', () => {
    const { inForce = '', remedy = '' } = unknown(on(names(6))) ?? {};
    expect(inForce).toMatch(/^h0, h1, h2, h3, h4 and 1 more were on/u);
    expect(remedy).toContain(`${configOf(names(5), 'old')}, and in the same way for 1 more.`);
    expect(unknown(on(names(5)))?.inForce).toMatch(/^h0, h1, h2, h3, h4 were on/u);
    expect(unknown(on(names(5)))?.remedy).toContain(`${configOf(names(5), 'old')}.`);
  });

  test('may have been on nothing that is left', () => {
    expect(unknown(on(['h0'], { certificates: [copy] }))).toEqual({
      inForce:
        'h0 was on the new certificate already when this run began, and stays there: what it had before is no longer known; Cloudflare has no other certificate left that it may have been.',
      remedy: '',
    });
  });

  const expired = held('expired', { leaf: leaf('expired', { from: NOW - 90 * DAY, to: NOW }) });
  const younger = held('younger', { leaf: leaf('younger', { from: NOW, to: NOW + DAY }) });
  const used = held('used', { leaf: FORMER });
  test('may have been on what others of the target are on, and then on what is unused, the youngest first', () => {
    const certificates = [
      older,
      former,
      copy,
      { ...foreign, id: 'moved-off' },
      foreign,
      expired,
      younger,
      used,
      held('unreadable'),
      { ...former, id: 'dead', status: 'deleted' as const },
    ];
    const rows = [tied('h0', 'new'), tied('h1', 'moved-off'), tied('other', 'used')];
    const seen = on(['h0', 'h1'], { certificates, associations: listed(...rows) });
    const moves = [{ ...move('h1'), before: tied('h1', 'moved-off') }];
    expect(unknown(seen, { moves })?.inForce).toMatch(/; it may have been moved-off or old or older\.$/u);
    expect(unknown(seen, { moves })?.remedy).toContain('"cert_id":"moved-off"');
  });

  test('were on nothing that another target puts in force', () => {
    const { fingerprint } = FORMER;
    const otherTargets = [{ fingerprint, hostnames: [], replace: undefined, deletePrevious: true }];
    const { inForce } =
      unknownBefore(targetOf({ otherTargets }), on(['h0']), planOf({ adopt: copy }), [], NOW) ?? {};
    expect(inForce).toContain('no other certificate left');
  });

  test.each<readonly [string, HostnameObservation, Partial<RotationPlan>]>([
    ['the certificate was uploaded by this run', on(['h0']), { adopt: undefined }],
    ['none was on it', on(['h0'], { associations: listed(tied('h0', 'old')) }), {}],
    ['this run moves them itself', on(['h0']), { moves: [move('h0')] }],
  ])('are none where %s', (_, seen, plan) => {
    expect(unknown(seen, plan)).toBeUndefined();
  });

  test('are those too that this run only waits for', () => {
    expect(unknown(on(['h0']), { moves: [{ ...move('h0'), pointed: true }] })).toBeDefined();
  });

  test('are not known of at zone level, or where nothing was seen', () => {
    const plan = planOf({ adopt: copy });
    expect(unknownBefore(targetOf(), zoneSeen(), plan, [], NOW)).toBeUndefined();
    expect(unknownBefore(targetOf(), undefined, plan, [], NOW)).toBeUndefined();
  });

  test('are told with the failure', () => {
    const ending = backed('no-way-back', planOf({ adopt: copy }));
    const { failure } = concluded(ending, {}, { observation: on(['h0']) });
    expect(failure?.inForce).toMatch(
      /^So it was undone\. Nothing was changed: .*\. h0 was on the new certificate/u,
    );
    expect(failure?.remedy).toMatch(/^Mend it\. To point it back by hand/u);
  });
});
