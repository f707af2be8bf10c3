import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { startGithubOidc, type GithubOidc } from '../../sandbox/signers/github-oidc.ts';
import { startStepCa, type StepCa } from '../../sandbox/signers/step-ca.ts';
import { startVault, type Vault } from '../../sandbox/signers/vault.ts';
import { associated, live, openBox, putInForce, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import type { Played, RunOptions } from './support/play.ts';
import './support/patience.ts';

const AUDIENCE = 'https://signer.example';
const JOB = {
  repository: 'acme/site',
  repository_id: '4711',
  ref: 'refs/heads/main',
  environment: 'production',
} as const;

interface Signing extends AsyncDisposable {
  readonly box: Box;
  readonly github: GithubOidc;
  readonly vault: Vault;
  readonly stepCa: StepCa;
  /** Blocks for `issue`, by signer. */
  readonly issue: Readonly<Record<'vault' | 'step-ca', string>>;
}

/** A box with a certificate in force, and both signers, whose authority its origin trusts. */
async function openSigning(): Promise<Signing> {
  const box = await openBox();
  await putInForce(box, 'hostname');
  const github = await startGithubOidc(JOB);
  const { clientAuthority: authority, webAuthority: tls } = box.sandbox;
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment };
  const [vault, stepCa] = await Promise.all([
    startVault({
      authority,
      tls,
      issuer: github.issuer,
      loginRoles: {
        rotation: {
          roleType: 'jwt',
          boundAudiences: [AUDIENCE],
          boundClaims: claims,
          update: ['pki/sign/pulls'],
        },
      },
      signRoles: { pulls: { keyType: 'ec', keyBits: 256, maxTtlSeconds: 8_640_000, allowedNames: [WWW] } },
    }),
    startStepCa({
      authority,
      tls,
      provisioners: [
        {
          name: 'github',
          clientId: AUDIENCE,
          issuer: github.issuer,
          template: claims,
          maxDurationMs: 8_640_000_000,
        },
      ],
    }),
  ]);
  return {
    box,
    github,
    vault,
    stepCa,
    issue: {
      vault: `vault:\n  address: ${vault.address}\n  role: pulls\n  login-role: rotation\n  audience: ${AUDIENCE}\n`,
      'step-ca': `step-ca:\n  address: ${stepCa.address}\n  provisioner: github\n  fingerprint: ${stepCa.fingerprint}\n`,
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([vault.close(), stepCa.close(), github.close()]);
      await box[Symbol.asyncDispose]();
    },
  };
}

/** A run that has no key of any kind in its inputs. */
function run({ box, github }: Signing, issue: string, more: Partial<RunOptions> = {}): Promise<Played> {
  return play(box, {
    ...more,
    inputs: {
      level: 'hostname',
      hostnames: WWW,
      'client-ca': box.sandbox.clientAuthority.certificate,
      issue,
      ...more.inputs,
    },
    env: { ...github.env, ...more.env },
    texts: [github.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '', ...(more.texts ?? [])],
    learnt: () => github.given,
  });
}

const everythingToldBy = ({ said, summary, outputs }: Played): string =>
  [said, summary, ...Object.values(outputs)].join('\n');

