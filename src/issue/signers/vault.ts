import { asObject, textOf } from '../../cloudflare/json.ts';
import type { Http } from '../../outside.ts';
import type { Signer, SigningRequest } from '../signer.ts';
import { requestIdToken, type IdToken } from './id-token.ts';
import { askServer, isToken, pemOf, trusting, type Ask, type ServerWorld } from './signing-server.ts';
import { vaultRefused, type VaultSettings } from './vault-errors.ts';

const NAME = 'Vault';

/**
 * Signs by the `sign` endpoint of the PKI engine, never `issue`: the key does not leave this process.
 * Source: developer.hashicorp.com, "PKI secrets engine (API)", "JWT/OIDC auth method (API)".
 */
export function vaultSigner(settings: VaultSettings, world: ServerWorld): Signer {
  const withToken = async <T>(use: (http: Http, token: string) => Promise<T>): Promise<T> => {
    const { serverCa, token } = settings;
    const http = await world.connect(trusting(serverCa));
    if (token !== undefined) return await use(http, token);
    const fresh = await logIn(settings, world, http);
    try {
      return await use(http, fresh);
    } finally {
      await revoke(settings, http, fresh);
    }
  };
  return {
    check: () => withToken(() => Promise.resolve()),
    sign: (request) => withToken((http, token) => sign(settings, world, http, token, request)),
  };
}

async function logIn(settings: VaultSettings, world: ServerWorld, http: Http): Promise<string> {
  let identity: IdToken | undefined;
  const answer = await askServer(world, http, NAME, async () => {
    identity = await requestIdToken(world, settings.audience);
    const { loginRole: role } = settings;
    return post(settings, `auth/${settings.loginMount}/login`, undefined, {
      ...(role === undefined ? {} : { role }),
      jwt: identity.jwt,
    });
  });
  const token = textOf(asObject(answer.json?.['auth']), 'client_token');
  if (token !== undefined) world.protect(token);
  if (answer.status === 200 && isToken(token)) return token;
  throw vaultRefused('log this job in', answer, settings, identity?.claims);
}

async function sign(
  settings: VaultSettings,
  world: ServerWorld,
  http: Http,
  token: string,
  { csr, commonName, notAfter, now }: SigningRequest,
): Promise<string> {
  // A lost answer is asked for again: one certificate too many does no harm before the upload.
  const answer = await askServer(world, http, NAME, () =>
    post(settings, `${settings.mount}/sign/${settings.role}`, token, {
      csr,
      common_name: commonName,
      // `not_after` would escape the role's `max_ttl`; what is cut shows in the dates that come back.
      ttl: `${Math.floor((notAfter - now) / 1000)}s`,
      exclude_cn_from_sans: true,
      remove_roots_from_chain: true,
    }),
  );
  const data = asObject(answer.json?.['data']);
  const chain = data?.['ca_chain'];
  const pem = pemOf(textOf(data, 'certificate'), Array.isArray(chain) ? chain : data?.['issuing_ca']);
  if (answer.status === 200 && pem !== undefined) return pem;
  throw vaultRefused('sign', answer, settings);
}

/** Also after a failure and a cancel, so without the signal. What cannot be revoked ends by itself. */
async function revoke(settings: VaultSettings, http: Http, token: string): Promise<void> {
  try {
    const request = post(settings, 'auth/token/revoke-self', token, {});
    await http({ ...request, timeoutMs: REVOKE_TIMEOUT, maxBytes: 64 * 1024 });
  } catch {
    // Its short life is the bound.
  }
}

/** A cancelled run has seven seconds. */
const REVOKE_TIMEOUT = 4000;

function post(settings: VaultSettings, path: string, token: string | undefined, body: object): Ask {
  const { address, namespace } = settings;
  return {
    method: 'POST',
    url: `${address}/v1/${path}`,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { 'x-vault-token': token }),
      ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    },
    body: JSON.stringify(body),
  };
}
