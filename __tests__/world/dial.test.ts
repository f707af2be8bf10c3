import { X509Certificate } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { TLSSocket } from 'node:tls';
import { dial } from '../../src/world/dial.ts';
import type { DialAnswer, DialRequest } from '../../src/probe/origin-dial.ts';
import { both, plainOrigin, tlsOrigin } from './origins.ts';
import type { Origin } from './origins.ts';
import { issue, newAuthority } from './pki.ts';
import type { Authority, Issued } from './pki.ts';

const NAME = 'www.example.com';
const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

let trusted: Authority;
let good: Issued;
let stranger: Issued;
let server: Issued;
let fingerprint: string;
let open: Origin[] = [];

beforeAll(async () => {
  trusted = await newAuthority('Trusted');
  good = await issue(trusted, 'client');
  stranger = await issue(await newAuthority('Stranger'), 'client');
  server = await issue(trusted, NAME);
  fingerprint = new X509Certificate(server.pem).fingerprint256;
});

afterEach(async () => {
  await Promise.all(open.map((origin) => origin.close()));
  open = [];
});

function kept(origin: Origin): Origin {
  open.push(origin);
  return origin;
}

function asked({ port }: Pick<Origin, 'port'>, more: Partial<DialRequest> = {}): Promise<DialAnswer> {
  const base = { host: '127.0.0.1', servername: NAME, hostHeader: NAME, timeoutMs: 4_000, maxBytes: 16_384 };
  return dial({ ...base, port, ...more });
}

const identityOf = (issued: Issued): object => ({ cert: issued.pem, key: issued.keyPem });

const say =
  (text: string) =>
  (socket: TLSSocket): void => {
    socket.end(text);
  };

describe.each(VERSIONS)('over %s', (version) => {
  const mutual = (): object => ({
    ...both(version),
    cert: server.pem,
    key: server.keyPem,
    ca: trusted.pem,
    requestCert: true,
    rejectUnauthorized: true,
  });

  test('a certificate the origin trusts is let in, with SNI, Host and one honest request', async () => {
    const origin = kept(await tlsOrigin(mutual(), say(OK)));
    const answer = await asked(origin, { certificate: good });
    expect(answer).toMatchObject({ kind: 'http', status: 200, body: 'hello', server: fingerprint });
    expect(origin.servernames).toEqual([NAME]);
    expect(origin.received()).toBe(
      `GET / HTTP/1.1\r\nHost: ${NAME}\r\nUser-Agent: cloudflare-origin-pull-rotation (origin check)\r\n` +
        'Accept: */*\r\nConnection: close\r\n\r\n',
    );
  });

  test('a certificate of a stranger is refused', async () => {
    const origin = kept(await tlsOrigin(mutual(), say(OK)));
    expect(await asked(origin, { certificate: stranger })).toMatchObject({ kind: 'tls-refused' });
    expect(origin.received()).toBe('');
  });

  test('no certificate at all is refused', async () => {
    const origin = kept(await tlsOrigin(mutual(), say(OK)));
    expect(await asked(origin)).toMatchObject({ kind: 'tls-refused' });
  });

  test('an origin that asks but does not insist lets anyone in', async () => {
    const origin = kept(await tlsOrigin({ ...mutual(), rejectUnauthorized: false }, say(OK)));
    expect(await asked(origin)).toMatchObject({ kind: 'http', status: 200 });
  });

  test('an nginx-like page comes back with its body', async () => {
    const page = '<html><head><title>400 The SSL certificate error</title></head></html>';
    const text = `HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Length: ${page.length}\r\n\r\n${page}`;
    const origin = kept(await tlsOrigin({ ...mutual(), rejectUnauthorized: false }, say(text)));
    expect(await asked(origin, { certificate: stranger })).toMatchObject({
      kind: 'http',
      status: 400,
      body: page,
    });
  });

  test('a connection cut after the handshake counts as a refusal without an alert', async () => {
    const origin = kept(await tlsOrigin(mutual(), (socket) => socket.destroy()));
    const refused = { kind: 'tls-refused', alert: 'none', phase: 'after-handshake', server: fingerprint };
    expect(await asked(origin, { certificate: good })).toEqual(refused);
  });
});

