import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { startGithubOidc } from '../../sandbox/signers/github-oidc.ts';
import type { GithubOidc } from '../../sandbox/signers/github-oidc.ts';
import { startStepCa } from '../../sandbox/signers/step-ca.ts';
import type { StepCa } from '../../sandbox/signers/step-ca.ts';
import { startVault } from '../../sandbox/signers/vault.ts';
import type { Vault, VaultOptions } from '../../sandbox/signers/vault.ts';
import { JOB } from '../support/signer-network.ts';
import { openBox, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import type { Played } from './support/play.ts';
import './support/patience.ts';

// Every refusal of a signing server as a person meets it: the bundle as a process, servers with sockets and TLS.
const AUDIENCE = 'https://signer.example';
const DAY = 86_400_000;
const HOUR = 3_600_000;
const AT_ONCE = 4;

/** GitHub as it is, with a clock that is an hour off, and with tokens that name another issuer. */
type Issuers = Readonly<Record<'github' | 'late' | 'early' | 'renamed', GithubOidc>>;
/** Vault as it should be, in its other states, and believing in those issuers. */
type Vaults = Readonly<
  Record<'ready' | 'sealed' | 'standby' | 'lagging' | 'ending' | 'late' | 'early' | 'renamed', Vault>
>;
type StepCas = Readonly<Record<'ready' | 'swapped' | 'late', StepCa>>;

/** A mistake in what a step says, or at the server, and what is told of it: the cause and the cure. */
interface Mistake {
  readonly name: string;
  /** Laid over the block in `issue`; an empty text takes a line away. */
  readonly issue: Readonly<Record<string, string>>;
  readonly issuer?: keyof Issuers;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly says: readonly string[];
}

interface VaultMistake extends Mistake {
  readonly vault?: keyof Vaults;
}
interface StepCaMistake extends Mistake {
  readonly stepCa?: keyof StepCas;
}

const NO_ID_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };
const STRANGER = { NODE_EXTRA_CA_CERTS: undefined };
const NOBODY_LISTENS = 'https://127.0.0.1:9';

