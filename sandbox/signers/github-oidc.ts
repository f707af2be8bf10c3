import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { createServer, get, type IncomingMessage } from 'node:http';
import { listen, readBody } from '../net.ts';

/** What GitHub says of a job. */
export interface JobClaims {
  readonly repository: string;
  readonly repository_id: string;
  readonly ref: string;
  /** Undefined for a job without an environment. */
  readonly environment?: string;
}

export type Claims = Readonly<Record<string, unknown>>;

/** GitHub's issuer of ID tokens, as the runner hands it to a job. */
export interface GithubOidc extends AsyncDisposable {
  readonly issuer: string;
  /** Variables that `id-token: write` gives to the steps of a job. */
  readonly env: Readonly<Record<string, string>>;
  /** Tokens given so far. */
  readonly given: readonly string[];
  /** Changes what the next tokens say: a claim too many, an hour too old. */
  readonly alter: (change: (claims: Claims) => Claims) => void;
  readonly close: () => Promise<void>;
}

/** Signs what GitHub says of a job, and knows its own signature again; no socket is needed for it. */
export interface TokenIssuer {
  readonly tokenFor: (audience: string) => string;
  readonly alter: GithubOidc['alter'];
  readonly given: readonly string[];
  readonly publicKey: KeyObject;
}

/** What tokens are signed with. */
export interface TokenKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Keys that are made once, when the first token is: RSA keys take their time, and many a world asks for no token. */
export function createTokenKeys(): () => TokenKeys {
  let keys: TokenKeys | undefined;
  return () => (keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
}

/**
 * @param issuer asked for with each token
 * @param now epoch milliseconds
 * @param keys of its own, if none are given
 */
export function createTokenIssuer(
  job: JobClaims,
  issuer: () => string,
  now: () => number,
  keys = createTokenKeys(),
): TokenIssuer {
  const given: string[] = [];
  let change = asTheyAre;
  const tokenFor = (audience: string): string => {
    const seconds = Math.floor(now() / 1000);
    const claims = change({
      jti: randomUUID(),
      sub: `repo:${job.repository}:${job.environment === undefined ? `ref:${job.ref}` : `environment:${job.environment}`}`,
      aud: audience,
      iss: issuer(),
      ...job,
      repository_owner: job.repository.split('/')[0],
      job_workflow_ref: `${job.repository}/.github/workflows/rotate.yml@${job.ref}`,
      iat: seconds,
      nbf: seconds - 600,
      exp: seconds + 300,
    });
    const parts = [{ alg: 'RS256', typ: 'JWT', kid: 'sandbox' }, claims];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const token = `${text}.${sign('sha256', Buffer.from(text), keys().privateKey).toString('base64url')}`;
    given.push(token);
    return token;
  };
  return {
    tokenFor,
    alter: (next) => {
      change = next;
    },
    given,
    get publicKey() {
      return keys().publicKey;
    },
  };
}

/** @param now epoch milliseconds */
export async function startGithubOidc(job: JobClaims, now: () => number = Date.now): Promise<GithubOidc> {
  const bearer = randomBytes(48).toString('base64url');
  let issuer = '';
  const keys = createTokenKeys();
  const { tokenFor, alter, given } = createTokenIssuer(job, () => issuer, now, keys);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        reply(200, { issuer, jwks_uri: `${issuer}/.well-known/jwks` });
        return;
      case '/.well-known/jwks':
        reply(200, {
          keys: [{ ...keys().publicKey.export({ format: 'jwk' }), kid: 'sandbox', alg: 'RS256' }],
        });
        return;
      case '/token': {
        if (request.headers.authorization !== `Bearer ${bearer}`) {
          reply(401, { message: 'Unauthorized' });
          return;
        }
        const value = tokenFor(
          url.searchParams.get('audience') ?? `https://github.com/${job.repository.split('/')[0] ?? ''}`,
        );
        reply(200, { value });
        return;
      }
      default:
        reply(404, { message: 'Not Found' });
    }
  });
  const { port, close } = await listen(server);
  issuer = `http://127.0.0.1:${String(port)}`;
  return {
    issuer,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${issuer}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer,
    },
    given,
    alter,
    close,
    [Symbol.asyncDispose]: close,
  };
}

const asTheyAre = (claims: Claims): Claims => claims;

/** Why a token is not to be believed. */
export type TokenFault = 'malformed' | 'signature' | 'issuer' | 'expired' | 'not-yet';

type Verified = { readonly claims: Claims } | { readonly fault: TokenFault };

/**
 * What a server that trusts an issuer makes of a token.
 * @param leewayMs for clocks that differ
 */
export type VerifyToken = (
  jwt: string,
  issuer: string,
  now: number,
  leewayMs?: number,
) => Promise<Verified> | Verified;

/** With the keys that it discovers at the issuer. */
export const verifyToken: VerifyToken = async (jwt, issuer, now, leewayMs) => {
  const discovery = await getJson(`${issuer}/.well-known/openid-configuration`);
  const { keys } = await getJson(String(discovery['jwks_uri']));
  const [jwk] = Array.isArray(keys) ? keys : [];
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  return checkToken(jwt, key, String(discovery['issuer']), now, leewayMs);
};

/** With the issuer's key at hand. */
export function checkToken(
  jwt: string,
  key: KeyObject,
  issuer: string,
  now: number,
  leewayMs = 60_000,
): Verified {
  const [head = '', payload = '', signature = ''] = jwt.split('.');
  const claims = parseClaims(payload);
  if (claims === undefined) return { fault: 'malformed' };
  const text = Buffer.from(`${head}.${payload}`);
  if (!verify('sha256', text, key, Buffer.from(signature, 'base64url'))) return { fault: 'signature' };
  if (claims['iss'] !== issuer) return { fault: 'issuer' };
  if (Number(claims['exp']) * 1000 + leewayMs < now) return { fault: 'expired' };
  if (Number(claims['nbf']) * 1000 - leewayMs > now) return { fault: 'not-yet' };
  return { claims };
}

function parseClaims(payload: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

async function getJson(url: string): Promise<Claims> {
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false }, resolve).on('error', reject);
  });
  const value: Claims = JSON.parse((await readBody(message)).toString('utf8'));
  return value;
}
