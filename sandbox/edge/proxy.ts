import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from '../net.ts';

/** An HTTPS CONNECT proxy, as corporate runners have: it brings hostnames of the sandbox to its edges. */
export interface Proxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, for HTTPS_PROXY. */
  readonly url: string;
  /** Every target asked for, as `host:port`. */
  readonly targets: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * @param portOf the local port for a hostname; undefined refuses with 403, so that nothing leaves the machine
 */
export async function startProxy(portOf: (hostname: string) => number | undefined): Promise<Proxy> {
  const targets: string[] = [];
  const server = createServer((_, response) => {
    response.writeHead(405).end();
  });
  server.on('connect', (request: { readonly url?: string }, client: Socket, head: Buffer) => {
    const target = request.url ?? '';
    targets.push(target);
    client.on('error', () => client.destroy());
    const [hostname = '', asked] = target.split(':');
    const port = asked === '443' ? portOf(hostname.toLowerCase()) : undefined;
    if (port === undefined) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      if (head.length > 0) upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const { port, close } = await listen(server);
  return { url: `http://127.0.0.1:${String(port)}`, targets, close, [Symbol.asyncDispose]: close };
}
