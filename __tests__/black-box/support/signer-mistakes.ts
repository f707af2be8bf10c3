import type { GithubOidc } from '../../../sandbox/signers/github-oidc.ts';
import type { StepCa } from '../../../sandbox/signers/step-ca.ts';
import type { Vault } from '../../../sandbox/signers/vault.ts';

/** GitHub as it is, with a clock that is an hour off, and with tokens that name another issuer. */
export type Issuers = Readonly<Record<'github' | 'late' | 'early' | 'renamed', GithubOidc>>;
/** Vault as it should be, in its other states, and believing in those issuers. */
export type Vaults = Readonly<
  Record<'ready' | 'sealed' | 'standby' | 'lagging' | 'ending' | 'late' | 'early' | 'renamed', Vault>
>;
export type StepCas = Readonly<Record<'ready' | 'swapped' | 'late', StepCa>>;

/** A mistake in what a step says, or at the server, and what is told of it: the cause and the cure. */
export interface Mistake {
  readonly name: string;
  /** Laid over the block in `issue`; an empty text takes a line away. */
  readonly issue: Readonly<Record<string, string>>;
  readonly issuer?: keyof Issuers;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly says: readonly string[];
}

export interface VaultMistake extends Mistake {
  readonly vault?: keyof Vaults;
}
export interface StepCaMistake extends Mistake {
  readonly stepCa?: keyof StepCas;
}

const NO_ID_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined };
const STRANGER = { NODE_EXTRA_CA_CERTS: undefined };
const NOBODY_LISTENS = 'https://127.0.0.1:9';

export const VAULT_MISTAKES: readonly VaultMistake[] = [
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
  { name: 'a token of somebody that is not valid', issue: { 'token-env': 'SIGNER_TOKEN' }, env: { SIGNER_TOKEN: 'hvs.CAESIJnobodyGaveThisOne' }, says: ['token in `token-env` may not sign at `pki/sign/pulls`, or is not valid any more', 'Give it a policy'] },
  { name: 'sealed', vault: 'sealed', issue: {}, says: ['is sealed', 'Unseal it'] },
  { name: 'a replica that lags', vault: 'lagging', issue: {}, says: ['is behind (HTTP 412)', 'primary'] },
  { name: 'a standby that redirects', vault: 'standby', issue: {}, says: ['redirect (HTTP 307)', 'the active node'] },
  { name: 'TLS that is not trusted', issue: {}, env: STRANGER, says: ['authority that is not trusted here', 'Set `server-ca`'] },
  { name: 'nobody there', issue: { address: NOBODY_LISTENS }, says: ['refused the connection', 'Check `address`'] },
  { name: 'no `id-token: write`', issue: {}, env: NO_ID_TOKEN, says: ['not allowed to request an ID token', 'Add `id-token: write`'] },
]; // prettier-ignore

export const STEP_CA_MISTAKES: readonly StepCaMistake[] = [
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
