import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { startGithubOidc } from '../../sandbox/signers/github-oidc.ts';
import { startStepCa } from '../../sandbox/signers/step-ca.ts';
import type { StepCa } from '../../sandbox/signers/step-ca.ts';
import { startVault } from '../../sandbox/signers/vault.ts';
import type { Vault, VaultOptions } from '../../sandbox/signers/vault.ts';
import { JOB } from '../support/signer-network.ts';
import { openBox, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import type { Played } from './support/play.ts';
import { STEP_CA_MISTAKES, VAULT_MISTAKES } from './support/signer-mistakes.ts';
import type {
  Issuers,
  Mistake,
  StepCaMistake,
  StepCas,
  VaultMistake,
  Vaults,
} from './support/signer-mistakes.ts';
import './support/patience.ts';

// Every refusal of a signing server as a person meets it: the bundle as a process, servers with sockets and TLS.
const AUDIENCE = 'https://signer.example';
const DAY = 86_400_000;
const HOUR = 3_600_000;
const AT_ONCE = 4;

const NOTHING = (): void => undefined;

let box: Box;
let issuers: Issuers;
let vaults: Vaults;
let stepCas: StepCas;
/** Each is played beside others from the start; a test waits for its own. */
const ended = new Map<Mistake, Promise<Played>>();

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
    ...VAULT_MISTAKES.map((one) => [one, vaultBlock(one)] as const),
    ...STEP_CA_MISTAKES.map((one) => [one, stepCaBlock(one)] as const),
  ];
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  for (const [index, [one, block]] of plays.entries()) {
    const played = (lanes[index % AT_ONCE] ?? Promise.resolve()).then(() => run(one, block));
    ended.set(one, played);
    lanes[index % AT_ONCE] = played.then(NOTHING, NOTHING);
  }
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
  ['Vault', VAULT_MISTAKES],
  ['step-ca', STEP_CA_MISTAKES],
])('%s', (_, mistakes) => {
  test.each(mistakes.map((one) => [one.name, one] as const))(
    '%s is told with cause and cure',
    async (__, one) => {
      const played = await ended.get(one);
      expect(played?.result).toBe('failed');
      expect(played?.mutations).toEqual([]);
      const { said = '', summary = '', outputs = {}, files = {} } = played ?? {};
      for (const part of [...one.says, 'What to do: ']) expect(said).toContain(part);
      for (const part of one.says) expect(summary.replaceAll('`', '')).toContain(part.replaceAll('`', ''));
      const told = [said, summary, ...Object.values(outputs), ...Object.values(files)].join('\n');
      expect(told).not.toMatch(/hvs\.[\w-]{20}|eyJ[\w-]{20}|PRIVATE KEY/u);
    },
  );
});

test('no token of Vault outlives its run, and no redirect and no server without trust gets one', async () => {
  await Promise.allSettled(ended.values());
  for (const vault of Object.values(vaults)) expect(vault.openTokens()).toBe(0);
  const { standby, ready } = vaults;
  expect(standby.calls.map(({ path }) => path)).toEqual(['/v1/auth/jwt/login']);
  expect(ready.calls.filter(({ path }) => path.endsWith('/revoke-self')).map(({ status }) => status)).toEqual(
    ready.calls.filter(({ path, status }) => path.endsWith('/login') && status === 200).map(() => 204),
  );
  expect(stepCas.swapped.calls.map(({ path }) => path)).toEqual([`/root/${stepCas.swapped.fingerprint}`]);
});
