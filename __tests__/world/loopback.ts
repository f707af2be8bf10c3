import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as NetServer, Socket } from 'node:net';

export interface Loopback {
  readonly url: string;
  readonly port: number;
  readonly server: Server;
  /** One line for each request that arrived: `POST /path body`. */
  readonly seen: readonly string[];
  /** The most connections that were open at a time. */
  readonly most: () => number;
  readonly close: () => Promise<void>;
}

/** A real HTTP server on loopback; the body of a request has been read before `respond` is called. */
export async function loopback(
  respond: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<Loopback> {
  const seen: string[] = [];
  return await listen(
    createServer((request, response) => {
      let body = '';
      request.on('error', () => {});
      request.setEncoding('utf8');
      request.on('data', (text: string) => (body += text));
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${body}`.trim());
        respond(request, response, body);
      });
    }),
    'http',
    seen,
  );
}

export async function listen(
  server: Server,
  scheme: 'http' | 'https',
  seen: readonly string[],
): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let most = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await portOf(server);
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `${scheme}://localhost:${port}`, port, server, seen, most: () => most, close };
}

/** Begins to listen on a free port of loopback. */
export async function portOf(server: NetServer): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
