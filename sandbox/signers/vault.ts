import { randomBytes, X509Certificate } from 'node:crypto';
import type { Authority } from '../authority/index.ts';
import { verifyToken, type Claims, type TokenFault, type VerifyToken } from './github-oidc.ts';
import { startSignerServer, textIn, type SignerCall, type SignerReply, type SignerServer } from './https.ts';
import { readRequest } from './request.ts';

export interface VaultLoginRole {
  readonly roleType: 'jwt' | 'oidc';
  readonly boundAudiences: readonly string[];
  readonly boundClaims: Readonly<Record<string, string>>;
  readonly boundSubject?: string;
  /** Paths on which its tokens may `update`. */
  readonly update: readonly string[];
}

export interface VaultSignRole {
  readonly keyType: 'ec' | 'rsa';
  readonly keyBits: number;
  readonly maxTtlSeconds: number;
  /** `not_before_duration`: five minutes unless said. */
  readonly notBeforeSeconds?: number;
  readonly allowedNames: readonly string[];
}

export interface VaultOptions extends VaultModelOptions {
  /** Issued the server's own certificate. */
  readonly tls: Authority;
}

export interface VaultModelOptions {
  /** Signs requests. */
  readonly authority: Pick<Authority, 'certificate' | 'certify'>;
  /** Whose ID tokens the JWT method at `auth/jwt` believes. */
  readonly issuer: string;
  readonly loginRoles: Readonly<Record<string, VaultLoginRole>>;
  readonly signRoles: Readonly<Record<string, VaultSignRole>>;
  readonly namespace?: string;
  /** Tokens that were made before, with the paths they may update. */
  readonly tokens?: Readonly<Record<string, readonly string[]>>;
  readonly now?: () => number;
  readonly verify?: VerifyToken;
}

export type VaultState = 'ready' | 'sealed' | 'standby' | 'lagging';

/** Vault without its socket. */
export interface VaultModel {
  readonly answer: (call: SignerCall) => Promise<SignerReply>;
  readonly setState: (state: VaultState) => void;
  /** Tokens that were given and are not revoked. */
  readonly openTokens: () => number;
}

export type Vault = SignerServer & VaultModel;

const refused = (status: number, ...errors: string[]): SignerReply => ({ status, json: { errors } });
const OWN_PATHS = ['auth/token/revoke-self'];

/** Vault's JWT login, `sign` endpoint and `revoke-self`, on loopback. */
export async function startVault(options: VaultOptions): Promise<Vault> {
  const model = createVault(options);
  return { ...(await startSignerServer(options.tls, model.answer)), ...model };
}

