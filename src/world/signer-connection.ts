import type { Http } from '../cloudflare/http.ts';
import type { Trust } from '../issue/signers/signing-server.ts';
import { createDispatcher } from './dispatcher.ts';
import type { TlsTrust } from './dispatcher.ts';
import type { ProxyEnvironment } from './proxy.ts';
import { createHttp } from './undici-http.ts';

/** Connections to the server of a signer, through the proxies of the environment. */
export async function connectToSigner(env: ProxyEnvironment, trust: Trust): Promise<Http> {
  return createHttp({ dispatcher: await createDispatcher(env, tlsOf(trust)) });
}

function tlsOf(trust: Trust): TlsTrust {
  switch (trust.kind) {
    case 'runner':
      return {};
    case 'authorities':
      return { ca: trust.pem };
    case 'unverified':
      // For a root that is taken only if its fingerprint is the one given.
      return { rejectUnauthorized: false };
  }
}