describe('the certificate of the origin itself', () => {
  test.each([
    ['is not looked at without a CA', () => server, undefined, { kind: 'http', status: 200 }],
    ['is accepted if it chains to the CA', () => server, 'trusted', { kind: 'http', status: 200 }],
    [
      'stops the check if it does not',
      () => stranger,
      'trusted',
      { kind: 'server-untrusted', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    ],
    [
      'stops the check if its name is another',
      () => good,
      'trusted',
      { kind: 'server-untrusted', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    ],
  ])('%s', async (_name, issued, ca, expected) => {
    const origin = kept(await tlsOrigin(identityOf(issued()), say(OK)));
    expect(await asked(origin, ca === undefined ? {} : { ca: trusted.pem })).toMatchObject(expected);
    expect(origin.received() === '').toBe(expected.kind === 'server-untrusted');
  });
});

describe('an origin that behaves oddly', () => {
  test('silent after the handshake', async () => {
    const origin = kept(await tlsOrigin(identityOf(server), () => {}));
    expect(await asked(origin, { timeoutMs: 300 })).toEqual({ kind: 'network', reason: 'silent' });
  });

  test('silent before TLS', async () => {
    const origin = kept(await plainOrigin(() => {}));
    expect(await asked(origin, { timeoutMs: 300 })).toEqual({ kind: 'network', reason: 'timeout' });
  });

  test('hanging up at once', async () => {
    const origin = kept(await plainOrigin((socket) => socket.destroy()));
    expect(await asked(origin)).toEqual({ kind: 'network', reason: 'reset' });
  });

  test('resetting at once', async () => {
    const origin = kept(await plainOrigin((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await asked(origin)).toEqual({ kind: 'network', reason: 'reset' });
  });

  test('speaking plain HTTP', async () => {
    const origin = kept(await plainOrigin((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect(await asked(origin)).toEqual({ kind: 'network', reason: 'not-tls' });
  });

  test('having no TLS version in common', async () => {
    const old = both('TLSv1.1');
    const origin = kept(
      await tlsOrigin({ ...identityOf(server), ...old, ciphers: 'DEFAULT@SECLEVEL=0' }, () => {}),
    );
    expect(await asked(origin)).toEqual({
      kind: 'tls-refused',
      alert: 'protocol version',
      phase: 'handshake',
    });
  });

  test('not listening', async () => {
    const origin = await plainOrigin(() => {});
    await origin.close();
    expect(await asked(origin)).toEqual({ kind: 'network', reason: 'refused' });
  });

  test('a name that does not exist', async () => {
    expect(await asked({ port: 443 }, { host: 'origin.invalid' })).toEqual({
      kind: 'network',
      reason: 'dns',
    });
  });

  test.each(['220 ESMTP\r\n', 'HTTP/1.1 200 OK\n\nhi'])('answering oddly: %j', async (answer) => {
    const origin = kept(await tlsOrigin(identityOf(server), say(answer)));
    expect(await asked(origin)).toEqual({ kind: 'network', reason: 'not-http' });
  });

  test('sending a body without end: it is cut', async () => {
    const origin = kept(
      await tlsOrigin(identityOf(server), (socket) =>
        socket.write(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(100_000)}`),
      ),
    );
    const answer = await asked(origin, { maxBytes: 1_000 });
    expect(answer).toMatchObject({ kind: 'http', status: 200 });
    expect(answer.kind === 'http' && answer.body.length).toBe(981);
  });

  test('sending a head without end', async () => {
    const origin = kept(
      await tlsOrigin(identityOf(server), (socket) =>
        socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`),
      ),
    );
    expect(await asked(origin, { maxBytes: 1_000 })).toEqual({ kind: 'network', reason: 'not-http' });
  });

  test('cutting the body short: the head is enough', async () => {
    const origin = kept(
      await tlsOrigin(identityOf(server), say('HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\nno')),
    );
    expect(await asked(origin)).toMatchObject({ kind: 'http', status: 403, body: 'no' });
  });

  test('stalling in the body: the head is enough', async () => {
    const origin = kept(
      await tlsOrigin(identityOf(server), (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhal')),
    );
    expect(await asked(origin, { timeoutMs: 300 })).toMatchObject({ kind: 'http', status: 200, body: 'hal' });
  });
});

describe('the run is stopped', () => {
  test('before the connection', async () => {
    const answer = await asked({ port: 9 }, { signal: AbortSignal.abort() });
    expect(answer).toEqual({ kind: 'network', reason: 'aborted' });
  });

  test('while it waits for an answer', async () => {
    const controller = new AbortController();
    const origin = kept(await tlsOrigin(identityOf(server), () => controller.abort()));
    expect(await asked(origin, { signal: controller.signal })).toEqual({
      kind: 'network',
      reason: 'aborted',
    });
  });
});

test('a certificate OpenSSL does not take fails without an exception and without its text', async () => {
  const origin = kept(await plainOrigin(() => {}));
  const answer = await asked(origin, { certificate: { pem: 'not a certificate', key: good.key } });
  expect(answer).toEqual({ kind: 'network', reason: 'other' });
});

test('a line break in the host header cannot add a header', async () => {
  const origin = kept(await tlsOrigin(identityOf(server), say(OK)));
  await asked(origin, { hostHeader: 'www.example.com\r\nX-Added: 1' });
  expect(origin.received()).toContain('Host: www.example.comX-Added:1\r\nUser-Agent');
});
