import { createAuthority, type Authority, type Pair } from './authority/index.ts';
import { startEdgeServer, startProxy, type EdgeServer, type Proxy, type PullWorld } from './edge/index.ts';
import {
  createEdge,
  createModel,
  briskTimings,
  type Edge,
  type Model,
  type ModelOptions,
} from './model/index.ts';
import { startNginx, startOrigin, type OriginMode, type OriginVisit } from './origin/index.ts';
import { startApiServer, type ApiServer, type ApiServerOptions, type Fault } from './server/index.ts';
import { createTraffic, type Traffic } from './traffic/index.ts';

export interface SandboxOptions
  extends Partial<Omit<ModelOptions, 'now'>>, Pick<ApiServerOptions, 'aside' | 'onCall'> {
  /** Epoch ms; the real time by default. */
  readonly now?: () => number;
  /** Hostnames that visitors, probes and traffic ask for. */
  readonly hosts?: readonly string[];
  /** Edges; two without lag by default. */
  readonly edges?: readonly Edge[];
  /** PEM of what the origin trusts; everything of `clientAuthority` by default. */
  readonly trusted?: readonly string[];
  readonly originMode?: OriginMode;
  /** A real nginx as the origin; where there is none, starting fails. */
  readonly nginx?: boolean;
  readonly faults?: readonly Fault[];
  readonly speed?: number;
  /** Of the API; any free one by default. */
  readonly apiPort?: number;
  /** Asked at each request of a visitor or a probe whether the edge answers 503. */
  readonly edgeFails?: () => boolean;
  /** Real milliseconds between two rounds of traffic. */
  readonly trafficMs?: number;
}

/** Cloudflare's origin pulls in a box, with everything around them, on loopback. */
export interface Sandbox extends AsyncDisposable {
  readonly model: Model;
  readonly api: ApiServer;
  /** For `api-base-url`. */
  readonly baseUrl: string;
  readonly edges: readonly EdgeServer[];
  readonly origin: {
    readonly port: number;
    /** Empty where the origin is a real nginx. */
    readonly visits: readonly OriginVisit[];
    readonly trust: (authorities: readonly string[]) => Promise<void>;
  };
  readonly setOriginMode: (mode: OriginMode) => Promise<void>;
  /** For HTTPS_PROXY. */
  readonly proxy: Proxy;
  /** Sends probes to another edge from now on. */
  readonly probeThrough: (edgeName: string) => void;
  readonly traffic: Traffic;
  readonly hosts: readonly string[];
  /** Issues client certificates; the origin trusts it by default. */
  readonly clientAuthority: Authority;
  /** Issued what edges and origin show; for NODE_EXTRA_CA_CERTS. */
  readonly webAuthority: Authority;
  /** Cloudflare's shared client certificate. */
  readonly shared: Pair;
  readonly close: () => Promise<void>;
}

/** Starts the whole box. Close it, or hold it with `await using`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const stack = new AsyncDisposableStack();
  try {
    return await furnish(options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function furnish(options: SandboxOptions, stack: AsyncDisposableStack): Promise<Sandbox> {
  const hosts = options.hosts ?? ['www.example.test', 'api.example.test'];
  const model = createModel({
    ...options,
    now: options.now ?? Date.now,
    timings: { ...briskTimings, ...options.timings },
  });
  const [clientAuthority, webAuthority, cloudflare] = await Promise.all([
    createAuthority({ subject: 'Origin pull authority' }),
    createAuthority({ subject: 'Sandbox web authority' }),
    createAuthority({ subject: 'Cloudflare shared authority' }),
  ]);
  const [shared, server] = await Promise.all([
    cloudflare.issue({ subject: 'Cloudflare shared certificate' }),
    webAuthority.issueServer(hosts),
  ]);
  const trusted = options.trusted ?? [clientAuthority.certificate];
  const { originMode: mode = 'tls' } = options;
  const origin =
    options.nginx === true
      ? stack.use(await realNginx({ server, trusted, demanding: mode !== 'optional' }))
      : stack.use(await startOrigin({ server, trusted, mode }));
  const world: PullWorld = {
    model,
    shared,
    originOf: () => ({ port: origin.port, authority: webAuthority.certificate }),
  };
  const places = options.edges ?? [createEdge('fra'), createEdge('iad', { seed: 2 })];
  const edges: EdgeServer[] = [];
  const fails = options.edgeFails ?? ((): boolean => false);
  for (const edge of places) edges.push(stack.use(await startEdgeServer(world, { edge, server, fails })));
  let probed = edges[0];
  const proxy = stack.use(await startProxy((host) => (hosts.includes(host) ? probed?.port : undefined)));
  const api = stack.use(
    await startApiServer(model, {
      faults: options.faults ?? [],
      speed: options.speed ?? 1,
      port: options.apiPort ?? 0,
      ...(options.aside === undefined ? {} : { aside: options.aside }),
      ...(options.onCall === undefined ? {} : { onCall: options.onCall }),
    }),
  );
  const traffic = stack.use(
    createTraffic(world, { hosts, edges: places, intervalMs: options.trafficMs ?? 100 }),
  );
  const close = (): Promise<void> => stack.disposeAsync();
  return {
    model,
    api,
    baseUrl: api.baseUrl,
    edges,
    origin: { port: origin.port, visits: 'visits' in origin ? origin.visits : [], trust: origin.trust },
    setOriginMode: async (next) => {
      if ('demand' in origin) await origin.demand(next !== 'optional');
      else origin.setMode(next);
    },
    proxy,
    probeThrough: (name) => {
      probed = edges.find((item) => item.edge.name === name) ?? probed;
    },
    traffic,
    hosts,
    clientAuthority,
    webAuthority,
    shared,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function realNginx(
  options: Parameters<typeof startNginx>[0],
): Promise<NonNullable<Awaited<ReturnType<typeof startNginx>>>> {
  const nginx = await startNginx(options);
  if (nginx === undefined) throw new Error('There is no nginx on this machine.');
  return nginx;
}
