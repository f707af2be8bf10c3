import { createServer as createHttpsServer } from 'node:https';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Agent, MockAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { TransportError } from '../../src/outside.ts';
import type { HttpAnswer, TransportFault } from '../../src/outside.ts';
import { createDispatcher } from '../../src/world/dispatcher.ts';
import { faultOf } from '../../src/world/http-answer.ts';
import { createHttp } from '../../src/world/undici-http.ts';
import { listen, portOf } from './loopback.ts';
import type { Loopback } from './loopback.ts';
import { issue, newAuthority } from './pki.ts';

let secure: Loopback;
let ca: string;
const protocols: (string | false | null)[] = [];

beforeAll(async () => {
  const authority = await newAuthority('Loopback CA');
  ca = authority.pem;
  const leaf = await issue(authority, 'localhost');
  const server = createHttpsServer({ cert: leaf.pem, key: leaf.keyPem, ALPNProtocols: ['h2', 'http/1.1'] });
  server.on('secureConnection', (socket) => protocols.push(socket.alpnProtocol));
  server.on('request', (_, response) => response.end('secure'));
  server.on('tlsClientError', () => {});
  secure = await listen(server, 'https', []);
});

afterAll(() => secure.close());

async function post(
  dispatcher: Dispatcher,
  url: string,
  timeoutMs = 3000,
): Promise<HttpAnswer | TransportFault> {
  const request = { method: 'POST', url, headers: {}, body: 'the key', timeoutMs, maxBytes: 1000 } as const;
  try {
    return await createHttp({ dispatcher })(request);
  } catch (error) {
    if (error instanceof TransportError) return error.fault;
    throw error;
  } finally {
    await dispatcher.destroy();
  }
}

/** Does this with each connection. */
async function rawServer(
  onSocket: (socket: Socket) => void,
): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  return { port: await portOf(server), close: () => server.close() };
}

describe('a connection that never came about', () => {
  test('to a port where nobody listens is refused, and nothing was sent', async () => {
    const gone = await rawServer(() => {});
    gone.close();
    const fault = await post(await createDispatcher({}), `http://127.0.0.1:${gone.port}/`);
    expect(fault).toEqual({ reason: 'refused', sent: 'no' });
  });

  test('for a name that does not exist is a matter of DNS', async () => {
    const fault = await post(await createDispatcher({}), 'https://no-such-host.invalid/');
    expect(fault).toEqual({ reason: 'dns', sent: 'no' });
  });

  test('because the certificate is not trusted says so', async () => {
    expect(await post(await createDispatcher({}), secure.url)).toEqual({ reason: 'untrusted', sent: 'no' });
  });

  test.each([
    ['that is not there', '/nowhere/ca.pem'],
    ['that holds no certificate', fileURLToPath(import.meta.url)],
  ])('because of a file of authorities %s says so', async (_, file) => {
    process.env['NODE_EXTRA_CA_CERTS'] = file;
    try {
      expect(await post(await createDispatcher({}), secure.url)).toEqual({ reason: 'ca-file', sent: 'no' });
    } finally {
      delete process.env['NODE_EXTRA_CA_CERTS'];
    }
  });

  test('because the certificate is for another name says so', async () => {
    const fault = await post(new Agent({ connect: { ca } }), `https://127.0.0.1:${secure.port}/`);
    expect(fault).toEqual({ reason: 'other-name', sent: 'no' });
  });

  test('because the other side speaks no TLS is a matter of TLS', async () => {
    const plain = await rawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await post(await createDispatcher({}), `https://127.0.0.1:${plain.port}/`)).toEqual({
      reason: 'tls',
      sent: 'no',
    });
    plain.close();
  });

  test('because of a reset in mid-handshake was certainly not sent', async () => {
    const rude = await rawServer((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await post(await createDispatcher({}), `https://127.0.0.1:${rude.port}/`)).toEqual({
      reason: 'reset',
      sent: 'no',
    });
    rude.close();
  });

  test('because the handshake never ends is out of time, and nothing was sent', async () => {
    const silent = await rawServer((socket) => void setTimeout(() => socket.destroy(), 1000));
    const fault = await post(await createDispatcher({}), `https://127.0.0.1:${silent.port}/`, 200);
    expect(fault).toEqual({ reason: 'timeout', sent: 'no' });
    silent.close();
  });

  test.each([
    ['the URL is none', 'not a url', {}],
    ['a header cannot be sent', 'http://localhost:1/', { authorization: 'Bearer a\nb' }],
  ])('because %s is a fault like others', async (_, url, headers) => {
    const dispatcher = await createDispatcher({});
    const call = createHttp({ dispatcher })({ method: 'GET', url, headers, timeoutMs: 1000, maxBytes: 10 });
    await expect(call).rejects.toMatchObject({
      name: 'TransportError',
      fault: { reason: 'refused', sent: 'no' },
    });
    await dispatcher.destroy();
  });
});

