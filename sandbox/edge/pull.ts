import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { presentedAt, zoneOf, type Edge, type Model, type Presented } from '../model/index.ts';
import { readBody } from '../net.ts';

/** Where the origin of a hostname listens, and who vouches for it. */
export interface OriginAddress {
  readonly port: number;
  /** PEM; needed only with SSL mode `strict`. */
  readonly authority?: string;
}

export interface PullWorld {
  readonly model: Model;
  readonly originOf: (hostname: string) => OriginAddress;
  /** Cloudflare's shared client certificate. */
  readonly shared: { readonly certificate: string; readonly privateKey: string };
}

/** What came of one connection from an edge to the origin. */
export type PullResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  /** Ended by the origin while shaking hands, or right after (TLS 1.3 refuses then). */
  | { readonly kind: 'tls-refused'; readonly phase: 'handshake' | 'after-handshake' }
  | { readonly kind: 'unreachable' };

export interface Pull {
  readonly presented: Presented;
  readonly result: PullResult;
}

/** One request of an edge to the origin, on a new connection, with the certificate in force there now. */
export async function pull(
  world: PullWorld,
  edge: Edge,
  hostname: string,
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Pull> {
  const { model } = world;
  const now = model.now();
  const presented = presentedAt(model, edge, hostname, now);
  const ssl = zoneOf(model, hostname)?.ssl.at(now);
  // There is no plain port in the sandbox for `off` and `flexible` to connect to.
  if (ssl === 'off' || ssl === 'flexible') return { presented, result: { kind: 'unreachable' } };
  const pair = keyPair(world, presented);
  const address = world.originOf(hostname);
  const result = await exchange({
    host: '127.0.0.1',
    port: address.port,
    servername: hostname,
    method: options.method ?? 'GET',
    path: options.path ?? '/',
    headers: { ...options.headers, host: hostname },
    ...(pair === undefined ? {} : { cert: pair.certificate, key: pair.privateKey }),
    ...(address.authority === undefined ? {} : { ca: address.authority }),
    rejectUnauthorized: ssl === 'strict',
    agent: false,
    timeout: 10_000,
  });
  return { presented, result };
}

function keyPair(
  world: PullWorld,
  presented: Presented,
): { readonly certificate: string; readonly privateKey: string } | undefined {
  switch (presented.kind) {
    case 'none':
      return undefined;
    case 'shared':
      return world.shared;
    case 'certificate':
      return {
        certificate: presented.certificate.facts.pem,
        privateKey: presented.certificate.privateKey,
      };
  }
}

function exchange(options: RequestOptions): Promise<PullResult> {
  return new Promise((resolve) => {
    let phase: 'connect' | 'handshake' | 'after-handshake' = 'connect';
    const outgoing = request(options);
    outgoing.on('response', (message) => {
      readAnswer(message).then(resolve, () => {
        resolve({ kind: 'tls-refused', phase: 'after-handshake' });
      });
    });
    outgoing.on('socket', (socket) => {
      socket.on('connect', () => {
        phase = 'handshake';
      });
      socket.on('secureConnect', () => {
        phase = 'after-handshake';
      });
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => {
      resolve(phase === 'connect' ? { kind: 'unreachable' } : { kind: 'tls-refused', phase });
    });
    outgoing.end();
  });
}

async function readAnswer(message: IncomingMessage): Promise<PullResult> {
  const body = await readBody(message);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    kind: 'answer',
    status: message.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body,
  };
}
