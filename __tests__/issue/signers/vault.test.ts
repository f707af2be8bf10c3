import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../../sandbox/authority/index.ts';
import { startVault, type Vault, type VaultOptions } from '../../../sandbox/signers/vault.ts';
import { vaultRefused, type VaultSettings } from '../../../src/issue/signers/vault-errors.ts';
import { vaultSigner } from '../../../src/issue/signers/vault.ts';
import { certificatesIn, DAY, failureOf, JOB, NAME, requestOf, surroundings, worldOf } from './support.ts';
import type { Surroundings, Watched } from './support.ts';

let base: Surroundings;
let vault: Vault;
let world: Watched;

const OWN_TOKEN = 'hvs.CAESIJ1own0token';
const role = { roleType: 'jwt', boundClaims: {}, update: ['pki/sign/pulls'] } as const;

async function start(more: Partial<VaultOptions> = {}): Promise<Vault> {
  return await startVault({
    authority: base.authority,
    tls: base.tls,
    issuer: base.github.issuer,
    loginRoles: {
      rotation: {
        ...role,
        boundAudiences: ['https://vault.example'],
        boundClaims: { repository_id: JOB.repository_id, environment: 'production' },
      },
      people: { ...role, roleType: 'oidc', boundAudiences: [] },
      unbound: { ...role, boundAudiences: [] },
      staging: {
        ...role,
        boundAudiences: ['https://vault.example'],
        boundClaims: { environment: 'staging' },
      },
      subject: {
        ...role,
        boundAudiences: ['https://vault.example'],
        boundSubject: 'repo:acme/site:ref:refs/heads/main',
      },
      powerless: { ...role, boundAudiences: ['https://vault.example'], update: [] },
    },
    signRoles: {
      pulls: { keyType: 'ec', keyBits: 256, maxTtlSeconds: 100 * 86_400, allowedNames: [NAME] },
      rsa: { keyType: 'rsa', keyBits: 2048, maxTtlSeconds: 100 * 86_400, allowedNames: [NAME] },
    },
    tokens: { [OWN_TOKEN]: ['pki/sign/pulls', 'pki/sign/rsa', 'pki/sign/none', 'other/sign/pulls'] },
    ...more,
  });
}

const settings = (more: Partial<VaultSettings> = {}): VaultSettings => ({
  address: vault.address,
  mount: 'pki',
  role: 'pulls',
  loginMount: 'jwt',
  loginRole: 'rotation',
  audience: 'https://vault.example',
  namespace: undefined,
  serverCa: base.tls.certificate,
  token: undefined,
  ...more,
});

beforeAll(async () => {
  base = await surroundings();
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
});
beforeEach(async () => {
  vault = await start();
  world = worldOf(base.github.env);
  base.github.alter((claims) => claims);
});
afterEach(async () => {
  await vault.close();
});

describe('with the identity of the job', () => {
  test('a request is signed, and the answer is PEM with the leaf first', async () => {
    const answer = await vaultSigner(settings(), world).sign(base.request);
    const [leaf, ...chain] = certificatesIn(answer);
    expect(leaf?.publicKey.equals(base.request.publicKey)).toBe(true);
    expect(leaf?.subject).toBe(`CN=${NAME}`);
    expect(leaf?.subjectAltName).toBeUndefined();
    expect(Math.abs(Date.parse(leaf?.validTo ?? '') - base.request.notAfter)).toBeLessThan(5000);
    expect(chain.map(({ subject }) => subject)).toEqual(['CN=Signing authority']);
  });

  test('both tokens are masked, and the one of Vault is revoked', async () => {
    await vaultSigner(settings(), world).sign(base.request);
    expect(world.masked).toContain(base.github.given.at(-1));
    expect(world.masked.some((one) => one.startsWith('hvs.'))).toBe(true);
    expect(vault.calls.map(({ path }) => path)).toEqual([
      '/v1/auth/jwt/login',
      '/v1/pki/sign/pulls',
      '/v1/auth/token/revoke-self',
    ]);
    expect(vault.openTokens()).toBe(0);
  });

  test('it is revoked after a failure as well', async () => {
    await failureOf(vaultSigner(settings({ role: 'none' }), world).sign(base.request));
    expect(vault.openTokens()).toBe(0);
  });

  test('and after a cancel, though nothing else is asked any more', async () => {
    const stop = new AbortController();
    const stopping = worldOf(base.github.env, stop.signal);
    const signer = vaultSigner(settings(), {
      ...stopping,
      protect: (secret) => {
        stopping.protect(secret);
        if (secret.startsWith('hvs.')) stop.abort();
      },
    });
    expect((await failureOf(signer.sign(base.request))).happened).toContain('cancelled');
    expect(vault.openTokens()).toBe(0);
  });

  test('a look without signing logs in and out', async () => {
    await vaultSigner(settings(), world).check();
    expect(vault.calls.map(({ path }) => path)).toEqual(['/v1/auth/jwt/login', '/v1/auth/token/revoke-self']);
  });

  test('an answer that was lost is asked for again, with the same key', async () => {
    vault.loseAnswer(/sign/u);
    const [leaf] = certificatesIn(await vaultSigner(settings(), world).sign(base.request));
    expect(leaf?.publicKey.equals(base.request.publicKey)).toBe(true);
    expect(vault.calls.filter(({ path }) => path.includes('/sign/'))).toHaveLength(2);
    expect(world.waits).toEqual([2000]);
  });

  test('a login whose answer was lost asks for another ID token', async () => {
    const before = base.github.given.length;
    vault.loseAnswer(/login/u);
    await vaultSigner(settings(), world).sign(base.request);
    expect(base.github.given.length - before).toBe(2);
  });
});