test('a trusted server is spoken to by HTTP/1.1, one request at a time on a connection', async () => {
  protocols.length = 0;
  expect(await post(new Agent({ connect: { ca }, allowH2: false }), secure.url)).toMatchObject({
    body: 'secure',
  });
  expect(protocols).toEqual(['http/1.1']);
});

function mocked(): { readonly agent: MockAgent; readonly http: ReturnType<typeof createHttp> } {
  const agent = new MockAgent();
  agent.disableNetConnect();
  return { agent, http: createHttp({ dispatcher: agent }) };
}

describe('with undici mocked', () => {
  const REQUEST = {
    method: 'GET',
    url: 'https://api.example/x',
    headers: {},
    timeoutMs: 300,
    maxBytes: 100,
  } as const;

  test('an answer is read', async () => {
    const { agent, http } = mocked();
    agent
      .get('https://api.example')
      .intercept({ path: '/x' })
      .reply(200, { a: 1 }, { headers: { 'X-Ray': 'r' } });
    expect(await http(REQUEST)).toEqual({
      status: 200,
      headers: expect.objectContaining({ 'x-ray': 'r' }),
      body: '{"a":1}',
    });
  });

  test('an answer that comes too late is out of time', async () => {
    const { agent, http } = mocked();
    agent.get('https://api.example').intercept({ path: '/x' }).reply(200, 'late').delay(1000);
    await expect(http(REQUEST)).rejects.toMatchObject({ fault: { reason: 'timeout' } });
  });

  test('an error before the request is told by its code alone', async () => {
    const { agent, http } = mocked();
    const error = Object.assign(new Error('proxy http://user:password@host refused'), {
      code: 'ECONNREFUSED',
    });
    agent.get('https://api.example').intercept({ path: '/x' }).replyWithError(error);
    await expect(http(REQUEST)).rejects.toMatchObject({
      message: 'transport fault: refused',
      fault: { reason: 'refused', sent: 'no' },
    });
  });
});

describe('the code of an error', () => {
  test.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['EHOSTUNREACH', 'refused'],
    ['ENETUNREACH', 'refused'],
    ['UND_ERR_ABORTED', 'refused'],
    ['UND_ERR_PRX_CONN', 'refused'],
    ['UND_ERR_PRX_TLS', 'other-name'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
    ['CERT_NOT_YET_VALID', 'out-of-date'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_SOCKET', 'reset'],
    ['CERT_HAS_EXPIRED', 'out-of-date'],
    ['EPROTO', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    [undefined, 'refused'],
    [7, 'refused'],
  ])('%s while connecting means %s, and nothing was sent', (code, reason) => {
    expect(faultOf({ code }, 'connecting')).toEqual({ reason, sent: 'no' });
  });

  test.each([
    ['ECONNRESET', 'waiting', 'reset'],
    ['ETIMEDOUT', 'waiting', 'timeout'],
    ['HPE_INVALID_CONSTANT', 'waiting', 'reset'],
    ['ENOTFOUND', 'waiting', 'reset'],
    ['UND_ERR_HEADERS_TIMEOUT', 'waiting', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'reading', 'timeout'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'reading', 'cut'],
    ['ECONNRESET', 'reading', 'cut'],
  ] as const)('%s while %s means %s, and perhaps it was applied', (code, progress, reason) => {
    expect(faultOf({ code }, progress)).toEqual({ reason, sent: 'perhaps' });
  });

  test.each(['text', undefined, null, new Error('bare')])(
    'of %j, which has none, is no fault of TLS',
    (error) => {
      expect(faultOf(error, 'connecting').reason).toBe('refused');
    },
  );
});
