import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { ActionError } from '../../src/errors.ts';
import { createDispatcher } from '../../src/world/dispatcher.ts';
import { createHttp } from '../../src/world/undici-http.ts';
import { listen, loopback } from './loopback.ts';
import type { Loopback } from './loopback.ts';
import { issue, newAuthority } from './pki.ts';

const DEAD = 'http://127.0.0.1:9';
let proxy: Loopback;
let asked: string[];
/** What the proxy says to a CONNECT; undefined: it makes the tunnel to `port`. */
let verdict: string | undefined;
let port: number;

beforeEach(async () => {
  asked = [];
  verdict = 'HTTP/1.1 403 Forbidden\r\n\r\n';
  proxy = await loopback((_, response) => response.writeHead(200, { via: 'proxy' }).end('by proxy'));
  proxy.server.on('connect', (request, socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'anonymous'}`);
    socket.on('error', () => {});
    if (verdict !== undefined) return void socket.end(verdict);
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
  });
});

afterEach(() => proxy.close());

async function get(url: string, env: Readonly<Record<string, string | undefined>>): Promise<unknown> {
  const dispatcher = await createDispatcher(env);
  const http = createHttp({ dispatcher });
  const request = {
    method: 'POST',
    url,
    headers: {},
    body: 'the key',
    timeoutMs: 2000,
    maxBytes: 100,
  } as const;
  const outcome = await http(request).then(
    ({ body }) => body,
    (error: unknown) =>
      typeof error === 'object' && error !== null && 'fault' in error ? error.fault : error,
  );
  await dispatcher.destroy();
  return outcome;
}

const here = (prefix = ''): string => `http://${prefix}127.0.0.1:${proxy.port}`;
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('a call to an https URL', () => {
  test.each([
    ['HTTPS_PROXY', () => ({ HTTPS_PROXY: here() }), 'anonymous'],
    ['https_proxy', () => ({ https_proxy: here() }), 'anonymous'],
    ['https_proxy rather than HTTPS_PROXY', () => ({ HTTPS_PROXY: DEAD, https_proxy: here() }), 'anonymous'],
    [
      'HTTPS_PROXY where https_proxy is blank',
      () => ({ HTTPS_PROXY: here(), https_proxy: ' ' }),
      'anonymous',
    ],
    ['HTTP_PROXY where there is no other', () => ({ HTTP_PROXY: here() }), 'anonymous'],
    ['a proxy without a scheme', () => ({ HTTPS_PROXY: here().slice('http://'.length) }), 'anonymous'],
    ['a user and a password', () => ({ HTTPS_PROXY: here('us%40er:p%3Ass@') }), basic('us@er:p:ss')],
    ['a user without a password', () => ({ HTTPS_PROXY: here('user@') }), basic('user:')],
  ])('goes by %s', async (_, env, who) => {
    await get('https://api.example/x', env());
    expect(asked).toEqual([`api.example:443 ${who}`]);
  });

  test.each([
    ['forbidden', 'HTTP/1.1 403 Forbidden\r\n\r\n', 'proxy-refused'],
    ['without the right password', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'proxy-login'],
    ['too many', 'HTTP/1.1 429 Too Many Requests\r\n\r\n', 'proxy-failed'],
    ['bad at its gateway', 'HTTP/1.1 502 Bad Gateway\r\n\r\n', 'proxy-failed'],
    ['redirected', 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\n\r\n', 'proxy-refused'],
  ])('that the proxy finds %s was certainly not sent', async (_, answer, reason) => {
    verdict = answer;
    expect(await get('https://api.example/x', { HTTPS_PROXY: here() })).toEqual({ reason, sent: 'no' });
  });

  test('that the proxy hangs up on was certainly not sent, and ends', async () => {
    verdict = '';
    expect(await get('https://api.example/x', { HTTPS_PROXY: here() })).toMatchObject({ sent: 'no' });
  });

  test('by a proxy that is gone was certainly not sent', async () => {
    expect(await get('https://api.example/x', { HTTPS_PROXY: DEAD })).toEqual({
      reason: 'refused',
      sent: 'no',
    });
  });

  test('passes through the tunnel', async () => {
    const authority = await newAuthority('Tunnel CA');
    const leaf = await issue(authority, 'api.example');
    const origin = await listen(
      createHttpsServer({ cert: leaf.pem, key: leaf.keyPem }, (_, response) =>
        response.end('behind the proxy'),
      ),
      'https',
      [],
    );
    const before = getCACertificates('default');
    setDefaultCACertificates([...before, authority.pem]);
    try {
      verdict = undefined;
      port = origin.port;
      expect(await get('https://api.example/x', { HTTPS_PROXY: here() })).toBe('behind the proxy');
    } finally {
      setDefaultCACertificates(before);
      await origin.close();
    }
  });
});

describe('no proxy', () => {
  test.each([
    ['for a host on the list', { NO_PROXY: 'example.com, api.invalid' }],
    ['for a host on the list in lower case', { no_proxy: 'api.invalid' }],
    ['for anything with a star', { NO_PROXY: '*' }],
    ['where only HTTPS_PROXY is named and the URL is http', { HTTP_PROXY: '' }],
  ])('is used %s', async (_, env) => {
    // A name that nobody has: what does not ask the proxy finds nothing.
    const found = await get('http://api.invalid/x', { HTTP_PROXY: here(), HTTPS_PROXY: here(), ...env });
    expect(found).toMatchObject({ sent: 'no' });
    expect([...asked, ...proxy.seen]).toEqual([]);
  });

  test.each([
    ['where none is named', {}],
    ['for this very machine, although one is named', { HTTP_PROXY: DEAD, HTTPS_PROXY: DEAD }],
  ])('is used %s, and the call gets there', async (_, env) => {
    const url = `http://localhost:${proxy.port}/x`;
    expect(await get(url, env)).toBe('by proxy');
    expect(proxy.seen).toEqual(['POST /x the key']);
  });

  test('is used for any address of this machine, and reads nothing that goes there', async () => {
    for (const host of ['127.0.0.1', 'localhost', '127.0.0.1.', 'LOCALHOST'])
      expect(await get(`http://${host}:${proxy.port}/direct`, { HTTP_PROXY: here() })).toBe('by proxy');
    expect(new Set(proxy.seen)).toEqual(new Set(['POST /direct the key']));
    // Nobody listens there, and nobody else is asked instead.
    for (const host of ['127.8.9.10', '[::1]'])
      expect(await get(`http://${host}:9/x`, { HTTP_PROXY: here() })).toMatchObject({ sent: 'no' });
    expect(proxy.seen).toHaveLength(4);
    expect(asked).toEqual([]);
  });

  test('is taken from the environment of this process', async () => {
    const names = ['HTTP_PROXY', 'http_proxy', 'NO_PROXY', 'no_proxy'];
    const before = new Map(names.map((name) => [name, process.env[name]]));
    for (const name of names) process.env[name] = name.toLowerCase() === 'http_proxy' ? here() : 'x';
    try {
      expect(await get('http://api.invalid/x', {})).toMatchObject({ sent: 'no' });
      expect([...asked, ...proxy.seen]).toEqual([]);
    } finally {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
  });
});

describe('a value that is no proxy', () => {
  test.each([
    ['a scheme that cannot be spoken', 'socks5://user:hunter2@proxy:1080'],
    ['a scheme that only ends like http', 'xhttp://user:hunter2@proxy:1080'],
    ['a scheme that only begins like http', 'httpx://user:hunter2@proxy:1080'],
    ['no URL', 'http://user:hunter2@'],
    ['an odd port', 'http://user:hunter2@proxy:99999'],
    ['a password that cannot be decoded', 'http://user:hunter2%zz@proxy:3128'],
    ['a user that cannot be decoded', 'http://%e9:hunter2@proxy:3128'],
  ])('%s is refused with the name of the variable, not its value', async (_, value) => {
    for (const name of ['HTTPS_PROXY', 'HTTP_PROXY'] as const) {
      const refusal: unknown = await createDispatcher({ [name.toLowerCase()]: value }).catch(
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(ActionError);
      expect(refusal).toMatchObject({
        code: 'ENVIRONMENT_UNSAFE',
        message: `The environment variable ${name} does not hold the URL of a proxy. Set ${name} to a URL like http://proxy.example:3128, with special characters in a user name or password percent-encoded, or remove it.`,
      });
      expect(String(refusal)).not.toMatch(/hunter2/u);
    }
  });
});
