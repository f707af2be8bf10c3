import { asObject, textOf } from '../../cloudflare/json.ts';
import type { Signer, SigningRequest } from '../signer.ts';
import { requestIdToken, type IdToken } from './id-token.ts';
import { askServer, isToken, pemOf, trusting } from './signing-server.ts';
import type { Ask, Server, ServerWorld } from './signing-server.ts';
import { vaultRefused, type VaultSettings } from './vault-errors.ts';

/**
 * Signs by the `sign` endpoint of the PKI engine, never `issue`: the key does not leave this process.
 * Source: developer.hashicorp.com, "PKI secrets engine (API)", "JWT/OIDC auth method (API)".
 */
export function vaultSigner(settings: VaultSettings, world: ServerWorld): Signer {
  const withToken = async <T>(use: (vault: Vault, token: string) => Promise<T>): Promise<T> => {
    const http = await world.connect(trusting(settings.serverCa));
    const vault: Vault = { ...settings, ...world, name: 'Vault', http };
    if (vault.token !== undefined) return await use(vault, vault.token);
    const fresh = await logIn(vault);
    try {
      return await use(vault, fresh);
    } finally {
      await revoke(vault, fresh);
    }
  };
  return {
    check: () => withToken(() => Promise.resolve()),
    sign: (request) => withToken((vault, token) => sign(vault, token, request)),
  };
}

type Vault = VaultSettings & Server;

async function logIn(vault: Vault): Promise<string> {
  const { audience, loginMount, loginRole: role } = vault;
  let identity: IdToken | undefined;
  const answer = await askServer(vault, async () => {
    identity = await requestIdToken(vault, audience);
    return post(vault, `auth/${loginMount}/login`, undefined, {
      ...(role === undefined ? {} : { role }),
      jwt: identity.jwt,
    });
  });
  const token = textOf(asObject(answer.json?.['auth']), 'client_token');
  if (token !== undefined) vault.protect(token);
  if (answer.status === 200 && isToken(token)) return token;
  throw vaultRefused('log this job in', answer, vault, identity?.claims);
}

async function sign(vault: Vault, token: string, request: SigningRequest): Promise<string> {
  const { csr, commonName, notAfter, now } = request;
  // A lost answer is asked for again: one certificate too many does no harm before the upload.
  const answer = await askServer(vault, () =>
    post(vault, `${vault.mount}/sign/${vault.role}`, token, {
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
  throw vaultRefused('sign', answer, vault);
}

/** Also after a failure and a cancel, so without the signal. What cannot be revoked ends by itself. */
async function revoke(vault: Vault, token: string): Promise<void> {
  try {
    const request = post(vault, 'auth/token/revoke-self', token, {});
    await vault.http({ ...request, timeoutMs: REVOKE_TIMEOUT, maxBytes: 64 * 1024 });
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
