import { describe, expect, test } from '@jest/globals';
import { walk } from '../../../src/rotation/plan/checks.ts';
import * as checks from '../../../src/rotation/plan/checks.ts';
import type { Check, CheckInput } from '../../../src/rotation/plan/checks.ts';
import { baselineHealthy, baselineMended } from '../../../src/zone/baseline-checks.ts';
import type { CheckVerdict } from '../../../src/zone/baseline-checks.ts';
import { baselineOf, checkOf, finding, SUCCESSOR, targetOf, zoneSeen } from '../support/planned.ts';
import { asked, refusal, said, warning } from '../support/verdicts.ts';

const SEEN = 'So it was seen.';

describe('a check', () => {
  test.each(['off', 'flexible'])('warns of the SSL mode %s', (sslMode) => {
    expect(said(checks.sslModeSends, { observation: zoneSeen({ sslMode }) })).toEqual(
      warning(
        'SSL_MODE_SENDS_NOTHING',
        `The SSL mode of the zone is \`${sslMode}\`: Cloudflare speaks plain HTTP to the origin and sends no client certificate. Set it to \`full\` or \`strict\`; a configuration rule may still set another for a hostname.`,
      ),
    );
  });

  test('warns of a zone that Cloudflare does not serve', () => {
    const zone = { asked: 'example.com', id: 'z', name: 'example.com' };
    expect(said(checks.zoneIsServed, { observation: zoneSeen({ zone }) })).toBeUndefined();
    const moved = { ...zone, inactive: 'moved' };
    expect(said(checks.zoneIsServed, { observation: zoneSeen({ zone: moved }) })).toEqual(
      warning(
        'ZONE_NOT_ACTIVE',
        'The zone is `moved` at Cloudflare, not active: none of its traffic goes through Cloudflare, and no certificate is shown to the origin.',
      ),
    );
  });

  test.each(['full', 'strict', undefined])('has nothing to say of the SSL mode %s', (sslMode) => {
    expect(said(checks.sslModeSends, { observation: zoneSeen({ sslMode }) })).toBeUndefined();
  });

  const B = 'b.example.com@192.0.2.2:443';
  const A = 'a.example.com@192.0.2.1:443';
  const origins = (...originChecks: readonly ReturnType<typeof checkOf>[]) => ({
    observation: zoneSeen({ originChecks }),
  });
  test.each<readonly [string, Check, Partial<CheckInput>, CheckVerdict]>([
    [
      'refuses where an origin does',
      checks.originAdmits,
      origins(checkOf('admitted', true, B), checkOf('refused')),
      refusal(
        'ORIGIN_REFUSES_SUCCESSOR',
        `The origin ${A} refuses the new certificate. ${SEEN}`,
        "First make the origin trust the new certificate's issuer, in addition to the current one, then run again.",
      ),
    ],
    [
      'refuses nothing where none does',
      checks.originAdmits,
      origins(checkOf('admitted'), checkOf('unclear')),
      undefined,
    ],
    [
      'warns where an origin enforces nothing',
      checks.originEnforces,
      origins(checkOf('admitted', true, B), checkOf('refused', true, B), checkOf('admitted', false)),
      warning(
        'ORIGIN_NOT_ENFORCING',
        `The origin ${A} lets visitors in without any client certificate: nothing is enforced there.`,
      ),
    ],
    [
      'does not warn where that is not known',
      checks.originEnforces,
      origins(checkOf('admitted', 'unknown')),
      undefined,
    ],
    [
      'warns where an origin was not reached',
      checks.originReached,
      origins(checkOf('admitted', true, B), checkOf('unreachable')),
      warning('ORIGIN_NOT_CHECKED', `The origin ${A} could not be checked from this runner. ${SEEN}`),
    ],
    [
      'warns where an origin told nothing',
      checks.originReached,
      origins(checkOf('refused', true, B), checkOf('unclear')),
      warning('ORIGIN_NOT_CHECKED', `The origin ${A} could not be checked from this runner. ${SEEN}`),
    ],
    [
      'does not warn where all were reached',
      checks.originReached,
      origins(checkOf('admitted'), checkOf('refused')),
      undefined,
    ],
    [
      'refuses doubtful usages that no origin vouches for',
      checks.originSettles,
      {
        target: targetOf({
          conditional: [finding('refuse-unless-in-force'), finding('refuse-unless-origin-check')],
        }),
      },
      refusal(
        'DOUBT',
        '`certificate` is doubtful.',
        'Get a better one. Or make sure that the runner reaches `origin`, so that the origin itself can show that it accepts it.',
      ),
    ],
    [
      'says of such a doubt that an origin could settle it, where none was given',
      checks.originSettles,
      {
        target: targetOf({
          conditional: [finding('refuse-unless-origin-check')],
          policy: { origin: { addresses: [], serverCa: undefined, timeout: 1000 } },
        }),
      },
      refusal(
        'DOUBT',
        '`certificate` is doubtful.',
        'Get a better one. Or set `origin`, so that the origin itself can show that it accepts it.',
      ),
    ],
    [
      'lets doubtful usages pass where an origin accepts them',
      checks.originSettles,
      {
        target: targetOf({ conditional: [finding('refuse-unless-origin-check')] }),
        ...origins(checkOf('admitted')),
      },
      undefined,
    ],
    [
      'knows no other doubts of usages',
      checks.originSettles,
      { target: targetOf({ conditional: [finding('refuse-unless-in-force')] }) },
      undefined,
    ],
    [
      'refuses what is short of days',
      checks.validLongEnough,
      {
        target: targetOf({
          conditional: [finding('refuse-unless-origin-check'), finding('refuse-unless-in-force')],
        }),
      },
      refusal('DOUBT', '`certificate` is doubtful.', 'Get a better one.'),
    ],
    [
      'knows no other doubts of days',
      checks.validLongEnough,
      { target: targetOf({ conditional: [finding('refuse-unless-origin-check')] }) },
      undefined,
    ],
    [
      'refuses what has expired',
      checks.notExpired,
      { now: SUCCESSOR.notAfter },
      refusal(
        'SUCCESSOR_EXPIRED',
        "By Cloudflare's clock the new certificate has already expired.",
        'Issue a new certificate, then run again.',
      ),
    ],
    ['refuses nothing a moment before', checks.notExpired, { now: SUCCESSOR.notAfter - 1 }, undefined],
    [
      'refuses where the site fails already',
      baselineHealthy,
      {
        observation: zoneSeen({
          baselines: [baselineOf('healthy'), baselineOf('lacks-certificate'), baselineOf('failing')],
        }),
      },
      refusal(
        'BASELINE_FAILING',
        `Before any change, the probe of https://a.example.com/x fails. ${SEEN}`,
        'Fix the site or the probe URL first, then run again.',
      ),
    ],
    [
      'refuses where a probe proves nothing',
      baselineHealthy,
      { observation: zoneSeen({ baselines: [baselineOf('inconclusive')] }) },
      refusal(
        'PROBE_PROVES_NOTHING',
        `The probe of https://a.example.com/x proves nothing. ${SEEN}`,
        'Choose a URL that the origin itself answers, without a redirect, cache or login, then run again.',
      ),
    ],
    [
      'refuses no site that lacks a good certificate',
      baselineHealthy,
      { observation: zoneSeen({ baselines: [baselineOf('lacks-certificate'), baselineOf('healthy')] }) },
      undefined,
    ],
    [
      'warns of a site that lacks a good certificate',
      baselineMended,
      { observation: zoneSeen({ baselines: [baselineOf('failing'), baselineOf('lacks-certificate')] }) },
      warning(
        'BASELINE_LACKS_CERTIFICATE',
        `Before any change, https://a.example.com/x fails as it does without a good client certificate. ${SEEN}`,
      ),
    ],
    [
      'warns of no other site',
      baselineMended,
      { observation: zoneSeen({ baselines: [baselineOf('failing')] }) },
      undefined,
    ],
  ])('%s', (_, check, input, verdict) => {
    expect(said(check, input)).toEqual(verdict);
  });

  test('warns of an end that is near, but not of one that has come', () => {
    const at = (left: number): CheckVerdict => said(checks.expiresSoon, { now: SUCCESSOR.notAfter - left });
    const month = 30 * 86_400_000;
    expect(at(month)).toBeUndefined();
    expect(at(month - 1)).toEqual(warning('EXPIRES_SOON', 'The certificate expires in 29 days.'));
    expect(at(1)).toEqual(warning('EXPIRES_SOON', 'The certificate expires in less than a day.'));
    expect(at(0)).toBeUndefined();
  });

  test('that refuses first decides, and all warnings are kept in their order', () => {
    const verdict =
      (one: CheckVerdict): Check =>
      () =>
        one;
    const input = asked();
    const before = [{ reason: 'A', sentence: 'a' }];
    const warns = [verdict(warning('B', 'b')), verdict(undefined), verdict(warning('C', 'c'))];
    const warnings = [...before, { reason: 'B', sentence: 'b' }, { reason: 'C', sentence: 'c' }];
    expect(walk(warns, input, before)).toEqual({ kind: 'clear', warnings });
    const refuses = [verdict(refusal('D', 'd', 'do')), ...warns, verdict(refusal('E', 'e', 'do'))];
    expect(walk(refuses, input, before)).toEqual({
      kind: 'refused',
      reason: 'D',
      text: { happened: 'd', inForce: 'Nothing was changed.', remedy: 'do' },
      warnings,
    });
    expect(walk([], input)).toEqual({ kind: 'clear', warnings: [] });
  });
});