describe.each(['vault', 'step-ca'] as const)('with %s and no key in any secret', (kind) => {
  test('a hostname is rotated, and no token is told', async () => {
    await using signing = await openSigning();
    const ended = await run(signing, signing.issue[kind]);
    expect(ended.result).toBe('rotated');
    expect(associated(signing.box)[WWW]).toBe(live(signing.box, 'hostname').at(-1));
    expect(signing.github.given.length).toBeGreaterThan(0);
    const told = everythingToldBy(ended);
    expect(signing.github.given.filter((token) => told.includes(token))).toEqual([]);
    expect(told).not.toMatch(/hvs\.[\w-]{20}/u);
    expect(signing.vault.openTokens()).toBe(0);
  });

  test('what is not due asks for no token, and changes nothing', async () => {
    await using signing = await openSigning();
    await run(signing, signing.issue[kind]);
    const before = signing.github.given.length;
    const again = await run(signing, signing.issue[kind]);
    expect(again.result).toBe('unchanged');
    expect(signing.github.given).toHaveLength(before);
  });

  test('a dry run proves that the job gets a token, and has nothing signed', async () => {
    await using signing = await openSigning();
    const planned = await run(signing, signing.issue[kind], { inputs: { 'dry-run': 'true' } });
    expect(planned.result).toBe('planned');
    expect(planned.mutations).toEqual([]);
    expect(signing.github.given.length).toBeGreaterThan(0);
    expect(
      [...signing.vault.calls, ...signing.stepCa.calls].filter(({ path }) => path.includes('sign')),
    ).toEqual([]);
  });

  test('without `id-token: write` the line to add is told, and nothing is changed', async () => {
    await using signing = await openSigning();
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };
    const ended = await run(signing, signing.issue[kind], { env });
    expect(ended.result).toBe('failed');
    expect(ended.said).toContain('id-token: write');
    expect(ended.mutations).toEqual([]);
  });

  test('another environment is refused in words, and nothing is changed', async () => {
    await using signing = await openSigning();
    signing.github.alter((claims) => ({ ...claims, environment: 'staging' }));
    const ended = await run(signing, signing.issue[kind]);
    expect(ended.result).toBe('failed');
    expect(ended.said).toContain('staging');
    expect(ended.mutations).toEqual([]);
  });

  test('a manifest may say so as well', async () => {
    await using signing = await openSigning();
    const block = signing.issue[kind].replaceAll(/^/gmu, '    ').trimEnd();
    const manifest = `defaults:\n  client-ca-file: authorities.pem\n  issue:\n${block}\nzones:\n  - zone: example.test\n    targets:\n      - level: hostname\n        hostnames: [${WWW}]\n`;
    const ended = await run(signing, '', {
      inputs: { level: '', hostnames: '', zone: '', 'client-ca': '', manifest: 'origin-pulls.yml' },
      workspace: {
        'origin-pulls.yml': manifest,
        'authorities.pem': signing.box.sandbox.clientAuthority.certificate,
      },
    });
    expect(ended.result).toBe('rotated');
  });
});

test('a token of Vault that somebody has takes the place of the identity, and is never told', async () => {
  await using signing = await openSigning();
  const token = `hvs.${randomBytes(45).toString('base64url')}`;
  await using own = await startVault({
    authority: signing.box.sandbox.clientAuthority,
    tls: signing.box.sandbox.webAuthority,
    issuer: signing.github.issuer,
    loginRoles: {},
    signRoles: { pulls: { keyType: 'ec', keyBits: 256, maxTtlSeconds: 8_640_000, allowedNames: [WWW] } },
    tokens: { [token]: ['pki/sign/pulls'] },
  });
  const issue = `vault:\n  address: ${own.address}\n  role: pulls\n  token-env: VAULT_TOKEN\n`;
  const ended = await run(signing, issue, { env: { VAULT_TOKEN: token }, texts: [token] });
  expect(ended.result).toBe('rotated');
  expect(signing.github.given).toEqual([]);
});

test.each([
  ['no client-ca', { 'client-ca': '' }, '', 'client-ca'],
  ['no address', {}, 'vault:\n  role: pulls\n', 'address'],
  ['no role', {}, 'vault:\n  address: https://vault.example\n', 'role'],
  ['plain http', {}, 'vault:\n  address: http://vault.example\n  role: pulls\n', 'https'],
  ['an unknown key', {}, 'vault:\n  address: https://vault.example\n  role: pulls\n  rolle: a\n', 'rolle'],
  [
    'a fingerprint that is none',
    {},
    'step-ca:\n  address: https://ca.example\n  fingerprint: abc\n',
    'fingerprint',
  ],
  [
    'two signers',
    {},
    'vault:\n  address: https://a.example\n  role: p\nstep-ca:\n  address: https://b.example\n',
    'another signer',
  ],
  [
    'a token of no variable',
    {},
    'vault:\n  address: https://a.example\n  role: p\n  token-env: NOT_SET\n',
    'NOT_SET',
  ],
])('%s is refused before any call', async (_, inputs, issue, words) => {
  await using signing = await openSigning();
  const ended = await run(signing, issue === '' ? signing.issue.vault : issue, { inputs });
  expect(ended.result).toBe('failed');
  expect(ended.said).toContain(words);
  expect(ended.calls).toEqual([]);
});
