import { describe, expect, test } from '@jest/globals';
import type { DisableRequest } from '../../src/inputs/job.ts';
import type { DisableLook } from '../../src/operations/disable/observe-disable.ts';
import { decide } from '../../src/operations/disable/plan-disable.ts';
import { listed, tied } from '../rotation/support/observed.ts';
import { baseline, look, off, refusal, request, withdraw, ZONE } from './support/disabling.ts';

describe('what is to be done', () => {
  const only = 'Cloudflare switches a hostname off only together with a certificate it is tied to.';

  test.each<readonly [string, DisableRequest, DisableLook, string, string]>([
    [
      'the zone',
      request(ZONE),
      look(),
      'zone',
      'Authenticated origin pulls are switched off for the zone; hostnames with a certificate of their own keep it.',
    ],
    [
      'nothing: the zone is off',
      request(ZONE),
      look({ switchOn: false }),
      'idle',
      'Authenticated origin pulls are already off for the zone.',
    ],
    [
      'a hostname is switched off',
      request(off('www.example.com')),
      look(),
      'hostnames',
      'No client certificate is sent for www.example.com, even if the zone level is on.',
    ],
    [
      'nothing: the hostname is off',
      request(off('www.example.com')),
      look({ associations: listed(tied('www.example.com', 'c', { enabled: false })) }),
      'idle',
      'All these hostnames are already switched off.',
    ],
    [
      'a certificate is withdrawn, and nothing takes its place',
      request(withdraw('www.example.com')),
      look(),
      'hostnames',
      'www.example.com no longer has a certificate of its own; the zone level, which is on, applies again, and no client certificate is sent.',
    ],
    [
      'certificates are withdrawn, and the shared one is shown',
      request(withdraw('www.example.com', 'api.example.com', 'bare.example.com')),
      look({
        switchOn: false,
        afterwards: { kind: 'shared' },
        associations: listed(tied('www.example.com', 'c'), tied('api.example.com', 'c')),
      }),
      'hostnames',
      "www.example.com, api.example.com no longer have a certificate of their own; the zone level, which is off, applies again, and Cloudflare's shared certificate is shown.",
    ],
    [
      'one is withdrawn, and that of the zone is shown, which one cannot be told',
      request(withdraw('www.example.com')),
      look({ afterwards: { kind: 'zone', id: undefined } }),
      'hostnames',
      'www.example.com no longer has a certificate of its own; the zone level, which is on, applies again.',
    ],
    [
      'nothing: there is no certificate to withdraw',
      request(withdraw('bare.example.com')),
      look(),
      'idle',
      'All these hostnames are already without a certificate of their own.',
    ],
  ])('%s', (_, asked, seen, kind, sentence) => {
    expect(decide(asked, seen)).toMatchObject({ kind, sentence, warnings: [] });
  });

  test('what is off already is told so, whatever stands against switching it off', () => {
    const seen = look({ switchOn: false, origins: [], ...baseline('failing') });
    expect(decide(request(ZONE), seen)).toMatchObject({ kind: 'idle', warnings: [] });
  });

  test('a hostname that is withdrawn is withdrawn though it is switched off', () => {
    const associations = listed(tied('www.example.com', 'c', { enabled: false }));
    expect(decide(request(withdraw('www.example.com')), look({ associations }))).toMatchObject({
      kind: 'hostnames',
      mode: 'withdraw',
      former: [{ hostname: 'www.example.com', certificateId: 'c', enabled: false }],
    });
  });

  test('only what is not off yet is switched off', () => {
    const associations = listed(
      tied('www.example.com', 'c', { enabled: false }),
      tied('api.example.com', 'c'),
    );
    expect(decide(request(off('www.example.com', 'api.example.com')), look({ associations }))).toMatchObject({
      kind: 'hostnames',
      mode: 'off',
      former: [{ hostname: 'api.example.com' }],
    });
  });

  test('a hostname without a certificate cannot be switched off', () => {
    expect(decide(request(off('www.example.com', 'bare.example.com')), look())).toEqual(
      refusal(
        'HOSTNAME_WITHOUT_CERTIFICATE',
        `No certificate of their own: bare.example.com. ${only}`,
        'Leave these hostnames out, or give them a certificate by a rotation at hostname level first.',
      ),
    );
  });
});
