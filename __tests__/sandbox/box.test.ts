import { connect } from 'node:tls';
import { request } from 'node:https';
import { Agent, EnvHttpProxyAgent, request as undiciRequest } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { createEdge } from '../../sandbox/model/index.ts';
import type { Pair } from '../../sandbox/authority/index.ts';

let box: Sandbox;
let one: Pair;
let two: Pair;

beforeEach(async () => {
  box = await startSandbox({ edges: [createEdge('fra'), createEdge('iad', { lagMs: 200 })] });
  [one, two] = await Promise.all([box.clientAuthority.issue(), box.clientAuthority.issue()]);
});
afterEach(async () => {
  await box.close();
});

interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A visitor at an edge. */
const visit = (edge = 0, path = '/', host = 'www.example.test'): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: box.edges[edge]?.port,
        servername: host,
        path,
        headers: { host },
        ca: box.webAuthority.certificate,
        agent: false,
      },
      (message) => {
        let body = '';
        message.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        message.on('end', () => {
          resolve({ status: message.statusCode ?? 0, headers: message.headers, body });
        });
      },
    );
    outgoing.on('error', reject).end();
  });

const furnish = (pair = one): string =>
  box.model.install(box.model.addZone({ name: 'example.test', enabled: true }), 'zone', pair);

describe('through an edge', () => {
  test('a visitor sees the origin, and it tells which certificate it saw', async () => {
    furnish();
    const seen = await visit();
    expect(seen.status).toBe(200);
    expect(seen.headers).toMatchObject({
      server: 'cloudflare',
      'cf-cache-status': 'DYNAMIC',
      'x-client-serial': one.serialNumber,
      'x-client-fingerprint-sha256': one.fingerprint,
    });
    expect(seen.headers['cf-ray']).toMatch(/^[0-9a-f]{16}-FRA$/);
    expect(box.origin.port).not.toBe(box.edges[0]?.port);
  });

  test('without a certificate it is refused inside TLS, as 520 or 525', async () => {
    box.model.addZone({ name: 'example.test', enabled: true });
    expect([520, 525]).toContain((await visit()).status);
    await box.setOriginMode('optional');
    expect((await visit()).status).toBe(200);
  });

  test.each([
    ['none sent', false, 'No required SSL certificate was sent'],
    ['a stranger sent', true, 'The SSL certificate error'],
  ] as const)('an origin that answers by HTTP passes its page through: %s', async (_, sent, words) => {
    await box.setOriginMode('http-400');
    if (sent) {
      furnish();
      await box.origin.trust([box.webAuthority.certificate]);
    } else box.model.addZone({ name: 'example.test' });
    const seen = await visit();
    expect(seen.status).toBe(400);
    expect(seen.headers['server']).toBe('cloudflare');
    expect(seen.body).toContain(words);
  });

  test('trust can be changed while it runs', async () => {
    furnish();
    await box.origin.trust([]);
    expect((await visit()).status).toBeGreaterThanOrEqual(520);
    await box.origin.trust([box.webAuthority.certificate, box.clientAuthority.certificate]);
    expect((await visit()).status).toBe(200);
  });

  test('the shared certificate is a stranger to an origin that does not trust it', async () => {
    box.model.addZone({ name: 'example.test', sharedCertificate: true });
    expect((await visit()).status).toBeGreaterThanOrEqual(520);
    await box.setOriginMode('optional');
    expect((await visit()).headers['x-client-serial']).toBe(box.shared.serialNumber);
  });

  test('with SSL off there is nobody to talk to, with strict the origin is checked', async () => {
    furnish();
    const [zone] = [...box.model.zones.values()];
    if (zone === undefined) throw new Error('no zone');
    box.model.setZoneSetting(zone, 'ssl', 'strict');
    expect((await visit()).status).toBe(200);
    box.model.setZoneSetting(zone, 'ssl', 'off');
    expect((await visit()).status).toBe(521);
  });

  test('a cache may answer instead of the origin', async () => {
    furnish();
    box.edges[0]?.setCaching('by-url');
    expect((await visit(0, '/a?x=1')).headers['cf-cache-status']).toBe('MISS');
    expect((await visit(0, '/a?x=1')).headers['cf-cache-status']).toBe('HIT');
    expect((await visit(0, '/a?x=2')).headers['cf-cache-status']).toBe('MISS');
    box.edges[0]?.setCaching('by-path');
    await visit(0, '/a?x=1');
    await box.origin.trust([]);
    expect(await visit(0, '/a?x=2')).toMatchObject({ status: 200, headers: { 'cf-cache-status': 'HIT' } });
  });

  test('one edge lags behind the other', async () => {
    const { id } = { id: furnish() };
    expect(id).toBeDefined();
    const [zone] = [...box.model.zones.values()];
    if (zone === undefined) throw new Error('no zone');
    box.model.install(zone, 'zone', two, Date.now() - 100);
    expect((await visit(0)).headers['x-client-serial']).toBe(two.serialNumber);
    expect((await visit(1)).headers['x-client-serial']).toBe(one.serialNumber);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await visit(1)).headers['x-client-serial']).toBe(two.serialNumber);
  });
});

