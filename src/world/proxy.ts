import { ActionError } from '../errors.ts';
import type { Environment } from '../inputs/fields.ts';
import { withScheme } from '../inputs/secrets.ts';

/** As undici wants them; an empty text where there is none. */
export interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/**
 * The proxies that `https_proxy`, `http_proxy` and `no_proxy` name (either case; lower case wins). As in undici,
 * `http_proxy` alone serves https too. Undefined if none is named.
 * @throws ActionError `ENVIRONMENT_UNSAFE` if a proxy is no http or https URL; its value is not named
 */
export function proxiesOf(env: Environment): Proxies | undefined {
  const httpProxy = proxyUrl(env, 'http_proxy');
  const httpsProxy = proxyUrl(env, 'https_proxy');
  if (httpProxy === '' && httpsProxy === '') return undefined;
  return { httpProxy, httpsProxy, noProxy: read(env, 'no_proxy') };
}

function read(env: Environment, name: string): string {
  return env[name]?.trim() || env[name.toUpperCase()]?.trim() || '';
}

/** Empty if there is no proxy. */
function proxyUrl(env: Environment, name: string): string {
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
