import { cleanWord } from '../../cloudflare/foreign-text.ts';
import { asObject, parseJson, textOf, type Json } from '../../cloudflare/json.ts';
import { askServer, isToken, signerFailed, type ServerWorld } from './signing-server.ts';

/** GitHub's signed statement of which job this is, for one audience. */
export interface IdToken {
  readonly jwt: string;
  /** What it says; nothing in it is secret. */
  readonly claims: Json;
}

const PERMISSION =
  'Add `id-token: write` to the `permissions` of the job. GitHub gives no ID token to pull requests from forks.';

const NAME = "GitHub's service for ID tokens";
const AGAIN = 'Run again. If that does not help, check githubstatus.com.';
const AGAIN_OR_TRUST = `${AGAIN} On your own GitHub server, set NODE_EXTRA_CA_CERTS to the authority of its TLS certificate.`;

/**
 * Asks GitHub for an ID token. It is good for five minutes and, at some servers, once: ask right before its use.
 * Source: docs.github.com, "OpenID Connect reference".
 * @param audience for whom it is; the caller chooses it, so that it alone admits everybody on GitHub
 * @throws ActionError `SIGNER_FAILED`
 */
export async function requestIdToken(world: ServerWorld, audience: string): Promise<IdToken> {
  const address = world.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const bearer = world.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  if (bearer === '' || !URL.canParse(address)) {
    throw signerFailed('This job is not allowed to request an ID token from GitHub.', PERMISSION);
  }
  world.protect(bearer);
  const url = new URL(address);
  // The sandbox's GitHub is on this machine.
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1')
    throw signerFailed(`${NAME} has an address without TLS, so no token is sent there.`, AGAIN_OR_TRUST);
  url.searchParams.set('audience', audience);
  const http = await world.connect({ kind: 'runner' });
  const { status, json } = await askServer({ ...world, http, name: NAME, cure: AGAIN_OR_TRUST }, () => ({
    method: 'GET',
    url: url.href,
    headers: { accept: 'application/json', authorization: `Bearer ${bearer}` },
  }));
  const jwt = textOf(json, 'value');
  if (jwt !== undefined) world.protect(jwt);
  const claims = jwt === undefined ? undefined : claimsOf(jwt);
  if (status === 200 && isToken(jwt) && claims !== undefined) return { jwt, claims };
  throw signerFailed(
    status === 200 ? `${NAME} answered without a token.` : `${NAME} answered HTTP ${status}.`,
    status === 401 || status === 403 ? PERMISSION : AGAIN,
  );
}

export function shownClaim(claims: Json, name: string): string {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  if (value === undefined) return 'nothing';
  return `\`${cleanWord(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

export function claimsOf(jwt: string): Json | undefined {
  const [, payload = ''] = jwt.split('.');
  return asObject(parseJson(Buffer.from(payload, 'base64url').toString('utf8'))?.value);
}
