import { CLIENT_CA } from './input-issue-rows.ts';
import { accepts, refuses } from './input-row.ts';
import type { InputRow } from './input-row.ts';
import { AROUND, estate, targetOf } from './manifest-texts.ts';

const BY_SERVER = { certificate: '', 'private-key': '', 'client-ca': CLIENT_CA };
const VAULT = { address: 'https://vault.example', role: 'pulls' };
const STEP_CA = { address: 'https://ca.example' };
const FINGERPRINT = 'AB:'.repeat(31) + 'cd';

const block = (kind: string, values: Readonly<Record<string, string>>): string =>
  `${kind}:\n${Object.entries(values)
    .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`)
    .join('')}`;
const vault = (
  name: string,
  values: Readonly<Record<string, string>>,
  reason: string,
  says: readonly string[] = [],
  more: Parameters<typeof refuses>[5] = {},
): InputRow =>
  refuses(`a Vault ${name}`, { ...BY_SERVER, issue: block('vault', values) }, reason, 'issue', says, more);
const stepCa = (name: string, values: Readonly<Record<string, string>>, ...says: string[]): InputRow =>
  refuses(
    `a step-ca ${name}`,
    { ...BY_SERVER, issue: block('step-ca', values) },
    'SIGNER_SETTING',
    'issue',
    says,
  );

const inManifest = (
  server: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
  kind = 'vault',
): InputRow['inputs'] => ({
  ...AROUND,
  'client-ca': CLIENT_CA,
  issue: block(kind, server),
  manifest: estate(targetOf('level: zone', `issue: ${JSON.stringify({ [kind]: values })}`)),
});
/** What a thief would write into a manifest: it decides who gets a token. */
const thief = (key: string, value: string, kind = 'vault'): InputRow =>
  refuses(
    `a manifest with the \`${key}\` of a ${kind}`,
    inManifest(kind === 'vault' ? VAULT : STEP_CA, { [key]: value }, kind),
    'MANIFEST_UNKNOWN_KEY',
    'manifest',
    [`\`${key}\` in a \`${kind}\``, 'the input `issue` of the step', 'a pull request can change'],
    { env: { AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' }, secrets: ['wJalrXUtnFEMI'] },
  );

/** What people write where a server signs. */
export const signerInputRows: readonly InputRow[] = [
  accepts(
    'a Vault with what it needs',
    { ...BY_SERVER, issue: block('vault', VAULT) },
    {
      'job.requests.0.issue.signer.vault.address': 'https://vault.example',
      'job.requests.0.issue.signer.vault.mount': 'pki',
      'job.requests.0.issue.signer.vault.loginMount': 'jwt',
      'job.requests.0.issue.signer.vault.loginRole': undefined,
      'job.requests.0.issue.signer.vault.audience': 'https://vault.example',
    },
  ),
  accepts(
    'a Vault with every setting',
    {
      ...BY_SERVER,
      issue: block('vault', {
        ...VAULT,
        address: 'https://vault.example:8200/prefix/',
        mount: 'pki/origin.pulls',
        'login-mount': 'github',
        'login-role': 'rotation',
        audience: 'vault',
        namespace: 'team/a',
        'token-env': 'TOKEN_OF_MINE',
      }),
    },
    {
      'job.requests.0.issue.signer.vault.address': 'https://vault.example:8200/prefix',
      'job.requests.0.issue.signer.vault.mount': 'pki/origin.pulls',
      'job.requests.0.issue.signer.vault.loginMount': 'github',
      'job.requests.0.issue.signer.vault.audience': 'vault',
      'job.requests.0.issue.signer.vault.namespace': 'team/a',
      'job.requests.0.issue.signer.vault.token': 'hvs.a0b1c2d3e4f5',
    },
    { env: { TOKEN_OF_MINE: ' hvs.a0b1c2d3e4f5\n' } },
  ),
  accepts(
    'a step-ca with a fingerprint',
    {
      ...BY_SERVER,
      issue: block('step-ca', { ...STEP_CA, provisioner: 'GitHub jobs', fingerprint: FINGERPRINT }),
    },
    {
      'job.requests.0.issue.signer.stepCa.provisioner': 'GitHub jobs',
      'job.requests.0.issue.signer.stepCa.fingerprint': FINGERPRINT,
      'job.requests.0.issue.signer.stepCa.audience': undefined,
    },
  ),
  accepts(
    'a Vault of the step, with a role in the manifest',
    inManifest(VAULT, { role: 'pulls-of-the-shop', mount: 'shop' }),
    {
      'job.requests.0.issue.signer.vault.address': 'https://vault.example',
      'job.requests.0.issue.signer.vault.role': 'pulls-of-the-shop',
      'job.requests.0.issue.signer.vault.mount': 'shop',
    },
  ),
  thief('token-env', 'AWS_SECRET_ACCESS_KEY'),
  thief('token-env', 'AWS_SECRET_ACCESS_KEY', 'step-ca'),
  thief('address', 'https://thief.example'),
  thief('address', 'https://thief.example', 'step-ca'),
  thief('audience', 'https://vault.example'),
  thief('server-ca', 'text of an authority'),
  thief('fingerprint', FINGERPRINT, 'step-ca'),
  refuses(
    'a manifest with a role of a Vault whose address is nowhere',
    { ...inManifest(VAULT, { role: 'pulls' }), issue: '' },
    'SIGNER_ADDRESS',
    'manifest',
    ['has no `address`', 'into the input `issue` of the step'],
  ),
  refuses(
    'a Vault without client-ca',
    { ...BY_SERVER, 'client-ca': '', issue: block('vault', VAULT) },
    'CLIENT_CA_MISSING',
    'issue',
    ['authorities that the origin trusts'],
  ),
  vault('without an address', { role: 'pulls' }, 'SIGNER_ADDRESS', ['has no `address`']),
  vault('without a role', { address: VAULT.address }, 'SIGNER_ROLE_MISSING', ['has no `role`']),
  vault('by plain http', { ...VAULT, address: 'http://vault.example' }, 'SIGNER_ADDRESS', ['https']),
  vault(
    'with credentials in its address',
    { ...VAULT, address: 'https://me:4bF9qLz7x@vault.example' },
    'SIGNER_ADDRESS',
    ['without user'],
    { secrets: ['4bF9qLz7x'] },
  ),
  vault(
    'with a token in its address',
    { ...VAULT, address: 'https://vault.example/?token=hvs.4bF9qLz7x' },
    'SIGNER_ADDRESS',
    ['query'],
    { secrets: ['4bF9qLz7x'] },
  ),
  vault('with an unknown key', { ...VAULT, rolle: 'a' }, 'ISSUE_UNKNOWN_KEY', ['`rolle`', '`role`']),
  vault('with its token itself', { ...VAULT, token: 'hvs.4bF9qLz7x' }, 'ISSUE_UNKNOWN_KEY', ['`token-env`'], {
    secrets: ['4bF9qLz7x'],
  }),
  vault('with a token of no variable', { ...VAULT, 'token-env': 'NOT_SET' }, 'MANIFEST_VARIABLE_MISSING', [
    'NOT_SET',
  ]),
  vault(
    'with a token of two lines',
    { ...VAULT, 'token-env': 'TOKEN_OF_MINE' },
    'SIGNER_SETTING',
    ['spaces, line ends'],
    { env: { TOKEN_OF_MINE: 'hvs.4bF9qLz7x\nX-Vault-Namespace: root' }, secrets: ['4bF9qLz7x'] },
  ),
  vault('whose mount leads elsewhere', { ...VAULT, mount: 'pki/../sys' }, 'SIGNER_SETTING', ['`mount`']),
  vault('whose role leads elsewhere', { ...VAULT, role: '..' }, 'SIGNER_SETTING', ['`role`']),
  vault('with an authority that is none', { ...VAULT, 'server-ca': 'vault.pem' }, 'SIGNER_SERVER_CA', [
    'holds no certificate',
  ]),
  stepCa('with a fingerprint that is none', { ...STEP_CA, fingerprint: 'abc' }, 'SHA-256 fingerprint'),
  stepCa('with an audience of two words', { ...STEP_CA, audience: 'a b' }, '`audience`'),
  refuses(
    'two servers',
    { ...BY_SERVER, issue: block('vault', VAULT) + block('step-ca', STEP_CA) },
    'TWO_SIGNERS',
    'issue',
    ['another signer'],
  ),
  refuses('a Vault that is no block', { ...BY_SERVER, issue: 'vault: https://a.b' }, 'ISSUE_SHAPE', 'issue', [
    'keys and values where a `vault` should be',
  ]),
];
