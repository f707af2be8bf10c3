import { describe, expect, test } from '@jest/globals';
import type { HostnameObservation } from '../../../src/rotation/observe/observation.ts';
import { plan } from '../../../src/rotation/plan/make-plan.ts';
import type { Plan } from '../../../src/rotation/plan/plan.ts';
import { held, listed, tied } from '../support/observed.ts';
import { copy, finding, former, hostnamesSeen, NOW, probesOf, targetOf } from '../support/planned.ts';

type Asked = Parameters<typeof targetOf>[0];
const [a, b] = ['a.example.com', 'b.example.com'];
const AT_LEVEL = { level: 'hostname', hostnames: [a, b] } as const;
const planned = (asked: Asked, seen: Partial<HostnameObservation> = {}): Plan =>
  plan(targetOf({ ...AT_LEVEL, ...asked }), hostnamesSeen(seen), NOW);
const stuck = { ...copy, status: 'deployment_timed_out', rawStatus: 'deployment_timed_out' } as const;
const on = (...rows: readonly (readonly [string, string])[]) =>
  listed(...rows.map(([one, id]) => tied(one, id)));

describe('a rotation per hostname', () => {
  const names = Array.from({ length: 101 }, (_, at) => `h${at}.example.com`);
  test.each<readonly [string, Asked, Partial<HostnameObservation>, string, string, string]>([
    [
      'without a hostname',
      { hostnames: [] },
      { hostnames: [] },
      'NO_HOSTNAME',
      'No hostname is left to work on.',
      'Name the hostnames in `hostnames`, or correct `replace`.',
    ],
    [
      'with a certificate to replace that none uses',
      { hostnames: [], replace: 'other' },
      { hostnames: [], certificates: [copy] },
      'NO_HOSTNAME',
      'No hostname uses the certificate other named by `replace`.',
      'Name the hostnames in `hostnames`, or correct `replace`.',
    ],
    [
      'with a probe of another hostname',
      { policy: { probes: probesOf('https://a.example.com/', 'https://c.example.com/x?secret') } },
      {},
      'PROBE_OUTSIDE_TARGET',
      'The probe of https://c.example.com/x is on a hostname that this rotation does not touch, so it would prove nothing.',
      'Probe one of the hostnames of the rotation.',
    ],
    [
      'with more hostnames than a certificate serves',
      {},
      { hostnames: names },
      'TOO_MANY_HOSTNAMES',
      'One certificate can serve 100 hostnames; with those already on it this would be 101.',
      'Split the hostnames across several certificates.',
    ],
    [
      'with a stuck copy that hostnames use',
      {},
      { certificates: [stuck, former], associations: on([a, 'new'], [b, 'new']) },
      'STUCK_IN_USE',
      'Cloudflare timed out deploying new, which is this certificate, and a.example.com, b.example.com already uses it.',
      'Issue a fresh certificate, store it in the secret, and run again: the hostnames are then moved off the stuck one.',
    ],
  ])('is refused %s', (_, asked, seen, reason, happened, remedy) => {
    expect(planned(asked, seen)).toMatchObject({
      kind: 'refused',
      reason,
      text: { happened, inForce: 'Nothing was changed.', remedy },
    });
  });

  test('may have a hundred hostnames, those already on the copy counted once', () => {
    expect(planned({}, { hostnames: names.slice(1) }).kind).toBe('rotate');
    const seen = { certificates: [copy], associations: on([a, 'new'], [b, 'old']) };
    expect(planned({}, { ...seen, hostnames: [a, b, ...names.slice(3)] }).kind).toBe('rotate');
    expect(planned({}, { ...seen, hostnames: [b, ...names.slice(1)] })).toMatchObject({
      reason: 'TOO_MANY_HOSTNAMES',
    });
  });

  test('asks for days only of what is still to be uploaded', () => {
    const asked = { conditional: [finding('refuse-unless-in-force')] };
    expect(planned(asked)).toMatchObject({ kind: 'refused', reason: 'DOUBT' });
    expect(planned(asked, { certificates: [copy, former] }).kind).toBe('rotate');
  });

  test('warns of a full quota, unless the certificate is there already', () => {
    const nine = Array.from({ length: 9 }, (_, at) => held(`n${at}`));
    const full = [...nine, former];
    expect(planned({}, { certificates: nine }).warnings).toEqual([]);
    expect(planned({}, { certificates: [...nine, copy] }).warnings).toEqual([]);
    expect(planned({ policy: { deletePrevious: false } }, { certificates: full }).warnings).toEqual([
      {
        reason: 'QUOTA_NEARLY_USED',
        sentence:
          'The zone already has 10 hostname certificates, and Cloudflare allows 10. Expired: none. Unused: n0, n1, n2, n3, n4, n5, n6, n7, n8. Nothing is deleted to make room without being asked.',
      },
    ]);
  });
});
