import { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { isLoopback } from '../inputs/probe-urls.ts';
import type { Proxies } from './proxy.ts';

/** Connections through proxies; loaded only where there are any, since this takes the whole of undici. */
export function throughProxies(
  proxies: Proxies,
  settings: EnvHttpProxyAgent.Options,
  direct: Dispatcher,
): Dispatcher {
  return new ByDestination(new EnvHttpProxyAgent({ ...settings, ...proxies }), direct);
}

/** Nothing on this machine goes through a proxy: over http, which is allowed here, it would read token and key. */
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
