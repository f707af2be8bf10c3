import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { preflight } from '../../src/certificate/preflight.ts';
import type { Finding } from '../../src/certificate/finding.ts';
import type { Preflight, PreflightPolicy } from '../../src/certificate/preflight.ts';
import { DAY, make, makeCa, NOW, pem } from './support/certificates.ts';
import type { Made, Recipe } from './support/certificates.ts';
import { ec, pkcs8, rsa } from './support/keys.ts';

const NAMES = { certificate: 'targets[2].certificate', privateKey: 'CLIENT_KEY', passphrase: 'CLIENT_PASS' };
const POLICY: PreflightPolicy = {
  minimumValidity: 7 * DAY,
  expiryWarning: 30 * DAY,
  clientCa: undefined,
  originGiven: false,
};
const ca = makeCa();

function judge(one: Made, policy: Partial<PreflightPolicy> = {}, privateKey = pkcs8(one.keys)): Preflight {
  const pasted = { certificate: one.pem, privateKey, passphrase: undefined, names: NAMES };
  return preflight(pasted, { ...POLICY, ...policy }, NOW);
}

const reasons = ({ findings }: Preflight): readonly string[] => findings.map(({ reason }) => reason);
const only = ({ findings }: Preflight): Finding | undefined =>
  findings.length === 1 ? findings[0] : undefined;

const reasonsOf = (recipe: Recipe, policy: Partial<PreflightPolicy> = {}) =>
  reasons(judge(make({ issuer: ca, ...recipe }), policy));

describe('dates', () => {
  const SECOND = 1000;

  test.each<[string, Recipe, readonly string[]]>([
    ['expires this moment', { to: NOW }, ['EXPIRED']],
    ['expires in a second', { to: NOW + SECOND }, ['BELOW_MINIMUM_VALIDITY']],
    ['a second below the minimum', { to: NOW + 7 * DAY - SECOND }, ['BELOW_MINIMUM_VALIDITY']],
    ['the minimum', { to: NOW + 7 * DAY }, ['EXPIRES_SOON']],
    ['a second inside the warning', { to: NOW + 30 * DAY - SECOND }, ['EXPIRES_SOON']],
    ['the warning', { to: NOW + 30 * DAY }, []],
    ['begins in five minutes', { from: NOW + 300 * SECOND }, []],
    ['begins a second later', { from: NOW + 301 * SECOND }, ['NOT_YET_VALID']],
    ['never valid', { from: NOW + DAY, to: NOW - DAY }, ['NOT_YET_VALID', 'EXPIRED']],
  ])('%s', (_, recipe, expected) => {
    expect(reasonsOf(recipe)).toEqual(expected);
  });

  test('without a minimum the last second passes', () => {
    expect(reasonsOf({ to: NOW + SECOND }, { minimumValidity: 0, expiryWarning: 0 })).toEqual([]);
  });

  test('below the minimum alone passes, for the caller to weigh', () => {
    const result = judge(make({ issuer: ca, to: NOW + 5 * DAY }));
    expect(result.kind).toBe('passed');
    expect(only(result)?.severity).toBe('refuse-unless-in-force');
  });

  test('below the minimum with another refusal is refused', () => {
    const result = judge(make({ keys: rsa('short', 1024), issuer: ca, to: NOW + 5 * DAY }));
    expect([result.kind, ...reasons(result)]).toEqual([
      'refused',
      'RSA_KEY_TOO_SHORT',
      'BELOW_MINIMUM_VALIDITY',
    ]);
  });

  test.each([
    ['119 seconds', 119 * SECOND],
    ['2 minutes', 120 * SECOND],
    ['119 minutes', 7_199 * SECOND],
    ['2 hours', 7_200 * SECOND],
    ['47 hours', 2 * DAY - SECOND],
    ['2 days', 2 * DAY],
    ['6 days', 7 * DAY - SECOND],
  ])('%s left is said so', (said, left) => {
    const result = judge(make({ issuer: ca, to: NOW + left }));
    expect(only(result)?.sentence).toContain(`is valid for only ${said} more, until 2026-1`);
  });

  test('a date is said in UTC to the minute', () => {
    const result = judge(make({ issuer: ca, to: Date.UTC(2026, 0, 2, 3, 4, 5) }));
    expect(only(result)?.sentence).toContain('expired at 2026-01-02 03:04 UTC.');
  });
});

