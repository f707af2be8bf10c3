import { describe, expect, test } from '@jest/globals';
import type { OriginVerdict } from '../../../src/probe/origin-verdict.ts';
import * as checks from '../../../src/rotation/plan/checks.ts';
import type { CheckInput } from '../../../src/rotation/plan/checks.ts';
import type { CheckVerdict } from '../../../src/zone/baseline-checks.ts';
import { hostnamesSeen, probesOf, targetOf, zoneSeen } from '../support/planned.ts';
import { said, warning } from '../support/verdicts.ts';

describe('a rotation that nobody watches', () => {
  const unwatched = { policy: { origin: { addresses: [], serverCa: undefined, timeout: 1 } } };
  const nobody = (line: string) =>
    warning(
      'NOBODY_LOOKS',
      `Evidence: none. Nothing checks whether visitors get through with the new certificate. To have it checked, add ${line}, or \`origin\` or \`client-ca\`.`,
    );
  test.each<readonly [string, Partial<CheckInput>, CheckVerdict]>([
    [
      'warns where nobody looks',
      { observation: zoneSeen({ originChecks: [] }) },
      nobody('`probe-urls: https://example.com/`'),
    ],
    [
      'names the first hostname',
      { observation: hostnamesSeen({ hostnames: ['b.example.com', 'a.example.com'], originChecks: [] }) },
      nobody('`probe-urls: https://b.example.com/`'),
    ],
    [
      'does not name a hostname where the name of the zone is not known',
      { observation: zoneSeen({ zone: { asked: 'id', id: 'id', name: undefined }, originChecks: [] }) },
      nobody('`probe-urls` with an address of the site'),
    ],
  ])('%s', (_, input, expected) => {
    expect(said(checks.somebodyLooks, { target: targetOf(unwatched), ...input })).toEqual(expected);
  });

  test('has nothing to say where a probe or `client-ca` looks', () => {
    const { successor } = targetOf();
    for (const target of [
      targetOf({ policy: { ...unwatched.policy, probes: probesOf('https://www.example.com/') } }),
      targetOf({ ...unwatched, successor: { ...successor, vouchedByCa: true } }),
    ])
      expect(
        said(checks.somebodyLooks, { target, observation: zoneSeen({ originChecks: [] }) }),
      ).toBeUndefined();
  });

  const told = warning(
    'NOBODY_LOOKS',
    'Evidence: none. The check at `origin` told nothing, and nothing else checks whether visitors get through with the new certificate. To have it checked, add `probe-urls: https://example.com/`, or `client-ca`.',
  );
  test.each<readonly [string, OriginVerdict, CheckVerdict]>([
    ['admits it', { kind: 'admitted', status: 200, enforced: true, sentence: '' }, undefined],
    ['admits everybody', { kind: 'admitted', status: 200, enforced: false, sentence: '' }, undefined],
    ['cannot be reached', { kind: 'unreachable', status: undefined, sentence: '' }, told],
    ['tells nothing', { kind: 'unclear', status: 421, sentence: '' }, told],
  ])('where the origin %s', (_, verdict, expected) => {
    const address = '203.0.113.7:443';
    const origin = { addresses: [{ hostname: 'example.com', host: '203.0.113.7', port: 443 }] };
    const target = targetOf({ policy: { origin: { ...origin, serverCa: undefined, timeout: 1 } } });
    const observation = zoneSeen({ originChecks: [{ address, verdict }] });
    expect(said(checks.somebodyLooks, { target, observation })).toEqual(expected);
  });
});
