import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent } from 'undici';
import type { Dispatcher } from 'undici';
import { TransportError } from '../../src/outside.ts';
import type { HttpRequest } from '../../src/outside.ts';
import { createDispatcher } from '../../src/world/dispatcher.ts';
import { createHttp } from '../../src/world/undici-http.ts';
import { loopback } from './loopback.ts';
import type { Loopback } from './loopback.ts';

const SECRET = 'c2VjcmV0LXRva2Vu';
const PAGES: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  '/plain': (_, response) => response.writeHead(200, { 'X-Two': ['a', 'b'], 'CF-Ray': 'r1' }).end('plain'),
  '/empty': (_, response) => response.end(),
  '/no-content': (_, response) => response.writeHead(204).end(),
  '/error': (_, response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>down</h1>'),
  '/byte-order-mark': (_, response) => response.end('\uFEFF{}'),
  '/elsewhere': (_, response) => response.writeHead(307, { location: '/target' }).end('moved'),
  '/early-hints': (_, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
    response.end('after hints');
  },
  '/split-character': (_, response) => {
    response.write(Buffer.from([0xe2, 0x82]));
    setTimeout(() => response.end(Buffer.from([0xac])), 20);
  },
  '/reset': (request) => request.socket.resetAndDestroy(),
  '/hang-up': (request) => request.socket.destroy(),
  '/not-http': (request) => request.socket.end('SSH-2.0-OpenSSH_9.9\r\n'),
  '/long-head': (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end(),
  '/cut': (request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"success":tr');
    setTimeout(() => request.socket.destroy(), 20);
  },
  '/cut-chunked': (request, response) => {
    response.write('{"success":tr');
    setTimeout(() => request.socket.destroy(), 20);
  },
  '/silent': () => {},
  '/one-byte-at-a-time': (_, response) => {
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/endless': (_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  },
  '/latin1': (_, response) => response.end(Buffer.from([0x63, 0x61, 0x66, 0xe9])),
};

let server: Loopback;
let dispatcher: Dispatcher;

beforeEach(async () => {
  server = await loopback((request, response) => {
    (PAGES[request.url ?? ''] ?? ((_, other) => other.end('other')))(request, response);
  });
  dispatcher = await createDispatcher({});
});

afterEach(async () => {
  await dispatcher.destroy();
  await server.close();
});

const call = (
  path: string,
  more: Partial<HttpRequest> = {},
  by = dispatcher,
): ReturnType<ReturnType<typeof createHttp>> =>
  createHttp({ dispatcher: by })({
    method: 'GET',
    url: server.url + path,
    headers: { authorization: `Bearer ${SECRET}` },
    timeoutMs: 5000,
    maxBytes: 1000,
    ...more,
  });

async function faultOf(attempt: Promise<unknown>): Promise<TransportError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TransportError)) throw new Error('no transport fault', { cause: error });
  return error;
}

describe('an answer', () => {
  test.each([
    ['/plain', 200, 'plain'],
    ['/empty', 200, ''],
    ['/no-content', 204, ''],
    ['/error', 503, '<h1>down</h1>'],
    ['/byte-order-mark', 200, '{}'],
    ['/early-hints', 200, 'after hints'],
    ['/split-character', 200, '€'],
  ])('%s comes as %d %j', async (path, status, body) => {
    expect(await call(path)).toMatchObject({ status, body });
  });

  test('has its header names in lower case and repeated headers joined', async () => {
    expect((await call('/plain')).headers).toMatchObject({ 'x-two': 'a, b', 'cf-ray': 'r1' });
  });

  test('that redirects is handed back: the target is never asked', async () => {
    expect(await call('/elsewhere', { method: 'POST', body: 'the key' })).toMatchObject({
      status: 307,
      headers: { location: '/target' },
    });
    expect(server.seen).toEqual(['POST /elsewhere the key']);
  });

  test('as long as the limit is taken', async () => {
    expect(await call('/plain', { maxBytes: 5 })).toMatchObject({ body: 'plain' });
  });

  test.each(['POST', 'PUT', 'DELETE'] as const)(
    'to a %s with a body is had, and the body arrived whole',
    async (method) => {
      expect(await call('/x', { method, body: '{"ü":1}' })).toMatchObject({ body: 'other' });
      expect(server.seen).toEqual([`${method} /x {"ü":1}`]);
    },
  );
});