test('a token that somebody has is used, and neither revoked nor joined by an ID token', async () => {
  const before = base.github.given.length;
  await vaultSigner(settings({ token: OWN_TOKEN }), world).sign(base.request);
  expect(vault.calls.map(({ path }) => path)).toEqual(['/v1/pki/sign/pulls']);
  expect(base.github.given).toHaveLength(before);
});

test('a namespace goes with every call', async () => {
  await vault.close();
  vault = await start({ namespace: 'team' });
  await vaultSigner(settings({ namespace: 'team' }), world).sign(base.request);
  const without = await failureOf(vaultSigner(settings(), world).sign(base.request));
  expect(without.remedy).toContain('namespace');
});

test('a lifetime above the maximum comes back shorter', async () => {
  const request = requestOf({ notAfter: Date.now() + 365 * DAY });
  const [leaf] = certificatesIn(await vaultSigner(settings(), world).sign(request));
  expect(Date.parse(leaf?.validTo ?? '')).toBeLessThan(Date.now() + 101 * DAY);
});

test.each<[string, Partial<VaultSettings>, string, string]>([
  ['no such login role', { loginRole: 'nobody' }, 'no role `nobody`', 'login-role'],
  ['no login role and no default', { loginRole: undefined }, 'no default role', 'login-role'],
  ['a login role for people', { loginRole: 'people' }, 'is for people', 'role_type=jwt'],
  [
    'another audience',
    { audience: 'https://other.example' },
    '`https://other.example` was sent',
    'bound_audiences',
  ],
  [
    'a role that binds no audience',
    { loginRole: 'unbound' },
    '`https://vault.example` was sent',
    'bound_audiences',
  ],
  [
    'a claim that does not match',
    { loginRole: 'staging' },
    'claim `environment` of the ID token: `production`',
    'bound_claims',
  ],
  [
    'a subject that is not allowed',
    { loginRole: 'subject' },
    'subject of the ID token: `repo:acme/site:environment:production`',
    '`repository_id` and `environment`',
  ],
  [
    'a policy that denies',
    { loginRole: 'powerless' },
    'does not allow signing at `pki/sign/pulls`',
    'capabilities = ["update"]',
  ],
  ['no such signing role', { role: 'none', token: OWN_TOKEN }, 'no role `none`', '`role`'],
  ['a role for RSA alone', { role: 'rsa', token: OWN_TOKEN }, 'does not sign this type of key', 'key_type'],
  ['no such engine', { mount: 'other', token: OWN_TOKEN }, 'no PKI engine at `other`', '`mount`'],
  ['a token that is not valid', { token: 'hvs.another' }, 'or is not valid any more', 'policy'],
  ['TLS that is not trusted', { serverCa: undefined }, 'authority that is not trusted here', '`server-ca`'],
])('%s is told with cause and cure', async (_, more, happened, remedy) => {
  const error = await failureOf(vaultSigner(settings(more), world).sign(base.request));
  expect(error.code).toBe('SIGNER_FAILED');
  expect(error.happened).toContain(happened);
  expect(error.remedy).toContain(remedy);
  expect(error.message).not.toMatch(/hvs\.|eyJ/u);
});

test.each<[string, (now: number) => object, string]>([
  ['of another issuer', () => ({ iss: 'https://elsewhere.example' }), 'issuer'],
  ['that has expired', (now) => ({ exp: now - 3600 }), 'expired'],
  ['of another repository', () => ({ repository_id: '9' }), 'claim `repository_id` of the ID token: `9`'],
])('an ID token %s is refused in these words', async (_, change, words) => {
  base.github.alter((claims) => ({ ...claims, ...change(Math.floor(Date.now() / 1000)) }));
  const error = await failureOf(vaultSigner(settings(), world).sign(base.request));
  expect(error.happened).toContain(words);
});

test.each<[Parameters<Vault['setState']>[0], string, number]>([
  ['sealed', 'is sealed', 3],
  ['lagging', 'is behind', 3],
  ['standby', 'redirect (HTTP 307)', 1],
])('a server that is %s is asked as often as helps, and named so', async (state, words, calls) => {
  vault.setState(state);
  const error = await failureOf(vaultSigner(settings({ token: OWN_TOKEN }), world).sign(base.request));
  expect(error.happened).toContain(words);
  expect(vault.calls).toHaveLength(calls);
});

test('an authority that ends before the certificate would is named', async () => {
  await vault.close();
  const ending = { subject: 'Ends soon', notAfter: Date.now() + 10 * DAY };
  vault = await start({ authority: await createAuthority(ending) });
  const error = await failureOf(vaultSigner(settings({ token: OWN_TOKEN }), world).sign(base.request));
  expect(error.happened).toContain('would outlive Vault');
  expect(error.remedy).toContain('validity');
});

test('a token that Vault itself calls invalid is told as that', () => {
  const json = { errors: ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'] };
  expect(vaultRefused('sign', { status: 403, json }, settings()).happened).toMatch(/refused the token\./u);
});

test('a name that the role does not allow is told without asking again', async () => {
  const error = await failureOf(
    vaultSigner(settings({ token: OWN_TOKEN }), world).sign(requestOf({ commonName: 'other.example.com' })),
  );
  expect(error.happened).toContain('does not allow the requested common name');
  expect(vault.calls).toHaveLength(1);
});
