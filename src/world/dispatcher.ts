import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Environment } from '../inputs/fields.ts';
import type { Trust } from '../issue/signers/signing-server.ts';
import type { Http } from '../outside.ts';
import { proxiesOf } from './proxy.ts';
import { createHttp } from './undici-http.ts';

/** Enough for hundreds of calls at a time without looking like an attack; the others wait in line. */
const CONNECTIONS = 50;
/** Milliseconds for the name look-up, the connection and TLS together. */
const CONNECT_TIMEOUT = 10_000;
/** Milliseconds. Short: an idle connection that the other side is about to close makes an upload ambiguous. */
const KEEP_ALIVE = 4000;

/** HTTP/1.1 only: one request on one connection, so that what breaks for one call breaks for no other. */
const SETTINGS: Agent.Options = {
  connections: CONNECTIONS,
  connectTimeout: CONNECT_TIMEOUT,
  keepAliveTimeout: KEEP_ALIVE,
  keepAliveMaxTimeout: KEEP_ALIVE,
  headersTimeout: 0,
  bodyTimeout: 0,
  allowH2: false,
};

/** How the other side's certificate is judged, where not by the runner's authorities. */
interface TlsTrust {
  readonly ca?: string;
  readonly rejectUnauthorized?: boolean;
}

/**
 * The connections of the run, through the proxies of the environment if it names any.
 * @throws ActionError `ENVIRONMENT_UNSAFE` if a proxy is no http or https URL; its value is not named
 */
export async function createDispatcher(env: Environment, trust: TlsTrust = {}): Promise<Dispatcher> {
  const proxies = proxiesOf(env);
  const direct = new Agent({ ...SETTINGS, connect: trust });
  if (proxies === undefined) return direct;
  const { throughProxies } = await import('./proxied.ts');
  return throughProxies(proxies, { ...SETTINGS, requestTls: trust }, direct);
}

export async function connectToSigner(env: Environment, trust: Trust): Promise<Http> {
  return createHttp({ dispatcher: await createDispatcher(env, tlsOf(trust)) });
}

function tlsOf(trust: Trust): TlsTrust {
  if (trust.kind === 'runner') return {};
  // Unverified: for a root that is taken only if its fingerprint is the one given.
  return trust.kind === 'authorities' ? { ca: trust.pem } : { rejectUnauthorized: false };
}