describe('straight to the origin', () => {
  test('a client with the right certificate is let in, and what came is recorded', async () => {
    const status = await new Promise<string>((resolve, reject) => {
      const socket = connect({
        port: box.origin.port,
        host: '127.0.0.1',
        servername: 'www.example.test',
        ca: box.webAuthority.certificate,
        cert: one.certificate,
        key: one.privateKey,
      });
      socket.on('error', reject);
      socket.on('data', (chunk: Buffer) => {
        resolve(chunk.toString().slice(0, 12));
        socket.destroy();
      });
      socket.write('GET / HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n');
    });
    expect(status).toBe('HTTP/1.1 200');
  });
});

const through = async (url: string, ca = box.webAuthority.certificate): Promise<number> => {
  const dispatcher = new EnvHttpProxyAgent({ httpsProxy: box.proxy.url, noProxy: '', requestTls: { ca } });
  try {
    return (await undiciRequest(url, { dispatcher })).statusCode;
  } finally {
    await dispatcher.destroy();
  }
};

describe('through the proxy', () => {
  test('hostnames of the sandbox lead to an edge, others nowhere', async () => {
    furnish();
    expect(await through('https://www.example.test/')).toBe(200);
    box.probeThrough('iad');
    box.probeThrough('unknown');
    expect(await through('https://api.example.test/')).toBe(200);
    await expect(through('https://elsewhere.test/')).rejects.toThrow(/403|Proxy/);
    await expect(through('https://www.example.test:8443/')).rejects.toThrow(/403|Proxy/);
    expect(box.proxy.targets).toEqual([
      'www.example.test:443',
      'api.example.test:443',
      'elsewhere.test:443',
      'www.example.test:8443',
    ]);
    const plain = new Agent();
    expect((await undiciRequest(box.proxy.url, { dispatcher: plain })).statusCode).toBe(405);
    await plain.destroy();
  });
});

describe('traffic', () => {
  test('counts what it made, what failed, where, and which certificate was shown', async () => {
    furnish();
    await box.traffic.round();
    expect(box.traffic.report()).toMatchObject({ made: 4, failed: 0 });
    expect(box.traffic.report().served.get('www.example.test')?.get(one.fingerprint)).toBe(2);
    await box.origin.trust([]);
    await box.traffic.round();
    const { made, failed, failures } = box.traffic.report();
    expect([made, failed]).toEqual([8, 4]);
    expect(failures[0]).toMatchObject({ host: 'www.example.test', edge: 'fra', presented: one.fingerprint });
    expect(failures[0]?.reason).toMatch(/52[05]/);
  });

  test('goes on by itself until it is stopped', async () => {
    box.model.addZone({ name: 'example.test', sharedCertificate: true });
    box.traffic.start();
    await new Promise((resolve) => setTimeout(resolve, 250));
    await box.traffic.stop();
    const { made, served } = box.traffic.report();
    expect(made).toBeGreaterThanOrEqual(8);
    expect(served.get('api.example.test')?.get('shared')).toBeGreaterThan(1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(box.traffic.report().made).toBe(made);
  });
});
