import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Edge } from '../model/index.ts';
import { listen, plainHeaders } from '../net.ts';
import { pull, type PullResult, type PullWorld } from './pull.ts';

export { startProxy, type Proxy } from './proxy.ts';
export { pull, type OriginAddress, type Pull, type PullResult, type PullWorld } from './pull.ts';

/** How the edge's cache behaves: not at all, by path and query, or by path alone. */
export type Caching = 'off' | 'by-url' | 'by-path';

export interface EdgeServerOptions {
  readonly edge: Edge;
  /** The certificate visitors see; it must cover every hostname. */
  readonly server: { readonly certificate: string; readonly privateKey: string };
  readonly caching?: Caching;
  /** Asked at each request whether the edge itself answers 503 this time. */
  readonly fails?: () => boolean;
}

/** What a visitor or a probe sent. */
export interface EdgeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An edge to which visitors and probes connect by HTTPS. */
export interface EdgeServer extends AsyncDisposable {
  readonly edge: Edge;
  readonly port: number;
  readonly requests: readonly EdgeRequest[];
  readonly setCaching: (caching: Caching) => void;
  readonly close: () => Promise<void>;
}

interface Cached {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What a visitor gets when the origin did not answer: Cloudflare's own errors. */
function gatewayStatus(result: Exclude<PullResult, { kind: 'answer' }>): number {
  if (result.kind === 'unreachable') return 521;
  return result.phase === 'handshake' ? 525 : 520;
}

const unavailable: Cached = {
  status: 503,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html>\n<title>503</title>\nService temporarily unavailable\n',
};

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'server',
  'date',
]);

export async function startEdgeServer(world: PullWorld, options: EdgeServerOptions): Promise<EdgeServer> {
  const { edge, server: own } = options;
  const cache = new Map<string, Cached>();
  const requests: EdgeRequest[] = [];
  let caching = options.caching ?? 'off';
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const hostname = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const url = request.url ?? '/';
    requests.push({ method: request.method ?? 'GET', url, headers: plainHeaders(request) });
    const key = `${hostname}${caching === 'by-path' ? url.replace(/\?.*$/, '') : url}`;
    const found = caching === 'off' ? undefined : cache.get(key);
    const fresh =
      options.fails?.() === true ? unavailable : (found ?? (await forward(world, edge, hostname, request)));
    if (caching !== 'off' && fresh.status === 200) cache.set(key, fresh);
    const cacheStatus = caching === 'off' ? 'DYNAMIC' : found === undefined ? 'MISS' : 'HIT';
    response
      .writeHead(fresh.status, {
        ...fresh.headers,
        server: 'cloudflare',
        'cf-ray': `${world.model.random.hex(16)}-${edge.name.toUpperCase()}`,
        'cf-cache-status': cacheStatus,
      })
      .end(fresh.body);
  };
  const server = createServer({ cert: own.certificate, key: own.privateKey }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const { port, close } = await listen(server);
  return {
    edge,
    port,
    requests,
    setCaching: (next) => {
      caching = next;
      cache.clear();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function forward(
  world: PullWorld,
  edge: Edge,
  hostname: string,
  request: IncomingMessage,
): Promise<Cached> {
  const { result } = await pull(world, edge, hostname, {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
  });
  if (result.kind === 'answer') {
    const headers = Object.entries(result.headers).filter(([name]) => !hopByHop.has(name));
    return { status: result.status, headers: Object.fromEntries(headers), body: result.body };
  }
  const status = gatewayStatus(result);
  const body = `<!DOCTYPE html>\n<title>${hostname} | ${String(status)}</title>\nerror code: ${String(status)}\n`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}