export function createVault(options: VaultModelOptions): VaultModel {
  const { now = Date.now, verify = verifyToken } = options;
  const tokens = new Map<string, readonly string[]>(Object.entries(options.tokens ?? {}));
  let state: VaultState = 'ready';

  const logIn = async ({ body }: SignerCall): Promise<SignerReply> => {
    const name = textIn(body, 'role');
    const role = Object.hasOwn(options.loginRoles, name) ? options.loginRoles[name] : undefined;
    if (name === '') return refused(400, 'missing role');
    if (role === undefined) return refused(400, `role "${name}" could not be found`);
    if (role.roleType === 'oidc') return refused(400, 'role with oidc role_type is not allowed');
    const verified = await verify(textIn(body, 'jwt'), options.issuer, now());
    if ('fault' in verified) return refused(400, `error validating token: ${faults[verified.fault]}`);
    const fault = claimFault(verified.claims, role);
    if (fault !== undefined) return refused(400, fault);
    const token = `hvs.${randomBytes(45).toString('base64url')}`;
    tokens.set(token, role.update);
    const auth = {
      client_token: token,
      policies: ['default', name],
      lease_duration: 600,
      token_type: 'service',
    };
    return { status: 200, json: { auth } };
  };

  const sign = (name: string, { body }: SignerCall): SignerReply => {
    const role = Object.hasOwn(options.signRoles, name) ? options.signRoles[name] : undefined;
    if (role === undefined) return refused(400, `unknown role: ${name}`);
    const request = readRequest(textIn(body, 'csr'));
    if (request === undefined) return refused(400, 'certificate request could not be parsed');
    const { publicKey, commonName } = request;
    const bits =
      publicKey.asymmetricKeyDetails?.modulusLength ??
      curveBits[publicKey.asymmetricKeyDetails?.namedCurve ?? ''] ??
      0;
    if (publicKey.asymmetricKeyType !== role.keyType)
      return refused(400, `role requires keys of type ${role.keyType}`);
    if (bits < role.keyBits)
      return refused(400, `role requires a minimum of a ${String(role.keyBits)}-bit key`);
    if (!role.allowedNames.includes(commonName))
      return refused(400, `common name ${commonName} not allowed by this role`);
    const asked = Number(/^(\d+)s$/.exec(textIn(body, 'ttl'))?.[1] ?? role.maxTtlSeconds);
    const ttl = Math.min(asked, role.maxTtlSeconds);
    const notAfter = now() + ttl * 1000;
    const end = Date.parse(new X509Certificate(options.authority.certificate).validTo);
    if (notAfter > end) {
      return refused(
        400,
        `cannot satisfy request, as TTL would result in notAfter of ${new Date(notAfter).toISOString()} that is beyond the expiration of the CA certificate at ${new Date(end).toISOString()}`,
      );
    }
    const certificate = options.authority.certify(publicKey, {
      subject: `CN=${commonName}`,
      // Without the wish to leave it out, the common name becomes an alternative name.
      names: body['exclude_cn_from_sans'] === true ? [] : [commonName],
      notBefore: now() - (role.notBeforeSeconds ?? 300) * 1000,
      notAfter,
    });
    const issuing = options.authority.certificate.trimEnd();
    return {
      status: 200,
      json: {
        data: {
          certificate: certificate.trimEnd(),
          issuing_ca: issuing,
          ca_chain: [issuing],
          expiration: Math.floor(notAfter / 1000),
        },
        warnings: asked > ttl ? [`TTL "${String(asked)}s" is longer than permitted maxTTL`] : null,
      },
    };
  };

  const answer = async (call: SignerCall): Promise<SignerReply> => {
    if (state === 'sealed') return refused(503, 'Vault is sealed');
    if (state === 'standby') return { status: 307, headers: { location: 'https://active.example/v1' } };
    if (state === 'lagging') return refused(412, 'required index state not present');
    if ((options.namespace ?? '') !== (call.headers['x-vault-namespace'] ?? ''))
      return refused(404, 'no handler for route');
    const path = call.path.replace(/^\/v1\//, '');
    if (call.method !== 'POST') return refused(405, 'unsupported operation');
    if (path === 'auth/jwt/login') return await logIn(call);
    const token = call.headers['x-vault-token'] ?? '';
    const allowed = tokens.get(token);
    if (allowed === undefined || ![...OWN_PATHS, ...allowed].includes(path))
      return refused(403, '1 error occurred:\n\t* permission denied\n\n');
    if (path === 'auth/token/revoke-self') {
      tokens.delete(token);
      return { status: 204 };
    }
    const [, role] = /^pki\/sign\/([\w-]+)$/.exec(path) ?? [];
    return role === undefined ? refused(404, `no handler for route "${path}"`) : sign(role, call);
  };

  return {
    answer,
    setState: (next) => {
      state = next;
    },
    openTokens: () => tokens.size - Object.keys(options.tokens ?? {}).length,
  };
}

const curveBits: Partial<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

/** In the words of the libraries that Vault has for it: hashicorp/cap, and go-jose below. */
const faults: Readonly<Record<TokenFault, string>> = {
  malformed: 'go-jose/go-jose: compact JWS format must have three parts',
  signature: 'error verifying token signature: no known key successfully validated the token signature',
  issuer: 'invalid issuer (iss) claim',
  expired: 'invalid expiration time (exp) claim: token is expired',
  'not-yet': 'invalid not before (nbf) claim: token not yet valid',
};

function claimFault(
  claims: Claims,
  { boundAudiences, boundClaims, boundSubject }: VaultLoginRole,
): string | undefined {
  if (boundSubject !== undefined && claims['sub'] !== boundSubject)
    return 'error validating token: invalid subject (sub) claim';
  if (boundAudiences.length === 0) return 'audience claim found in JWT but no audiences bound to the role';
  if (!boundAudiences.includes(String(claims['aud']))) {
    return 'error validating token: invalid audience (aud) claim: audience claim does not match any expected audience';
  }
  for (const [name, wanted] of Object.entries(boundClaims)) {
    if (claims[name] === undefined) return `error validating claims: claim "${name}" is missing`;
    if (claims[name] !== wanted) {
      return `error validating claims: claim "${name}" does not match any associated bound claim values`;
    }
  }
  return undefined;
}
