import { describe, expect, test } from '@jest/globals';
import { secretsSentOutward } from '../../src/inputs/job-hosts.ts';
import type { InputProblem } from '../../src/inputs/problem.ts';
import { AROUND, estate, target } from '../corpus/manifest-texts.ts';
import { leafOf } from '../main/support/material.ts';
import { read } from './support.ts';

const PROBED = { 'probe-urls': 'https://www.example.com/health' };
const refused = (input: string): InputProblem => ({
  reason: 'SECRET_SENT_OUTWARD',
  input,
  sentence:
    `\`${input}\` holds a piece of a token, of the private key or of its passphrase, and its value is sent to ` +
    'hosts that must not see it. Remove it. If an earlier run sent it, replace the secret.',
});

async function sentOutward(
  inputs: Readonly<Record<string, string>>,
  secret: string,
): Promise<readonly InputProblem[]> {
  const result = await read(inputs, { BOTH: 'text', HEADERS: 'X-Login: sesame', TOKEN: 'sesame' });
  if (result.kind !== 'valid') throw new Error('the inputs were to be sound');
  return secretsSentOutward(result.job, (text) => text.includes(secret));
}

describe('a secret on its way to hosts that may not see it', () => {
  test.each<[string, Readonly<Record<string, string>>, string, readonly string[]]>([
    [
      'in one of the URLs to probe',
      { 'probe-urls': 'https://example.com/, https://example.com/sesame' },
      'sesame',
      ['probe-urls'],
    ],
    [
      'in the value of a header',
      { ...PROBED, 'probe-request-headers': 'X-A: b\nX-Login: sesame' },
      'sesame',
      ['probe-request-headers'],
    ],
    [
      'in the name of a header',
      { ...PROBED, 'probe-request-headers': 'Sesame: b' },
      'sesame',
      ['probe-request-headers'],
    ],
    [
      'in a header as a whole',
      { ...PROBED, 'probe-request-headers': 'open: sesame' },
      'open: sesame',
      ['probe-request-headers'],
    ],
    ['in the host of an origin', { origin: 'backend, sesame:8443' }, 'sesame', ['origin']],
    [
      'in the name an origin is asked for',
      { origin: 'sesame.example.com@192.0.2.7' },
      'sesame.example.com 192',
      ['origin'],
    ],
    [
      'in what a disabling asks',
      { operation: 'disable', 'probe-urls': 'https://example.com/sesame', origin: 'sesame' },
      'sesame',
      ['probe-urls', 'origin'],
    ],
    ['nowhere', { ...PROBED, origin: 'backend', 'probe-request-headers': 'X-A: b' }, 'sesame', []],
  ])('is refused %s', async (_, inputs, secret, named) => {
    expect(await sentOutward(inputs, secret)).toEqual(named.map(refused));
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['a status', { operation: 'status' }],
    ['a deletion', { operation: 'delete', 'certificate-id': 'expired' }],
    ['a matrix', { ...AROUND, operation: 'matrix', manifest: estate(target('level: zone')) }],
  ])('is not looked for in %s, which sends nothing there', async (_, inputs) => {
    expect(await sentOutward(inputs, '')).toEqual([]);
  });

  const BUNDLE = { 'client-ca': leafOf('authority').pem, certificate: '', 'private-key': '' };
  const vault = (more: string): Readonly<Record<string, string>> => ({
    ...BUNDLE,
    issue: `vault:\n  address: https://vault.example.net\n  role: r\n${more}`,
  });
  const stepCa = (more: string): Readonly<Record<string, string>> => ({
    ...BUNDLE,
    issue: `step-ca:\n  address: https://ca.example.net\n${more}`,
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['as the token of Vault', vault('  token-env: TOKEN')],
    ['as a role of Vault', vault('  login-role: sesame')],
    ['as a namespace of Vault', vault('  token-env: BOTH\n  namespace: sesame')],
    ['as an audience', vault('  audience: sesame')],
    ['in the address of step-ca', { ...BUNDLE, issue: 'step-ca:\n  address: https://ca.example.net/sesame' }],
    ['as the token of step-ca', stepCa('  token-env: TOKEN')],
    ['as a provisioner', stepCa('  provisioner: sesame')],
    ['as the subject', { ...vault('  token-env: BOTH'), issue: `${vault('')['issue']}common-name: sesame` }],
  ])('is refused %s', async (_, inputs) => {
    expect(await sentOutward(inputs, 'sesame')).toEqual([refused('issue')]);
  });

  test('is not looked for in a subject that is the name of the zone, nor in an authority of the server', async () => {
    expect(await sentOutward(vault('  token-env: BOTH'), 'example.com')).toEqual([]);
  });

  test('is told with its target where there are several', async () => {
    const manifest = estate(
      target('level: zone', 'probe-urls: https://example.com/') +
        target('level: hostname', 'hostnames: a.example.com', 'probe-request-headers-env: HEADERS'),
    );
    expect(await sentOutward({ ...AROUND, manifest }, 'sesame')).toEqual([
      { ...refused('probe-request-headers'), target: 'example.com (a.example.com)' },
    ]);
  });
});
