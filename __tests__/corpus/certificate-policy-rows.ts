import * as made from '../certificate/support/certificates.ts';
import { DAY, make, makeCa } from '../certificate/support/certificates.ts';
import type { Recipe } from '../certificate/support/certificates.ts';
import {
  x25519,
  ec,
  ecExplicit,
  ed25519,
  ed448,
  mlDsa,
  pkcs8,
  rsa,
  rsaPss,
} from '../certificate/support/keys.ts';
import { refuse, settling, warn } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';

const INPUT = 'certificate';
const MINUTE = 60_000;
const SELF = warn('SELF_SIGNED', INPUT, 'self-signed', 'the origin must trust this very certificate');
const UNCHECKED = { severity: 'refuse-unless-origin-check' } as const;

const usage = (...extensions: NonNullable<Recipe['extensions']>): Recipe => ({
  extensions: [made.basicConstraints(false), ...extensions],
});

/** Certificates that can be read, with their own keys: the policy judges. `at` as in `certificateRows`. */
export function certificatePolicyRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const rsaCa = makeCa({ at, keys: rsa('ca') });
  const judged = (name: string, recipe: Recipe, ...findings: readonly ExpectedFinding[]): Row => {
    const one = make({ at, issuer: ca, ...recipe });
    return settling(name, one, { certificate: one.pem, privateKey: pkcs8(one.keys) }, ...findings);
  };
  return [
    judged('P-384', { keys: ec('a', 'P-384') }),
    judged('P-521', { keys: ec('a', 'P-521') }),
    judged('RSA of 2048 bits', { keys: rsa() }),
    judged('ML-DSA', { keys: mlDsa() }),
    judged(
      'key usage with more than digitalSignature',
      usage(made.keyUsage('digitalSignature', 'keyEncipherment')),
    ),
    judged('no key usage', usage()),
    judged('expiry in 2050', { to: Date.UTC(2050, 5, 1) }),
    judged('expiry in 9999', { to: Date.UTC(9999, 11, 31, 23, 59, 59) }),
    judged('a wildcard as alternative name', usage(made.alternativeNames('*.example.com'))),
    judged('valid in five minutes', { from: at + 5 * MINUTE }),
    judged('RSASSA-PSS with SHA-256', { issuer: rsaCa, hash: 'pss-sha256' }),
    judged(
      'no basicConstraints',
      { extensions: [made.extendedKeyUsage('clientAuth')] },
      warn('BASIC_CONSTRAINTS_ABSENT', INPUT, 'no basicConstraints', 'CA:FALSE'),
    ),
    judged('version 1', { extensions: null }, warn('BASIC_CONSTRAINTS_ABSENT', INPUT, 'no basicConstraints')),
    judged('self-signed', { issuer: undefined }, SELF),
    judged('Ed25519', { keys: ed25519() }, warn('ED25519_KEY', INPUT, 'Ed25519', 'P-256')),
    judged(
      'expires in 29 days',
      { to: at + 29.5 * DAY },
      warn('EXPIRES_SOON', INPUT, 'expires in 29 days', 'Get the next one ready'),
    ),
    judged('key usage without digitalSignature', usage(made.keyUsage('keyEncipherment')), {
      ...refuse(
        'KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE',
        INPUT,
        'keyUsage without digitalSignature',
        'Issue it with keyUsage digitalSignature',
      ),
      ...UNCHECKED,
    }),
    judged(
      'less left than the minimum',
      { to: at + 6.9 * DAY },
      {
        ...refuse(
          'BELOW_MINIMUM_VALIDITY',
          INPUT,
          'valid for only 6 days more',
          'at least 7 days are required',
          'lower `minimum-validity`',
        ),
        severity: 'refuse-unless-in-force',
      },
    ),
    judged(
      'expired',
      { from: at - 2 * DAY, to: at - MINUTE },
      refuse('EXPIRED', INPUT, 'expired at', 'Issue a new one'),
    ),
    judged(
      'not valid for six minutes',
      { from: at + 6 * MINUTE },
      refuse('NOT_YET_VALID', INPUT, 'is not valid before', 'clocks'),
    ),
    judged(
      'a CA certificate',
      { extensions: [made.basicConstraints(true)] },
      refuse('CA_CERTIFICATE', INPUT, 'CA:TRUE', 'only accepts leaf certificates'),
    ),
    judged(
      'a CA certificate that signs itself',
      { issuer: undefined, extensions: [made.basicConstraints(true)] },
      refuse('CA_CERTIFICATE', INPUT, 'CA:TRUE'),
    ),
    judged(
      'signed with SHA-1',
      { issuer: rsaCa, hash: 'sha1' },
      refuse('SIGNATURE_WEAK', INPUT, 'SHA-1 or MD5', 'SHA-256'),
    ),
    judged(
      'signed with MD5',
      { issuer: rsaCa, hash: 'md5' },
      refuse('SIGNATURE_WEAK', INPUT, 'SHA-1 or MD5'),
    ),
    judged('signed with ECDSA and SHA-1', { hash: 'sha1' }, refuse('SIGNATURE_WEAK', INPUT, 'SHA-1 or MD5')),
    judged(
      'signed with RSASSA-PSS and SHA-1',
      { issuer: rsaCa, hash: 'pss-sha1' },
      refuse('SIGNATURE_WEAK', INPUT, 'SHA-1 or MD5'),
    ),
    judged(
      'RSA of 1024 bits',
      { keys: rsa('short', 1024) },
      refuse('RSA_KEY_TOO_SHORT', INPUT, '1024 bits', 'at least 2048'),
    ),
    judged(
      'secp256k1',
      { keys: ec('a', 'secp256k1') },
      refuse('CURVE_UNSUPPORTED', INPUT, 'P-256, P-384 or P-521'),
    ),
    judged(
      'P-256 spelled out in numbers',
      { keys: ecExplicit() },
      refuse('CURVE_UNSUPPORTED', INPUT, 'named curve'),
    ),
    judged(
      'Ed448',
      { keys: ed448() },
      refuse('KEY_ALGORITHM_UNSUPPORTED', INPUT, 'kind of key that Cloudflare does not accept'),
    ),
    judged(
      'X25519, which cannot sign',
      { keys: x25519() },
      refuse('KEY_ALGORITHM_UNSUPPORTED', INPUT, 'kind of key that Cloudflare does not accept'),
    ),
    judged(
      'RSA-PSS key',
      { keys: rsaPss() },
      refuse('KEY_ALGORITHM_UNSUPPORTED', INPUT, 'kind of key that Cloudflare does not accept'),
    ),
    judged(
      'everything wrong at once',
      {
        keys: rsa('short', 1024),
        issuer: undefined,
        hash: 'sha1',
        from: at - 2 * DAY,
        to: at - DAY,
        extensions: usage(made.keyUsage('keyEncipherment')).extensions ?? [],
      },
      { ...refuse('KEY_USAGE_WITHOUT_DIGITAL_SIGNATURE', INPUT), ...UNCHECKED },
      refuse('RSA_KEY_TOO_SHORT', INPUT),
      SELF,
      refuse('EXPIRED', INPUT),
    ),
  ];
}
