import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket, type PeerCertificate } from 'node:tls';
import { listen, plainHeaders } from '../net.ts';
import { refusalPage } from './pages.ts';

export { startNginx, findNginx, type NginxOptions } from './nginx.ts';

/** What happens to a client without a good certificate. */
export type OriginMode =
  /** The connection ends in TLS, as with Go, Caddy and load balancers. */
  | 'tls'
  /** HTTP 400 with the page of an nginx with `ssl_verify_client on`. */
  | 'http-400'
  /** Everybody is let in. */
  | 'optional';

export interface OriginOptions {
  /** The origin's own certificate and key. */
  readonly server: { readonly certificate: string; readonly privateKey: string };
  /** PEM of the authorities whose client certificates are let in. */
  readonly trusted: readonly string[];
  readonly mode?: OriginMode;
  /** Whether answers tell which client certificate was seen; true by default. */
  readonly echo?: boolean;
}

/** One request that got as far as TLS, whether it was let in or not. */
export interface OriginVisit {
  readonly host: string;
  /** Upper-case hex; undefined where no certificate was sent. */
  readonly serialNumber: string | undefined;
  readonly accepted: boolean;
  /** What was asked for, where it came to that. */
  readonly request: { readonly url: string; readonly headers: Readonly<Record<string, string>> } | undefined;
}

/** An origin that truly verifies client certificates, by OpenSSL, on loopback. */
export interface Origin extends AsyncDisposable {
  readonly port: number;
  readonly visits: readonly OriginVisit[];
  /** Replaces what is trusted, for new connections. */
  readonly trust: (authorities: readonly string[]) => Promise<void>;
  readonly setMode: (mode: OriginMode) => void;
  readonly close: () => Promise<void>;
}

/** `x-client-serial` (hex as nginx prints it), `x-client-fingerprint` (SHA-1), `x-client-fingerprint-sha256`. */
export function echoHeaders(peer: PeerCertificate | undefined): Record<string, string> {
  if (peer === undefined) return {};
  return {
    'x-client-serial': peer.serialNumber.toUpperCase(),
    'x-client-fingerprint': plain(peer.fingerprint),
    'x-client-fingerprint-sha256': plain(peer.fingerprint256),
  };
}

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

export async function startOrigin(options: OriginOptions): Promise<Origin> {
  const { server: own, echo = true } = options;
  const visits: OriginVisit[] = [];
  let mode = options.mode ?? 'tls';
  const context = (authorities: readonly string[]): { cert: string; key: string; ca: string[] } => ({
    cert: own.certificate,
    key: own.privateKey,
    // Without any authority OpenSSL would fall back to the public ones.
    ca: authorities.length === 0 ? [own.certificate] : [...authorities],
  });
  const visit = (
    socket: Socket,
    host: string,
    request?: OriginVisit['request'],
  ): { peer: PeerCertificate | undefined; accepted: boolean } => {
    const peer = peerOf(socket);
    const accepted = mode === 'optional' || (socket instanceof TLSSocket && socket.authorized);
    visits.push({ host, serialNumber: peer?.serialNumber.toUpperCase(), accepted, request });
    return { peer, accepted };
  };
  const server = createServer(
    { ...context(options.trusted), requestCert: true, rejectUnauthorized: false },
    (request: IncomingMessage, response: ServerResponse) => {
      // Refused inside TLS a moment ago, with the request already on its way.
      if (request.socket.destroyed) return;
      const { peer, accepted } = visit(request.socket, request.headers.host ?? '', {
        url: request.url ?? '/',
        headers: plainHeaders(request),
      });
      const headers = echo ? echoHeaders(peer) : {};
      if (!accepted) {
        const page = refusalPage(peer === undefined ? 'none-sent' : 'refused');
        response.writeHead(400, { 'content-type': 'text/html', server: 'nginx' }).end(page);
        return;
      }
      response
        .writeHead(200, { 'content-type': 'text/plain', server: 'sandbox-origin', ...headers })
        .end('The origin is well.\n');
    },
  );
  server.on('secureConnection', (socket: TLSSocket) => {
    if (mode !== 'tls' || socket.authorized) return;
    visit(socket, typeof socket.servername === 'string' ? socket.servername : '');
    socket.destroy();
  });
  const { port, close } = await listen(server);
  return {
    port,
    visits,
    trust: (authorities) => {
      server.setSecureContext(context(authorities));
      return Promise.resolve();
    },
    setMode: (next) => {
      mode = next;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function peerOf(socket: Socket): PeerCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  // Without a certificate Node answers an empty object, on a broken connection nothing.
  const peer: PeerCertificate | undefined | null = socket.getPeerCertificate();
  return peer !== null && peer !== undefined && Object.hasOwn(peer, 'serialNumber') ? peer : undefined;
}
