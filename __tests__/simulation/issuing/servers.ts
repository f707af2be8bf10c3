import { randomBytes } from 'node:crypto';
import type { Authority } from '../../../sandbox/authority/index.ts';
import { checkToken, createTokenIssuer, createTokenKeys } from '../../../sandbox/signers/github-oidc.ts';
import type { SignerCall, SignerReply } from '../../../sandbox/signers/https.ts';
import { createStepCa } from '../../../sandbox/signers/step-ca.ts';
import type { StepCaModel } from '../../../sandbox/signers/step-ca.ts';
import { createVault } from '../../../sandbox/signers/vault.ts';
import type { ServerWorld } from '../../../src/issue/signers/signing-server.ts';
import { TransportError } from '../../../src/outside.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../../src/outside.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { SignerFault } from './signing.ts';

export const SIGNER = 'https://signer.example:8200';
const GITHUB = 'https://github.example/token';
const BEARER = randomBytes(48).toString('base64url');
const ISSUER = 'https://token.actions.githubusercontent.com';
const JOB = { repository: 'acme/site', repository_id: '4711', ref: 'refs/heads/main', environment: 'origin' };
export const AUDIENCE = 'origin-pulls';
/** As `vault` and `step-ca` in `issue` would say it. */
export const ROLE = 'origin-pull';

/** The servers of a world: GitHub's issuer, Vault and step-ca, on virtual time. */
export interface SignerServers {
  readonly env: ServerWorld['env'];
  readonly connect: ServerWorld['connect'];
  /** Tokens of Vault that a run left open. */
  readonly openTokens: () => number;
}

/** The same do for all worlds. */
const keys = createTokenKeys();

export function signerServers(
  world: SimulatedWorld,
  authority: Pick<Authority, 'certificate' | 'certify'>,
  { commonName, validity }: { readonly commonName: string; readonly validity: number },
  fault: SignerFault | undefined,
): SignerServers {
  const now = (): number => world.time.now;
  const github = createTokenIssuer(JOB, () => ISSUER, now, keys);
  github.alter((claims) =>
    fault === 'token expired' ? { ...claims, exp: Number(claims['iat']) - 3600 } : claims,
  );
  const common = {
    authority,
    now,
    verify: (jwt: string, issuer: string, at: number, leeway?: number) =>
      checkToken(jwt, github.publicKey, issuer, at, leeway),
  };
  const bound = fault === 'refuses' ? { environment: 'another' } : { environment: JOB.environment };
  const vault = createVault({
    ...common,
    issuer: ISSUER,
    loginRoles: {
      [ROLE]: {
        roleType: 'jwt',
        boundAudiences: [AUDIENCE],
        boundClaims: bound,
        update: [`pki/sign/${ROLE}`],
      },
    },
    signRoles: {
      [ROLE]: {
        keyType: 'ec',
        keyBits: 256,
        maxTtlSeconds: Math.ceil(validity / 1000),
        allowedNames: [commonName],
      },
    },
  });
  if (fault === 'sealed') vault.setState('sealed');
  // Only where it is asked: it reads the certificate of its authority.
  let stepCa: StepCaModel | undefined;
  const stepCaOf = (): StepCaModel =>
    (stepCa ??= createStepCa({
      ...common,
      tls: authority,
      provisioners: [
        { name: ROLE, clientId: AUDIENCE, issuer: ISSUER, template: bound, maxDurationMs: validity },
      ],
    }));
  const server = async (call: SignerCall): Promise<SignerReply> => {
    if (fault === 'fails') return { status: 500, json: {} };
    if (fault === 'sealed' && call.path.startsWith('/1.0')) return { status: 503, json: {} };
    const answer = await (call.path.startsWith('/v1/') ? vault : stepCaOf()).answer(call);
    const signs = /\/sign(?:\/|$)/u.test(call.path);
    return fault === 'no certificate' && signs ? { status: answer.status, json: {} } : answer;
  };
  let losses = fault === 'answer lost' || fault === 'is slow' ? 1 : 0;
  const http: Http = async (request) => {
    await world.time.sleep(world.latency(), request.signal);
    if (request.url.startsWith(GITHUB)) return tokenFor(request, github.tokenFor);
    if (fault === 'another name in TLS') throw new TransportError({ reason: 'other-name', sent: 'no' });
    const answer = await server(callOf(request));
    const signs = /\/sign(?:\/|$)/u.test(request.url);
    if (signs && losses > 0) {
      losses -= 1;
      if (fault === 'is slow') await world.time.sleep(request.timeoutMs, request.signal);
      throw new TransportError({ reason: fault === 'is slow' ? 'timeout' : 'reset', sent: 'perhaps' });
    }
    return asAnswer(answer.status, answer.json);
  };
  return {
    env: { ACTIONS_ID_TOKEN_REQUEST_URL: `${GITHUB}?v=2`, ACTIONS_ID_TOKEN_REQUEST_TOKEN: BEARER },
    connect: () => Promise.resolve(http),
    openTokens: vault.openTokens,
  };
}

function tokenFor({ url, headers }: HttpRequest, tokenOf: (audience: string) => string): HttpAnswer {
  if (headers['authorization'] !== `Bearer ${BEARER}`) return asAnswer(401, {});
  return asAnswer(200, { value: tokenOf(new URL(url).searchParams.get('audience') ?? '') });
}

function callOf({ method, url, headers, body }: HttpRequest): SignerCall {
  const { pathname, search } = new URL(url);
  const read: unknown = JSON.parse(body ?? '{}');
  const fields = typeof read === 'object' && read !== null ? { ...read } : {};
  return { method, path: `${pathname}${search}`, headers, body: fields };
}

function asAnswer(status: number, json: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(json ?? {}) };
}