const VAULT: readonly VaultMistake[] = [
  { name: 'a login role that is not there', issue: { 'login-role': 'nobody' }, says: ['has no role `nobody`', 'Set `login-role`'] },
  { name: 'no login role', issue: { 'login-role': '' }, says: ['no default role', 'Set `login-role`'] },
  { name: 'a login role for people', issue: { 'login-role': 'people' }, says: ['is for people', '`role_type=jwt`'] },
  { name: 'another environment', issue: { 'login-role': 'staging' }, says: ['claim `environment` of the ID token: `origin-pull` was sent', '`bound_claims`'] },
  { name: 'a claim that GitHub does not send', issue: { 'login-role': 'unsent' }, says: ['claim `ref_protected` of the ID token: nothing was sent', '`bound_claims`'] },
  { name: 'another subject', issue: { 'login-role': 'subject' }, says: ['subject of the ID token: `repo:acme/site:environment:origin-pull` was sent', 'Bind `repository_id`'] },
  { name: 'another audience', issue: { audience: 'https://other.example' }, says: ['audience of the ID token: `https://other.example` was sent', '`bound_audiences`'] },
  { name: 'a token that has expired', issuer: 'late', vault: 'late', issue: {}, says: ['has expired or is not valid yet', 'clock of the Vault server'] },
  { name: 'a token from the future', issuer: 'early', vault: 'early', issue: {}, says: ['has expired or is not valid yet', 'clock of the Vault server'] },
  { name: 'another issuer', issuer: 'renamed', vault: 'renamed', issue: {}, says: ['issuer of the ID token: `https://elsewhere.example` was sent', '`bound_issuer`'] },
  { name: 'a signature of nobody it knows', issuer: 'late', issue: {}, says: ['could not verify the signature', '`oidc_discovery_url`'] },
  { name: 'no login there', issue: { 'login-mount': 'github' }, says: ['no login at `auth/github`', '`login-mount`'] },
  { name: 'another namespace', issue: { namespace: 'team' }, says: ['in the namespace `team`', '`namespace`'] },
  { name: 'a signing role that is not there', issue: { role: 'nobody' }, says: ['no role `nobody`', 'Set `role`'] },
  { name: 'no such engine', issue: { mount: 'pki2' }, says: ['no PKI engine at `pki2`', 'Check `mount`'] },
  { name: 'a policy that denies', issue: { 'login-role': 'powerless' }, says: ['does not allow signing at `pki/sign/pulls`', 'capabilities = ["update"]'] },
  { name: 'a name that is not allowed', issue: { role: 'others' }, says: ['does not allow the requested common name', '`allowed_domains`'] },
  { name: 'a role for RSA alone', issue: { role: 'rsa' }, says: ['does not sign this type of key', '`key_type`'] },
  { name: 'a lifetime over the maximum', issue: { role: 'brief' }, says: ['`minimum-validity`'] },
  { name: 'an authority that ends before', vault: 'ending', issue: {}, says: ['would outlive', 'lower `validity`'] },
  { name: 'a token of somebody that is not valid', issue: { 'token-env': 'SIGNER_TOKEN' }, env: { SIGNER_TOKEN: 'hvs.CAESIJnobodyGaveThisOne' }, says: ['pki/sign/pulls', 'policy'] },
  { name: 'sealed', vault: 'sealed', issue: {}, says: ['is sealed', 'Unseal it'] },
  { name: 'a replica that lags', vault: 'lagging', issue: {}, says: ['is behind (HTTP 412)', 'primary'] },
  { name: 'a standby that redirects', vault: 'standby', issue: {}, says: ['redirect (HTTP 307)', 'the active node'] },
  { name: 'TLS that is not trusted', issue: {}, env: STRANGER, says: ['authority that is not trusted here', 'Set `server-ca`'] },
  { name: 'nobody there', issue: { address: NOBODY_LISTENS }, says: ['refused the connection', 'Check `address`'] },
  { name: 'no `id-token: write`', issue: {}, env: NO_ID_TOKEN, says: ['not allowed to request an ID token', 'Add `id-token: write`'] },
]; // prettier-ignore

const STEP_CA: readonly StepCaMistake[] = [
  { name: 'a provisioner that is not there', issue: { provisioner: 'gitlab' }, says: ['no OIDC provisioner `gitlab`', 'Check `provisioner`'] },
  { name: 'another audience', issue: { provisioner: '', audience: 'https://other.example' }, says: ['audience `https://other.example`', '`clientID`'] },
  { name: 'a token that has expired', issuer: 'late', stepCa: 'late', issue: {}, says: ['did not let this job in', 'the clocks must agree'] },
  { name: 'another issuer', issuer: 'renamed', issue: {}, says: ['the issuer `https://elsewhere.example`', '`clientID`'] },
  { name: 'a template that refuses', issue: { provisioner: 'staging' }, says: ['environment `origin-pull`', 'the template'] },
  { name: 'a lifetime over the maximum', issue: { provisioner: 'brief' }, says: ['as long as `validity`', '`claims.maxTLSCertDuration`'] },
  { name: 'a name that is not allowed', issue: { provisioner: 'others' }, says: ["step-ca's policy", 'Allow the common name'] },
  { name: 'the default template, with names of its own', issue: { provisioner: 'default' }, says: ['subject'] },
  { name: 'a one-time token that is none', issue: { 'token-env': 'SIGNER_TOKEN' }, env: { SIGNER_TOKEN: 'eyJhbGciOiJub25lIn0.e30.bm90LWEtdG9rZW4' }, says: ['did not let this job in', '`clientID`'] },
  { name: 'a fingerprint that is not known', issue: { fingerprint: 'ab'.repeat(32) }, says: ['no root with this `fingerprint`', 'step certificate fingerprint root_ca.crt'] },
  { name: 'another root than the fingerprint names', stepCa: 'swapped', issue: {}, says: ['does not match `fingerprint`', 'intercepting'] },
  { name: 'TLS that is not trusted', issue: { fingerprint: '' }, env: STRANGER, says: ['authority that is not trusted here', 'Set `server-ca`'] },
  { name: 'nobody there', issue: { address: NOBODY_LISTENS }, says: ['refused the connection', 'Check `address`'] },
  { name: 'no `id-token: write`', issue: {}, env: NO_ID_TOKEN, says: ['not allowed to request an ID token', 'Add `id-token: write`'] },
]; // prettier-ignore

