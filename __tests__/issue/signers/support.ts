import { generateKeyPairSync, createPublicKey, X509Certificate } from 'node:crypto';
import { createAuthority, signingRequest, type Authority } from '../../../sandbox/authority/index.ts';
import { startGithubOidc, type GithubOidc } from '../../../sandbox/signers/github-oidc.ts';
import { asActionError } from '../../../src/errors.ts';
import type { ActionError } from '../../../src/errors.ts';
import type { SigningRequest } from '../../../src/issue/signer.ts';
import type { ServerWorld } from '../../../src/issue/signers/signing-server.ts';
import { connectToSigner } from '../../../src/world/dispatcher.ts';

export const DAY = 86_400_000;
export const NAME = 'api.example.com';
export const JOB = {
  repository: 'acme/site',
  repository_id: '4711',
  ref: 'refs/heads/main',
  environment: 'production',
} as const;

/** Authorities, GitHub's issuer, and a request: what every signer's test begins with. */
export interface Surroundings extends AsyncDisposable {
  readonly authority: Authority;
  readonly tls: Authority;
  readonly github: GithubOidc;
  readonly request: SigningRequest;
}

export async function surroundings(): Promise<Surroundings> {
  const [authority, tls, github] = await Promise.all([
    createAuthority({ subject: 'Signing authority' }),
    createAuthority({ subject: 'TLS of the signer' }),
    startGithubOidc(JOB),
  ]);
  return { authority, tls, github, request: requestOf(), [Symbol.asyncDispose]: github.close };
}

export function requestOf(more: Partial<SigningRequest> & { readonly rsa?: boolean } = {}): SigningRequest {
  const keys =
    more.rsa === true
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const commonName = more.commonName ?? NAME;
  const now = Date.now();
  return {
    csr: signingRequest(keys, `CN=${commonName}`),
    publicKey: createPublicKey(keys.privateKey),
    commonName,
    notBefore: now - 3_600_000,
    notAfter: more.notAfter ?? now + 100 * DAY,
    now,
  };
}

export interface Watched extends ServerWorld {
  readonly masked: string[];
  readonly waits: number[];
}

/** A world with real sockets whose sleeps take no time. */
export function worldOf(
  env: Readonly<Record<string, string | undefined>>,
  stop = new AbortController().signal,
): Watched {
  const masked: string[] = [];
  const waits: number[] = [];
  return {
    connect: (trust) => connectToSigner({}, trust),
    env,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    stop,
    protect: (secret) => void masked.push(secret),
    masked,
    waits,
  };
}

export async function failureOf(work: Promise<unknown>): Promise<ActionError> {
  try {
    await work;
  } catch (error) {
    return asActionError(error);
  }
  throw new Error('It did not fail.');
}

/** The certificates of an answer, leaf first. */
export function certificatesIn(pem: string): readonly X509Certificate[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/gu) ?? []).map(
    (one) => new X509Certificate(one),
  );
}