describe('what is said', () => {
  test('calls the inputs as the user does', () => {
    const pasted = { certificate: pkcs8(ec()), privateKey: ca.pem, passphrase: 'x', names: NAMES };
    expect(preflight(pasted, POLICY, NOW).findings.map(({ input, sentence }) => [input, sentence])).toEqual([
      [
        'targets[2].certificate',
        '`targets[2].certificate` holds a private key. Were `targets[2].certificate` and `CLIENT_KEY` swapped?',
      ],
      [
        'CLIENT_KEY',
        '`CLIENT_KEY` holds a certificate. Were `targets[2].certificate` and `CLIENT_KEY` swapped?',
      ],
    ]);
  });

  test('names the certificate, short and without anything that could end the quotation', () => {
    const subject = { CN: `a"b\`c\n::error::${'x'.repeat(200)}` };
    const sentence =
      only(judge(make({ issuer: ca, subject, to: NOW - DAY, from: NOW - 2 * DAY })))?.sentence ?? '';
    expect(sentence).toContain(String.raw`("CN=a\'b'c\0A::error::xxx`);
    expect(sentence).toContain('xxx…") expired');
    expect(sentence.indexOf('…')).toBe(sentence.indexOf('CN=') + 100);
    expect(sentence).not.toContain('\n');
  });

  test('a name of just the length is not shortened', () => {
    const subject = { CN: 'x'.repeat(97) };
    const sentence = only(judge(make({ issuer: ca, subject, to: NOW - DAY, from: NOW - 2 * DAY })))?.sentence;
    expect(sentence).toContain(`("CN=${'x'.repeat(97)}") expired`);
  });

  test('a key in the same input is named by it', () => {
    const leaf = make({ issuer: ca });
    const both = { certificate: leaf.pem + pkcs8(ec('b')), privateKey: undefined, passphrase: undefined };
    const result = preflight({ ...both, names: NAMES }, POLICY, NOW);
    expect(result.findings.map(({ reason, input }) => [reason, input])).toEqual([
      ['KEY_MISMATCH', 'targets[2].certificate'],
    ]);
  });

  test('everything at once, from both inputs', () => {
    const leaf = make({ keys: rsa('short', 1024), issuer: ca, to: NOW - DAY, from: NOW - 2 * DAY });
    const result = judge(leaf, {}, pkcs8(rsa()));
    expect([result.kind, ...reasons(result)]).toEqual([
      'refused',
      'RSA_KEY_TOO_SHORT',
      'EXPIRED',
      'KEY_MISMATCH',
    ]);
  });
});

describe('whatever is pasted', () => {
  const sound = make({ issuer: ca });
  const pieces = fc.constantFrom(
    sound.pem,
    pkcs8(sound.keys),
    ca.pem,
    '-----BEGIN ',
    'CERTIFICATE-----',
    '\\n',
    '%0A',
    '\uFEFF',
    'MII',
  );
  const text = fc
    .array(fc.oneof(pieces, fc.string(), fc.base64String()), { maxLength: 6 })
    .map((parts) => parts.join('\n'));
  const spoilt = fc
    .tuple(fc.nat(sound.der.length - 1), fc.nat(255), fc.nat(sound.der.length))
    .map(([at, octet, cut]) => {
      const der = Buffer.from(sound.der);
      der[at] = octet;
      return pem('CERTIFICATE', cut % 4 === 0 ? der.subarray(0, cut) : der);
    });

  test('an answer comes, and a refusal says why', () => {
    fc.assert(
      fc.property(
        fc.oneof(text, spoilt),
        fc.option(text, { nil: undefined }),
        fc.string(),
        (certificate, privateKey, passphrase) => {
          const pasted = { certificate, privateKey, passphrase, names: NAMES };
          const result = preflight(pasted, { ...POLICY, clientCa: certificate }, NOW);
          const refusals = result.findings.filter(({ severity }) => severity === 'refuse');
          expect(refusals.length > 0).toBe(result.kind === 'refused');
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each([
    ['dashes', '-'.repeat(65_536)],
    ['blanks', `a${' '.repeat(65_000)}a`],
    ['armour lines', '-----BEGIN CERTIFICATE-----\n'.repeat(2300)],
    ['labels without end', `-----BEGIN ${'A'.repeat(65_000)}`],
    ['backslashes', '\\'.repeat(65_536)],
    ['percent signs', `%0A${'%'.repeat(65_000)}`],
    ['headers', `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n${'DEK-Info: '.repeat(6000)}`],
    ['expressions', '${{'.repeat(21_000)],
    ['quotes', '"'.repeat(65_536)],
  ])('64 KiB of %s are answered at once', (_, long) => {
    const started = process.cpuUsage();
    const result = preflight(
      { certificate: long, privateKey: long, passphrase: long, names: NAMES },
      POLICY,
      NOW,
    );
    expect(result.kind).toBe('refused');
    expect(process.cpuUsage(started).user).toBeLessThan(1_500_000);
  });
});
