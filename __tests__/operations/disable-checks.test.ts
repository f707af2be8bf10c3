import { describe, expect, test } from '@jest/globals';
import type { DisableLook } from '../../src/operations/disable/observe-disable.ts';
import { decide } from '../../src/operations/disable/plan-disable.ts';
import type { Baseline } from '../../src/probe/verdict.ts';
import { listed, tied } from '../rotation/support/observed.ts';
import {
  baseline,
  look,
  off,
  origin,
  probing,
  refusal,
  request,
  withdraw,
  ZONE,
} from './support/disabling.ts';

describe('an origin', () => {
  const closed =
    'The origin www.example.com@192.0.2.7:443 still demands a client certificate. It was seen so.';
  const unseen =
    'Whether the origin www.example.com@192.0.2.7:443 lets visitors in without a client certificate could not be determined. It was seen so.';
  const none =
    'No `origin` was given, so it is not known whether the origin lets visitors in without a client certificate.';
  const would = 'Switching off would make it refuse every visitor.';
  const ifso = 'If it demands one, switching off would make it refuse every visitor.';
  const shared =
    'Afterwards Cloudflare shows the origin its shared certificate; an origin that does not trust it would refuse every visitor.';
  const first = 'Make the origin accept visitors without a client certificate first, then run again';
  const give = 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.';

  test.each<readonly [string, Partial<DisableLook>, string, string, string]>([
    [
      'demands one',
      { origins: [origin('closed')] },
      'ORIGIN_DEMANDS_CERTIFICATE',
      `${closed} ${would}`,
      `${first}.`,
    ],
    ['is not seen', { origins: [origin('unknown')] }, 'ORIGIN_NOT_SEEN', `${unseen} ${ifso}`, give],
    ['is not given', { origins: [] }, 'ORIGIN_NOT_SEEN', `${none} ${ifso}`, give],
    [
      'demands one, another is not seen, a third is open',
      { origins: [origin('open'), origin('unknown', 'other.example.com'), origin('closed')] },
      'ORIGIN_DEMANDS_CERTIFICATE',
      `${closed} ${would}`,
      `${first}.`,
    ],
    [
      'is shown the shared one afterwards',
      { origins: [origin('closed')], afterwards: { kind: 'shared' } },
      'ORIGIN_DEMANDS_CERTIFICATE',
      `${closed} ${shared}`,
      `${first}; if it trusts the shared certificate, set \`accept-unauthenticated: true\`.`,
    ],
    [
      'is not seen, and is shown the shared one afterwards',
      { origins: [origin('unknown')], afterwards: { kind: 'shared' } },
      'ORIGIN_NOT_SEEN',
      `${unseen} ${shared}`,
      give,
    ],
  ])('that %s refuses, but not what is told to accept it', (_, seen, reason, happened, remedy) => {
    const asked = request(ZONE);
    expect(decide(asked, look(seen))).toEqual(refusal(reason, happened, remedy));
    expect(decide({ ...asked, acceptUnauthenticated: true }, look(seen))).toMatchObject({
      kind: 'zone',
      warnings: [
        { reason, sentence: `${happened} The run continues because of \`accept-unauthenticated\`.` },
      ],
    });
  });

  test.each([
    ['c', ', c'],
    [undefined, ''],
  ])('is warned of where the certificate of the zone comes first: %s', (id, named) => {
    const seen = look({ origins: [origin('closed')], afterwards: { kind: 'zone', id } });
    expect(decide(request(withdraw('www.example.com')), seen)).toMatchObject({
      kind: 'hostnames',
      warnings: [
        {
          reason: 'ZONE_CERTIFICATE_APPLIES',
          sentence: `${closed} Afterwards Cloudflare shows the origin the certificate of the zone level${named}; only a probe can tell whether the origin accepts that one for these hostnames.`,
        },
      ],
    });
  });
});

describe('a probe', () => {
  test('of a hostname with a certificate of its own sees nothing of the zone', () => {
    expect(decide(probing(ZONE), look(baseline('healthy')))).toEqual(
      refusal(
        'PROBE_SEES_OTHER_CERTIFICATE',
        'The probe of https://www.example.com/health would not see the change: its hostname has a certificate of its own, which takes precedence.',
        'Probe a hostname without a certificate of its own.',
      ),
    );
    expect(decide(probing(ZONE), look({ ...baseline('healthy'), associations: listed() }))).toMatchObject({
      kind: 'zone',
      warnings: [],
    });
  });

  test('of another hostname sees nothing of those that are switched off', () => {
    const associations = listed(tied('api.example.com', 'c'));
    expect(decide(probing(off('api.example.com')), look({ associations }))).toEqual(
      refusal(
        'PROBE_SEES_OTHER_CERTIFICATE',
        'The probe of https://www.example.com/health would not see the change: it is on a hostname that is not switched off here.',
        'Probe one of the hostnames that are switched off.',
      ),
    );
  });

  test.each<readonly [Baseline['kind'], string, string, string]>([
    [
      'inconclusive',
      'PROBE_PROVES_NOTHING',
      'The probe of https://www.example.com/health proves nothing. It was seen so.',
      'Choose a URL that the origin itself answers, without a redirect, cache or login, then run again.',
    ],
    [
      'failing',
      'BASELINE_FAILING',
      'Before any change, the probe of https://www.example.com/health fails. It was seen so.',
      'Fix the site or the probe URL first, then run again.',
    ],
  ])('that is %s before any change refuses', (kind, reason, happened, remedy) => {
    expect(decide(probing(off('www.example.com')), look(baseline(kind)))).toEqual(
      refusal(reason, happened, remedy),
    );
  });

  test('that lacks the certificate before any change is worth a warning', () => {
    expect(decide(probing(off('www.example.com')), look(baseline('lacks-certificate')))).toMatchObject({
      kind: 'hostnames',
      warnings: [
        {
          reason: 'BASELINE_LACKS_CERTIFICATE',
          sentence:
            'Before any change, https://www.example.com/health fails as it does without a good client certificate. It was seen so.',
        },
      ],
    });
  });

  test('that refuses keeps the warnings before it', () => {
    const asked = { ...probing(off('www.example.com')), acceptUnauthenticated: true };
    const seen = look({ ...baseline('failing'), origins: [] });
    expect(decide(asked, seen)).toMatchObject({
      kind: 'refuse',
      reason: 'BASELINE_FAILING',
      warnings: [{ reason: 'ORIGIN_NOT_SEEN' }],
    });
  });
});
