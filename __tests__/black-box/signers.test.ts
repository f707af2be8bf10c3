import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGithubOidc } from '../../sandbox/signers/github-oidc.ts';
import type { GithubOidc } from '../../sandbox/signers/github-oidc.ts';
import { startStepCa } from '../../sandbox/signers/step-ca.ts';
import type { StepCa } from '../../sandbox/signers/step-ca.ts';
import { startVault } from '../../sandbox/signers/vault.ts';
import type { Vault } from '../../sandbox/signers/vault.ts';
import { JOB, SIGNERS } from '../support/signer-network.ts';
import type { SignerKind } from '../support/signer-network.ts';
import { API, associated, live, openBox, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import type { Played, RunOptions } from './support/play.ts';
import './support/patience.ts';

// What a process, sockets and TLS can show. All else is played in memory: __tests__/main/signers.test.ts.
const AUDIENCE = 'https://signer.example';
const DAYS = 100;

let box: Box;
let github: GithubOidc;
let vault: Vault;
let stepCa: StepCa;
/** Blocks for `issue`, and the hostname that each signer looks after. */
let signers: Readonly<Record<SignerKind, { readonly issue: string; readonly hostname: string }>>;

beforeAll(async () => {
  box = await openBox({ originMode: 'optional' });
  github = await startGithubOidc(JOB);
  const { clientAuthority: authority, webAuthority: tls } = box.sandbox;
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment ?? '' };
  const role = { roleType: 'jwt', boundAudiences: [AUDIENCE], update: ['pki/sign/pulls'] } as const;
  vault = await startVault({
    authority,
    tls,
    issuer: github.issuer,
    loginRoles: {
      rotation: { ...role, boundClaims: claims },
      staging: { ...role, boundClaims: { ...claims, environment: 'staging' } },
    },
    signRoles: {
      pulls: {
        keyType: 'ec',
        keyBits: 256,
        maxTtlSeconds: DAYS * 86_400,
        allowedNames: [WWW, box.zone.name],
      },
    },
  });
  const provisioner = { issuer: github.issuer, template: claims, maxDurationMs: DAYS * 86_400_000 };
  stepCa = await startStepCa({
    authority,
    tls,
    provisioners: [{ ...provisioner, name: 'github', clientId: AUDIENCE }],
  });
  signers = {
    vault: {
      hostname: WWW,
      issue: `vault:\n  address: ${vault.address}\n  role: pulls\n  login-role: rotation\n  audience: ${AUDIENCE}\n`,
    },
    'step-ca': {
      hostname: API,
      issue: `step-ca:\n  address: ${stepCa.address}\n  provisioner: github\n  fingerprint: ${stepCa.fingerprint}\n`,
    },
  };
});
afterAll(async () => {
  await Promise.all([vault.close(), stepCa.close(), github.close()]);
  await box[Symbol.asyncDispose]();
});

/** A run that has no key of any kind in its inputs. */
function run(kind: SignerKind, more: Partial<RunOptions> = {}): Promise<Played> {
  const { issue, hostname } = signers[kind];
  return play(box, {
    ...more,
    inputs: {
      level: 'hostname',
      hostnames: hostname,
      'client-ca': box.sandbox.clientAuthority.certificate,
      issue,
      ...more.inputs,
    },
    env: { ...github.env, ...more.env },
    texts: [github.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''],
    learnt: () => github.given,
  });
}

describe.each(SIGNERS)('with %s and no key in any secret', (kind) => {
  test('a hostname is set up and renewed, and no token is told', async () => {
    const { hostname, issue } = signers[kind];
    // The oracle knows the ID tokens; those of Vault by their form.
    const first = await run(kind);
    expect(first.result).toBe('rotated');
    const former = associated(box)[hostname];
    const renewed = await run(kind, { inputs: { issue: `${issue}key: ec-p384\n`, renew: 'always' } });
    expect(renewed.result).toBe('rotated');
    // The other signer's hostname was moved a moment ago, so what is replaced may have to stay a while.
    expect(former).toBeDefined();
    expect(associated(box)[hostname]).not.toBe(former);
    expect(associated(box)[hostname]).toBe(live(box, 'hostname').at(-1));
    const told = [first, renewed].flatMap(({ said, summary, outputs }) => [
      said,
      summary,
      ...Object.values(outputs),
    ]);
    expect(told.join('\n')).not.toMatch(/hvs\.[\w-]{20}/u);
    expect(vault.openTokens()).toBe(0);
  });

  test('a zone is rotated', async () => {
    const before = live(box, 'zone');
    const rotated = await run(kind, { inputs: { level: 'zone', hostnames: '', renew: 'always' } });
    expect(rotated.result).toBe('rotated');
    const now = live(box, 'zone');
    expect(now).toHaveLength(1);
    expect(before).not.toContain(now[0]);
  });
});

test('Vault: a claim that does not match is told with what was sent, and nothing is changed', async () => {
  const issue = signers.vault.issue.replace('login-role: rotation', 'login-role: staging');
  const ended = await run('vault', { inputs: { issue, renew: 'always' } });
  expect(ended.result).toBe('failed');
  expect(ended.said).toContain('claim `environment` of the ID token: `origin-pull` was sent');
  expect(ended.mutations).toEqual([]);
});

test('step-ca: TLS that is not trusted is told with what to give, and no ID token is asked for', async () => {
  const before = github.given.length;
  const issue = signers['step-ca'].issue.replace(/  fingerprint: .*\n/u, '');
  const ended = await run('step-ca', {
    inputs: { issue, renew: 'always' },
    env: { NODE_EXTRA_CA_CERTS: undefined },
  });
  expect(ended.result).toBe('failed');
  expect(ended.said).toContain('authority that is not trusted here');
  expect(ended.mutations).toEqual([]);
  expect(github.given).toHaveLength(before);
});
