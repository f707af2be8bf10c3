import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDispatcher } from '../../../../src/world/dispatcher.ts';
import { createHttp } from '../../../../src/world/undici-http.ts';
import type { Hunt } from './scene.ts';

const STATUSES = [301, 302, 303, 307, 308];

/** What is asked of a server that sends everybody elsewhere; with real sockets. */
export const redirectingServer: Hunt = async (nth) => {
  const reached: string[] = [];
  const status = STATUSES[nth % STATUSES.length] ?? 302;
  const elsewhere = createServer((request, response) => {
    reached.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end('hello');
  });
  const target = await open(elsewhere);
  const redirecting = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { location: `${target}/elsewhere` }).end();
  });
  const url = await open(redirecting);
  const dispatcher = await createDispatcher({});
  const http = createHttp({ dispatcher });
  const asked = { url, headers: { authorization: 'Bearer token' }, timeoutMs: 10_000, maxBytes: 1000 };
  try {
    const upload = await http({ ...asked, method: 'POST', body: '{"private_key":"the key"}' });
    const read = await http({ ...asked, method: 'GET' });
    const statuses = [upload.status, read.status].filter((one) => one !== status);
    return {
      problems: [
        ...reached.map((call) => `a redirect was followed: ${call} went to another server`),
        ...statuses.map((one) => `a redirect was hidden behind the status ${one}`),
      ],
    };
  } finally {
    await dispatcher.destroy();
    for (const server of [elsewhere, redirecting]) server.close();
  }
};

async function open(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
