import { randomBytes } from 'node:crypto';
import type { Authority } from '../../sandbox/authority/index.ts';
import { checkToken, createTokenIssuer, createTokenKeys } from '../../sandbox/signers/github-oidc.ts';
import type { JobClaims, TokenIssuer, VerifyToken } from '../../sandbox/signers/github-oidc.ts';
import type { SignerCall } from '../../sandbox/signers/https.ts';
import { createStepCa } from '../../sandbox/signers/step-ca.ts';
import type { StepCaModel } from '../../sandbox/signers/step-ca.ts';
import { createVault } from '../../sandbox/signers/vault.ts';
import type { VaultModel } from '../../sandbox/signers/vault.ts';
import type { Trust } from '../../src/issue/signers/signing-server.ts';
import { TransportError } from '../../src/outside.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../src/outside.ts';

export const JOB: JobClaims = {
  repository: 'acme/site',
  repository_id: '4711',
  ref: 'refs/heads/main',
  environment: 'origin-pull',
};
export const SIGNERS = ['vault', 'step-ca'] as const;
export type SignerKind = (typeof SIGNERS)[number];

const GITHUB = 'https://github.test';
/** As in docs/issuing.md and the examples; the audience is that of either by default. */
const VAULT = 'https://vault.example.com:8200';
const STEP_CA = 'https://ca.example.com';

/** The same for all: making an RSA key takes longer than all else here. */
const keys = createTokenKeys();

/** What may become of an answer on its way. */
export type Tamper = (request: HttpRequest, answer: HttpAnswer) => HttpAnswer | Promise<HttpAnswer>;

/** GitHub, Vault and step-ca in memory, and the connections to them. */
export interface SignerNetwork {
  readonly github: TokenIssuer;
  /** What lets a job ask for an ID token. */
  readonly bearer: string;
  readonly env: Readonly<Record<string, string>>;
  readonly vault: VaultModel;
  readonly stepCa: StepCaModel;
  /** Serves as `connectToSigner` of a stage. */
  readonly connect: (trust: Trust) => Promise<Http>;
  /** Blocks for `issue`. */
  readonly issue: Readonly<Record<SignerKind, string>>;
  /** Every token that was given, of GitHub and of Vault. */
  readonly tokens: () => readonly string[];
  /** Requests that were sent, wherever to. */
  readonly requests: readonly HttpRequest[];
  /** Stands between from now on. */
  readonly tamper: (tamper: Tamper) => void;
}

export interface NetworkOptions {
  /** Signs certificates. */
  readonly authority: Authority;
  /** Signed the certificates of the servers. */
  readonly tls: Authority;
  readonly names: readonly string[];
  readonly now: () => number;
  readonly maxDays?: number;
  /** Whether the runner knows the authority of the servers without being told. */
  readonly runnerTrusts?: boolean;
}

/** Vault's role and step-ca's provisioner are bound to repository and environment of the one job. */
export function createSignerNetwork({
  maxDays = 100,
  runnerTrusts = false,
  ...options
}: NetworkOptions): SignerNetwork {
  const { authority, tls, names, now } = options;
  const github = createTokenIssuer(JOB, () => GITHUB, now, keys);
  const bearer = randomBytes(48).toString('base64url');
  const verify: VerifyToken = (jwt, issuer, at, leeway) =>
    checkToken(jwt, github.publicKey, issuer, at, leeway);
  const claims = { repository_id: JOB.repository_id, environment: JOB.environment ?? '' };
  const vault = createVault({
    authority,
    issuer: GITHUB,
    verify,
    now,
    loginRoles: {
      'origin-pull-rotation': {
        roleType: 'jwt',
        boundAudiences: [VAULT],
        boundClaims: claims,
        update: ['pki/sign/origin-pulls'],
      },
    },
    signRoles: {
      'origin-pulls': { keyType: 'ec', keyBits: 256, maxTtlSeconds: maxDays * 86_400, allowedNames: names },
    },
  });
  const stepCa = createStepCa({
    authority,
    tls,
    verify,
    now,
    provisioners: [
      {
        name: 'github',
        clientId: STEP_CA,
        issuer: GITHUB,
        template: claims,
        maxDurationMs: maxDays * 86_400_000,
      },
    ],
  });
  const requests: HttpRequest[] = [];
  const vaultTokens: string[] = [];
  let between: Tamper = (_, answer) => answer;

  const reach = async (request: HttpRequest, trust: Trust): Promise<HttpAnswer> => {
    const url = new URL(request.url);
    if (request.signal?.aborted === true) throw new TransportError({ reason: 'aborted', sent: 'no' });
    if (url.origin === GITHUB) {
      if (request.headers['authorization'] !== `Bearer ${bearer}`) return answerOf(401, {});
      return answerOf(200, { value: github.tokenFor(url.searchParams.get('audience') ?? '') });
    }
    const model = url.origin === VAULT ? vault : url.origin === STEP_CA ? stepCa : undefined;
    if (model === undefined) throw new TransportError({ reason: 'dns', sent: 'no' });
    if (trust.kind === 'runner' ? !runnerTrusts : !trusts(trust, tls))
      throw new TransportError({ reason: 'untrusted', sent: 'no' });
    return await asked(model, request, url);
  };
  return {
    github,
    bearer,
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: `${GITHUB}/token?v=2`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer },
    vault,
    stepCa,
    requests,
    issue: {
      vault: `vault:\n  address: ${VAULT}\n  role: origin-pulls\n  login-role: origin-pull-rotation\n  server-ca: |\n${indented(tls.certificate)}`,
      'step-ca': `step-ca:\n  address: ${STEP_CA}\n  provisioner: github\n  fingerprint: ${stepCa.fingerprint}\n`,
    },
    tokens: () => [...github.given, ...vaultTokens],
    tamper: (next) => {
      between = next;
    },
    connect: (trust) =>
      Promise.resolve(async (request) => {
        requests.push(request);
        const answer = await reach(request, trust);
        const [, token] = /"client_token":"([^"]+)"/u.exec(answer.body) ?? [];
        if (token !== undefined) vaultTokens.push(token);
        return await between(request, answer);
      }),
  };
}

async function asked(
  { answer }: VaultModel | StepCaModel,
  { method, headers, body = '{}' }: HttpRequest,
  { pathname, search }: URL,
): Promise<HttpAnswer> {
  const read: SignerCall['body'] = JSON.parse(body);
  const reply = await answer({ method, path: pathname + search, headers, body: read });
  return answerOf(reply.status, reply.json, reply.headers);
}

function answerOf(status: number, json: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, headers, body: json === undefined ? '' : JSON.stringify(json) };
}

function trusts(trust: Trust, tls: Authority): boolean {
  if (trust.kind !== 'authorities') return trust.kind === 'unverified';
  return trust.pem.replaceAll(/\s/gu, '') === tls.certificate.replaceAll(/\s/gu, '');
}

function indented(text: string): string {
  return text.trimEnd().replaceAll(/^/gmu, '    ');
}