let box: Box;
let issuers: Issuers;
let vaults: Vaults;
let stepCas: StepCas;
const ended = new Map<Mistake, Played>();

beforeAll(async () => {
  box = await openBox();
  const [github, late, early, renamed, ending, other] = await Promise.all([
    startGithubOidc(JOB),
    startGithubOidc(JOB, () => Date.now() - HOUR),
    startGithubOidc(JOB, () => Date.now() + HOUR),
    startGithubOidc(JOB),
    createAuthority({ subject: 'CN=Ends soon', notAfter: Date.now() + 10 * DAY }),
    createAuthority({ subject: 'CN=Another root' }),
  ]);
  renamed.alter((claims) => ({ ...claims, iss: 'https://elsewhere.example' }));
  issuers = { github, late, early, renamed };
  const vault = (more: Partial<VaultOptions> = {}): Promise<Vault> =>
    startVault({ ...vaultOptions(github.issuer), ...more });
  vaults = {
    ready: await vault(),
    sealed: await vault(),
    standby: await vault(),
    lagging: await vault(),
    ending: await vault({ authority: ending }),
    late: await vault({ issuer: late.issuer }),
    early: await vault({ issuer: early.issuer }),
    renamed: await vault({ issuer: renamed.issuer }),
  };
  for (const state of ['sealed', 'standby', 'lagging'] as const) vaults[state].setState(state);
  stepCas = {
    ready: await stepCaOf(github.issuer),
    swapped: await stepCaOf(github.issuer),
    late: await stepCaOf(late.issuer),
  };
  stepCas.swapped.showRoot(other.certificate);
  const plays = [
    ...VAULT.map((one) => async () => void ended.set(one, await run(one, vaultBlock(one)))),
    ...STEP_CA.map((one) => async () => void ended.set(one, await run(one, stepCaBlock(one)))),
  ];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = plays.shift(); next !== undefined; next = plays.shift()) await next();
    }),
  );
});
afterAll(async () => {
  const servers = [...Object.values(vaults), ...Object.values(stepCas), ...Object.values(issuers)];
  await Promise.all(servers.map((one) => one.close()));
  await box[Symbol.asyncDispose]();
});

function vaultOptions(issuer: string): VaultOptions {
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment ?? '' };
  const signs = ['pki/sign/pulls', 'pki/sign/nobody', 'pki/sign/others', 'pki/sign/rsa', 'pki/sign/brief', 'pki2/sign/pulls']; // prettier-ignore
  const role = {
    roleType: 'jwt',
    boundAudiences: [AUDIENCE],
    boundClaims: claims,
    update: signs,
  } as const;
  const ec = { keyType: 'ec', keyBits: 256, maxTtlSeconds: (100 * DAY) / 1000, allowedNames: [WWW] } as const;
  return {
    authority: box.sandbox.clientAuthority,
    tls: box.sandbox.webAuthority,
    issuer,
    loginRoles: {
      rotation: role,
      people: { ...role, roleType: 'oidc' },
      staging: { ...role, boundClaims: { ...claims, environment: 'staging' } },
      unsent: { ...role, boundClaims: { ref_protected: 'true' } },
      subject: { ...role, boundSubject: 'repo:acme/site:ref:refs/heads/main' },
      powerless: { ...role, update: [] },
    },
    signRoles: {
      pulls: ec,
      others: { ...ec, allowedNames: ['other.example'] },
      rsa: { ...ec, keyType: 'rsa', keyBits: 2048 },
      brief: { ...ec, maxTtlSeconds: DAY / 1000 },
    },
  };
}

