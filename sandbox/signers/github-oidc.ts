import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID, sign, verify } from 'node:crypto';
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

/** @param now epoch milliseconds */
export async function startGithubOidc(job: JobClaims, now: () => number = Date.now): Promise<GithubOidc> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const bearer = randomBytes(48).toString('base64url');
  const given: string[] = [];
  let issuer = '';
  let change = asTheyAre;
  const token = (audience: string): string => {
    const seconds = Math.floor(now() / 1000);
    const claims = change({
      jti: randomUUID(),
      sub: `repo:${job.repository}:${job.environment === undefined ? `ref:${job.ref}` : `environment:${job.environment}`}`,
      aud: audience,
      iss: issuer,
      ...job,
      repository_owner: job.repository.split('/')[0],
      job_workflow_ref: `${job.repository}/.github/workflows/rotate.yml@${job.ref}`,
      iat: seconds,
      nbf: seconds - 600,
      exp: seconds + 300,
    });
    const parts = [{ alg: 'RS256', typ: 'JWT', kid: 'sandbox' }, claims];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
  };
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
        reply(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'sandbox', alg: 'RS256' }] });
        return;
      case '/token': {
        if (request.headers.authorization !== `Bearer ${bearer}`) {
          reply(401, { message: 'Unauthorized' });
          return;
        }
        const value = token(
          url.searchParams.get('audience') ?? `https://github.com/${job.repository.split('/')[0] ?? ''}`,
        );
        given.push(value);
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
    alter: (next) => {
      change = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

const asTheyAre = (claims: Claims): Claims => claims;

/** Why a token is not to be believed. */
export type TokenFault = 'malformed' | 'signature' | 'issuer' | 'expired' | 'not-yet';

/**
 * What a server that trusts an issuer learns from a token, with the keys it discovers there.
 * @param leewayMs for clocks that differ
 */
export async function verifyToken(
  jwt: string,
  issuer: string,
  now: number,
  leewayMs = 60_000,
): Promise<{ readonly claims: Claims } | { readonly fault: TokenFault }> {
  const [head = '', payload = '', signature = ''] = jwt.split('.');
  const claims = parseClaims(payload);
  if (claims === undefined) return { fault: 'malformed' };
  const discovery = await getJson(`${issuer}/.well-known/openid-configuration`);
  const { keys } = await getJson(String(discovery['jwks_uri']));
  const [jwk] = Array.isArray(keys) ? keys : [];
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    key,
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) return { fault: 'signature' };
  if (claims['iss'] !== discovery['issuer']) return { fault: 'issuer' };
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
