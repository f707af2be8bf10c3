import { Agent, Dispatcher, EnvHttpProxyAgent } from 'undici';
import { ActionError } from '../errors.ts';
import { isLoopback } from '../inputs/local-host.ts';
import { withScheme } from '../inputs/proxy-url.ts';

export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Enough for hundreds of calls at a time without looking like an attack; the others wait in line. */
const CONNECTIONS = 50;
/** Milliseconds for the name look-up, the connection and TLS together. */
const CONNECT_TIMEOUT = 10_000;
/** Milliseconds. Short: an idle connection that the other side is about to close makes an upload ambiguous. */
const KEEP_ALIVE = 4000;

/**
 * The connections of the run, through the proxies that `https_proxy`, `http_proxy` and `no_proxy` name
 * (either case; lower case wins). As in undici, `http_proxy` alone serves https too. HTTP/1.1 only: one
 * request on one connection, so that what breaks for one call breaks for no other. What stays on this
 * machine goes through none: an http URL is allowed there, and a proxy would read the token and the key.
 *
 * @throws ActionError `ENVIRONMENT_UNSAFE` where a proxy is no http or https URL; its value is not named
 */
export function createDispatcher(env: ProxyEnvironment): Dispatcher {
  const settings = {
    connections: CONNECTIONS,
    connectTimeout: CONNECT_TIMEOUT,
    keepAliveTimeout: KEEP_ALIVE,
    keepAliveMaxTimeout: KEEP_ALIVE,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  };
  const proxied = new EnvHttpProxyAgent({
    ...settings,
    // Never undefined: the agent would read process.env by itself.
    httpProxy: proxyUrl(env, 'http_proxy'),
    httpsProxy: proxyUrl(env, 'https_proxy'),
    noProxy: read(env, 'no_proxy'),
  });
  return new ByDestination(proxied, new Agent(settings));
}

class ByDestination extends Dispatcher {
  readonly #away: Dispatcher;
  readonly #here: Dispatcher;

  constructor(away: Dispatcher, here: Dispatcher) {
    super();
    this.#away = away;
    this.#here = here;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { hostname } = new URL(String(options.origin));
    return (isLoopback(hostname) ? this.#here : this.#away).dispatch(options, handler);
  }

  override async destroy(): Promise<void> {
    await Promise.all([this.#away.destroy(), this.#here.destroy()]);
  }
}

function read(env: ProxyEnvironment, name: string): string {
  return env[name]?.trim() || env[name.toUpperCase()]?.trim() || '';
}

/** Empty where there is no proxy. */
function proxyUrl(env: ProxyEnvironment, name: string): string {
  const given = read(env, name);
  if (given === '') return '';
  const text = withScheme(given);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable = url !== undefined && /^https?:$/u.test(url.protocol) && url.hostname !== '';
  if (!usable || !isDecodable(url.username) || !isDecodable(url.password)) throw unusable(name.toUpperCase());
  return url.href;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function unusable(name: string): ActionError {
  return new ActionError('ENVIRONMENT_UNSAFE', {
    happened: `The environment variable ${name} does not hold the URL of a proxy.`,
    remedy: `Set ${name} to a URL like http://proxy.example:3128, with special characters in a user name or password percent-encoded, or remove it.`,
  });
}
