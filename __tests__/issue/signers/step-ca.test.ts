import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startStepCa, type StepCa } from '../../../sandbox/signers/step-ca.ts';
import type { ServerWorld, Trust } from '../../../src/issue/signers/signing-server.ts';
import { stepCaSigner, type StepCaSettings } from '../../../src/issue/signers/step-ca.ts';
import { certificatesIn, DAY, failureOf, JOB, NAME, requestOf, surroundings, worldOf } from './support.ts';
import type { Surroundings, Watched } from './support.ts';

let base: Surroundings;
let ca: StepCa;
let world: Watched;

beforeAll(async () => {
  base = await surroundings();
});
afterAll(async () => {
  await base[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const { authority, tls, github } = base;
  const provisioner = { issuer: github.issuer, maxDurationMs: 2400 * 3_600_000 };
  const template = { repository_id: JOB.repository_id, environment: 'production' };
  ca = await startStepCa({
    authority,
    tls,
    provisioners: [
      { ...provisioner, name: 'everybody', clientId: 'everybody', template: 'default' },
      { ...provisioner, name: 'github', clientId: 'https://ca.example', template },
      { ...provisioner, name: 'short', clientId: 'short', template, maxDurationMs: DAY },
      { ...provisioner, name: 'policy', clientId: 'policy', template, allowedNames: ['other.example'] },
      { ...provisioner, name: 'staging', clientId: 'staging', template: { environment: 'staging' } },
    ],
  });
  world = worldOf(github.env);
  github.alter((claims) => claims);
});
afterEach(async () => {
  await ca.close();
});

const settings = (more: Partial<StepCaSettings> = {}): StepCaSettings => ({
  address: ca.address,
  provisioner: 'github',
  audience: undefined,
  fingerprint: ca.fingerprint,
  serverCa: undefined,
  token: undefined,
  ...more,
});

describe('with the identity of the job', () => {
  test('a request is signed, with the root trusted by its fingerprint and the audience found by the name', async () => {
    const [leaf, ...chain] = certificatesIn(await stepCaSigner(settings(), world).sign(base.request));
    expect(leaf?.publicKey.equals(base.request.publicKey)).toBe(true);
    expect(leaf?.subject).toBe(`CN=${NAME}`);
    expect(chain.map(({ subject }) => subject)).toEqual(['CN=Signing authority']);
    expect(ca.calls.map(({ path }) => path)).toEqual([
      `/root/${ca.fingerprint}`,
      '/provisioners?limit=100',
      '/provisioners?limit=100&cursor=1',
      '/1.0/sign',
    ]);
  });

  test('the ID token is masked before it is sent', async () => {
    await stepCaSigner(settings(), world).sign(base.request);
    expect(world.masked).toContain(base.github.given.at(-1));
  });

  test('an answer that was lost is asked for again with another ID token, as each is good once', async () => {
    const before = base.github.given.length;
    ca.loseAnswer(/sign/u);
    await stepCaSigner(settings(), world).sign(base.request);
    expect(base.github.given.length - before).toBe(2);
    expect(ca.calls.filter(({ path }) => path === '/1.0/sign').map(({ status }) => status)).toEqual([
      201, 201,
    ]);
  });

  test('a look without signing leaves its token unused', async () => {
    await stepCaSigner(settings(), world).check();
    expect(ca.calls.some(({ path }) => path === '/1.0/sign')).toBe(false);
  });

  test('a fingerprint may have colons and capitals', async () => {
    const fingerprint = (ca.fingerprint.toUpperCase().match(/../gu) ?? []).join(':');
    await expect(stepCaSigner(settings({ fingerprint }), world).check()).resolves.toBeUndefined();
  });

  test('an audience and an authority that are given need no further call', async () => {
    const given = { audience: 'https://ca.example', serverCa: base.tls.certificate, fingerprint: undefined };
    await stepCaSigner(settings(given), world).sign(base.request);
    expect(ca.calls.map(({ path }) => path)).toEqual(['/1.0/sign']);
  });
});

test('the default template answers with its own names: what is asked for is not what comes', async () => {
  const [leaf] = certificatesIn(
    await stepCaSigner(settings({ provisioner: 'everybody' }), world).sign(base.request),
  );
  expect(leaf?.subject).toContain('repo:acme/site');
});

test('of an answer with a root, only the one that the fingerprint names is trusted', async () => {
  const trusted: Trust[] = [];
  ca.showRoot(base.tls.certificate + base.authority.certificate);
  const connect: ServerWorld['connect'] = (trust) => {
    trusted.push(trust);
    return world.connect(trust);
  };
  await stepCaSigner(settings(), { ...world, connect }).sign(base.request);
  const pem = trusted.flatMap((trust) => (trust.kind === 'authorities' ? [trust.pem] : []));
  expect(pem).toEqual([base.tls.certificate]);
});

test('another root than the fingerprint names is not trusted, and no token is asked for', async () => {
  const before = base.github.given.length;
  ca.showRoot(base.authority.certificate);
  const error = await failureOf(stepCaSigner(settings(), world).sign(base.request));
  expect(error.happened).toContain('does not match `fingerprint`');
  expect(base.github.given).toHaveLength(before);
});

test.each<[string, Partial<StepCaSettings>, string, string]>([
  [
    'an unknown fingerprint',
    { fingerprint: 'ab'.repeat(32) },
    'no root with this `fingerprint`',
    'step certificate fingerprint',
  ],
  ['an unknown provisioner', { provisioner: 'nobody' }, 'no OIDC provisioner `nobody`', '`provisioner`'],
  ['another audience', { audience: 'https://other.example' }, 'audience `https://other.example`', 'clientID'],
  ['a lifetime over the maximum', { provisioner: 'short' }, 'as long as `validity`', 'maxTLSCertDuration'],
  ['a name that the policy does not allow', { provisioner: 'policy' }, "step-ca's policy", 'common name'],
  ['a template that refuses', { provisioner: 'staging' }, 'environment `production`', 'template'],
  [
    'TLS that is not trusted',
    { fingerprint: undefined },
    'authority that is not trusted here',
    '`server-ca`',
  ],
  ['a one-time token that is none', { token: 'eyJ.a.b' }, 'did not let this job in', 'clientID'],
])('%s is told with cause and cure', async (_, more, happened, remedy) => {
  const error = await failureOf(stepCaSigner(settings(more), world).sign(base.request));
  expect(error.code).toBe('SIGNER_FAILED');
  expect(error.happened).toContain(happened);
  expect(error.remedy).toContain(remedy);
  expect(error.message).not.toContain(base.github.given.at(-1) ?? 'no token');
});

test.each<[string, (seconds: number) => object]>([
  ['has expired', (seconds) => ({ exp: seconds - 3600 })],
  ['was made before the authority started', (seconds) => ({ iat: seconds - 3600 })],
  ['is of another issuer', () => ({ iss: 'https://elsewhere.example' })],
])('an ID token that %s is refused, and what was sent is told', async (_, change) => {
  base.github.alter((claims) => ({ ...claims, ...change(Math.floor(Date.now() / 1000)) }));
  const error = await failureOf(stepCaSigner(settings(), world).sign(base.request));
  expect(error.happened).toContain('subject `repo:acme/site:environment:production`');
});

test('a lifetime is never asked for beyond the request', async () => {
  const request = requestOf({ notAfter: Date.now() + 10 * DAY });
  const [leaf] = certificatesIn(await stepCaSigner(settings(), world).sign(request));
  expect(Math.abs(Date.parse(leaf?.validTo ?? '') - request.notAfter)).toBeLessThan(2000);
});
