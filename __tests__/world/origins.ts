import { createServer as createPlainServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { SecureVersion, TlsOptions, TLSSocket } from 'node:tls';

export interface Origin {
  readonly port: number;
  /** What arrived over TLS. */
  readonly received: () => string;
  readonly servernames: readonly (string | false | null)[];
  readonly close: () => Promise<void>;
}

/** A TLS origin on loopback; `respond` writes what it likes once a request arrived. */
export function tlsOrigin(options: TlsOptions, respond: (socket: TLSSocket) => void): Promise<Origin> {
  let received = '';
  const servernames: (string | false | null)[] = [];
  const server = createServer(options, (socket) => {
    servernames.push(socket.servername);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.includes('\r\n\r\n')) respond(socket);
    });
  });
  return listen(server, () => received, servernames);
}

export function plainOrigin(onSocket: (socket: Socket) => void): Promise<Origin> {
  return listen(
    createPlainServer((socket) => {
      socket.on('error', () => {});
      onSocket(socket);
    }),
    () => '',
    [],
  );
}

export function both(version: SecureVersion): { minVersion: SecureVersion; maxVersion: SecureVersion } {
  return { minVersion: version, maxVersion: version };
}

async function listen(
  server: Server,
  received: () => string,
  servernames: Origin['servernames'],
): Promise<Origin> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { port: address.port, received, servernames, close };
}