function stepCaOf(issuer: string): Promise<StepCa> {
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment ?? '' };
  const own = (name: string) =>
    ({ name, clientId: `${AUDIENCE}/${name}`, issuer, template: claims, maxDurationMs: 100 * DAY }) as const;
  return startStepCa({
    authority: box.sandbox.clientAuthority,
    tls: box.sandbox.webAuthority,
    provisioners: [
      own('github'),
      { ...own('staging'), template: { ...claims, environment: 'staging' } },
      { ...own('brief'), maxDurationMs: DAY },
      { ...own('others'), allowedNames: ['other.example'] },
      { ...own('default'), template: 'default' },
    ],
  });
}

const vaultBlock = ({ vault = 'ready', issue }: VaultMistake): string =>
  blockOf('vault', {
    address: vaults[vault].address,
    role: 'pulls',
    'login-role': 'rotation',
    audience: AUDIENCE,
    ...issue,
  });
const stepCaBlock = ({ stepCa = 'ready', issue }: StepCaMistake): string => {
  const { address, fingerprint } = stepCas[stepCa];
  return blockOf('step-ca', { address, provisioner: 'github', fingerprint, ...issue });
};

function blockOf(server: string, lines: Readonly<Record<string, string>>): string {
  const given = Object.entries(lines).filter(([, value]) => value !== '');
  return `${server}:\n${given.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`;
}

/** Without a key of any kind in its inputs; what it makes and is given on its way is known to nobody here but the servers. */
function run({ issuer = 'github', env }: Mistake, issue: string): Promise<Played> {
  const github = issuers[issuer];
  const from = github.given.length;
  return play(box, {
    inputs: {
      level: 'hostname',
      hostnames: WWW,
      'client-ca': box.sandbox.clientAuthority.certificate,
      issue,
    },
    env: { ...github.env, ...env },
    texts: [github.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '', env?.['SIGNER_TOKEN'] ?? ''].filter(
      (text) => text !== '',
    ),
    learnt: () => github.given.slice(from),
  });
}

describe.each([
  ['Vault', VAULT],
  ['step-ca', STEP_CA],
])('%s', (_, mistakes) => {
  test.each(mistakes.map((one) => [one.name, one] as const))('%s is told with cause and cure', (__, one) => {
    const played = ended.get(one);
    expect(played?.result).toBe('failed');
    expect(played?.mutations).toEqual([]);
    const { said = '', summary = '', outputs = {}, files = {} } = played ?? {};
    for (const part of [...one.says, 'What to do: ']) expect(said).toContain(part);
    for (const part of one.says) expect(summary.replaceAll('`', '')).toContain(part.replaceAll('`', ''));
    const told = [said, summary, ...Object.values(outputs), ...Object.values(files)].join('\n');
    expect(told).not.toMatch(/hvs\.[\w-]{20}|eyJ[\w-]{20}|PRIVATE KEY/u);
  });
});

test('no token of Vault outlives its run, and no redirect and no server without trust gets one', () => {
  for (const vault of Object.values(vaults)) expect(vault.openTokens()).toBe(0);
  const { standby, ready } = vaults;
  expect(standby.calls.map(({ path }) => path)).toEqual(['/v1/auth/jwt/login']);
  expect(ready.calls.filter(({ path }) => path.endsWith('/revoke-self')).map(({ status }) => status)).toEqual(
    ready.calls.filter(({ path, status }) => path.endsWith('/login') && status === 200).map(() => 204),
  );
  expect(stepCas.swapped.calls.map(({ path }) => path)).toEqual([`/root/${stepCas.swapped.fingerprint}`]);
});