describe('a lenient body', () => {
  test('is cut at the limit, and the connection ended', async () => {
    expect((await call('/endless', { lenientBody: true })).body).toBe('x'.repeat(1000));
  });

  test('that never ends is as much as came in a fifth of the time', async () => {
    const { status, body } = await call('/one-byte-at-a-time', { lenientBody: true, timeoutMs: 2500 });
    expect([status, body.replaceAll('x', '')]).toEqual([200, '']);
  });

  test('has odd bytes replaced', async () => {
    expect((await call('/latin1', { lenientBody: true })).body).toBe('caf\uFFFD');
  });

  test('that breaks off is still a fault', async () => {
    expect((await faultOf(call('/cut', { lenientBody: true }))).fault.reason).toBe('cut');
  });
});

describe('a fault after the request went out', () => {
  test.each([
    ['/reset', 'reset'],
    ['/hang-up', 'reset'],
    ['/not-http', 'reset'],
    ['/long-head', 'too-large'],
    ['/cut', 'cut'],
    ['/cut-chunked', 'cut'],
    ['/silent', 'timeout'],
    ['/one-byte-at-a-time', 'timeout'],
    ['/endless', 'too-large'],
    ['/latin1', 'not-utf8'],
  ] as const)('%s is %j, perhaps applied, and met once', async (path, reason) => {
    const error = await faultOf(call(path, { method: 'POST', body: 'the key', timeoutMs: 400 }));
    expect(error.fault).toEqual({ reason, sent: 'perhaps' });
    expect(server.seen).toHaveLength(1);
  });

  test('is told without a word of undici, of the request or of the answer', async () => {
    const error = await faultOf(call('/cut', { method: 'POST', body: 'the key' }));
    expect(error.cause).toBeUndefined();
    expect(error.message).toBe('transport fault: cut');
    expect(Object.keys(error).toSorted()).toEqual(['fault', 'name']);
    expect(`${error.stack}`).not.toMatch(/undici\/lib|the key|c2VjcmV0/u);
  });

  test('leaves the next call unharmed', async () => {
    await faultOf(call('/reset'));
    expect(await call('/plain')).toMatchObject({ status: 200 });
  });
});

describe('giving up', () => {
  test('before anything was done says that nothing was sent', async () => {
    const error = await faultOf(call('/plain', { signal: AbortSignal.abort() }));
    expect(error.fault).toEqual({ reason: 'aborted', sent: 'no' });
    expect(server.seen).toEqual([]);
  });

  test.each(['/silent', '/one-byte-at-a-time'])('while %s goes on ends at once', async (path) => {
    const stop = new AbortController();
    const attempt = faultOf(call(path, { signal: stop.signal }));
    setTimeout(() => stop.abort(new Error(SECRET)), 100);
    expect((await attempt).fault).toEqual({ reason: 'aborted', sent: 'perhaps' });
  });

  test('leaves no listener behind', async () => {
    const stop = new AbortController();
    const { signal } = stop;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await call('/plain', { signal });
    await faultOf(call('/reset', { signal }));
    expect(listeners).toBe(0);
  });
});

describe('waiting for a free connection', () => {
  test('counts against the time, and what waited is never sent later', async () => {
    const one = new Agent({ connections: 1 });
    const first = faultOf(call('/silent', { timeoutMs: 400 }, one));
    const second = await faultOf(call('/x', { method: 'POST', body: 'the key', timeoutMs: 100 }, one));
    expect(second.fault).toEqual({ reason: 'timeout', sent: 'no' });
    expect((await first).fault.reason).toBe('timeout');
    expect(await call('/plain', {}, one)).toMatchObject({ status: 200 });
    expect(server.seen).toEqual(['GET /silent', 'GET /plain']);
    await one.destroy();
  });

  test('hundreds of calls at a time share fifty connections', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => call('/plain')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(server.most()).toBeLessThanOrEqual(50);
  });
});
