import { asObject, textOf } from '../../cloudflare/json.ts';
import type { Signer, SigningRequest } from '../signer.ts';
import { requestIdToken, type IdToken } from './id-token.ts';
import {
  askServer,
  isToken,
  pemOf,
  trusting,
  type Ask,
  type Server,
  type ServerWorld,
} from './signing-server.ts';
import { vaultRefused, type VaultSettings } from './vault-errors.ts';

/**
 * Signs by the `sign` endpoint of the PKI engine, never `issue`: the key does not leave this process.
 * Source: developer.hashicorp.com, "PKI secrets engine (API)", "JWT/OIDC auth method (API)".
 */
export function vaultSigner(settings: VaultSettings, world: ServerWorld): Signer {
  const withToken = async <T>(use: (vault: Server, token: string) => Promise<T>): Promise<T> => {
    const { serverCa, token } = settings;
    const vault = { ...world, name: 'Vault', http: await world.connect(trusting(serverCa)) };
    if (token !== undefined) return await use(vault, token);
    const fresh = await logIn(settings, vault);
    try {
      return await use(vault, fresh);
    } finally {
      await revoke(settings, vault, fresh);
    }
  };
  return {
    check: () => withToken(() => Promise.resolve()),
    sign: (request) => withToken((vault, token) => sign(settings, vault, token, request)),
  };
}

async function logIn(settings: VaultSettings, vault: Server): Promise<string> {
  let identity: IdToken | undefined;
  const answer = await askServer(vault, async () => {
    identity = await requestIdToken(vault, settings.audience);
    const { loginRole: role } = settings;
    return post(settings, `auth/${settings.loginMount}/login`, undefined, {
      ...(role === undefined ? {} : { role }),
      jwt: identity.jwt,
    });
  });
  const token = textOf(asObject(answer.json?.['auth']), 'client_token');
  if (token !== undefined) vault.protect(token);
  if (answer.status === 200 && isToken(token)) return token;
  throw vaultRefused('log this job in', answer, settings, identity?.claims);
}

async function sign(
  settings: VaultSettings,
  vault: Server,
  token: string,
  { csr, commonName, notAfter, now }: SigningRequest,
): Promise<string> {
  // A lost answer is asked for again: one certificate too many does no harm before the upload.
  const answer = await askServer(vault, () =>
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
async function revoke(settings: VaultSettings, { http }: Server, token: string): Promise<void> {
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
