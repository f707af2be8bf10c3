import { describe, expect, test } from '@jest/globals';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Preflight, PreflightPolicy } from '../../src/certificate/preflight.ts';
import { NAMES } from '../corpus/row.ts';
import { DAY, keyUsage, make, makeCa, NOW } from './support/certificates.ts';
import type { Made } from './support/certificates.ts';
import { pkcs8, rsa } from './support/keys.ts';

const ca = makeCa();

function judge(one: Made, policy: Partial<PreflightPolicy>): Preflight {
  const pasted = { certificate: one.pem, privateKey: pkcs8(one.keys), passphrase: undefined, names: NAMES };
  const common = { minimumValidityMs: 7 * DAY, expiryWarningMs: 30 * DAY, clientCa: undefined };
  return preflight(pasted, { ...common, ...policy }, NOW);
}

describe('a check straight at the origin', () => {
  const unfit = make({ issuer: ca, extensions: [keyUsage('keyEncipherment')] });

  test.each([
    [undefined, 'refuse-unless-origin-check'],
    [false, 'refuse-unless-origin-check'],
    [true, 'warn'],
  ])('passed: %p, makes an unfit key usage %s', (originCheckPassed, severity) => {
    const policy = originCheckPassed === undefined ? {} : { originCheckPassed };
    const found = judge(unfit, policy).findings.find(({ reason }) => reason.startsWith('KEY_USAGE'));
    expect(found?.severity).toBe(severity);
  });

  test('settles nothing else', () => {
    const weak = make({ keys: rsa('short', 1024), to: NOW + 5 * DAY, extensions: [] });
    const { kind, findings } = judge(weak, { originCheckPassed: true });
    expect([kind, ...findings.map(({ reason, severity }) => [reason, severity])]).toEqual([
      'refused',
      ['BASIC_CONSTRAINTS_ABSENT', 'warn'],
      ['RSA_KEY_TOO_SHORT', 'refuse'],
      ['SELF_SIGNED', 'warn'],
      ['BELOW_MINIMUM_VALIDITY', 'refuse-unless-in-force'],
    ]);
  });
});
