import { createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { listen } from '../../sandbox/net.ts';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const both = { level: 'hostname', hostnames: `${WWW},${API}` };
const probe = { 'probe-urls': `https://${WWW}/health`, 'probe-echo-header': 'x-client-serial' };

describe('straight to the origin', () => {
  test.concurrent('an origin that does not know the new issuer stops the run before any write', async () => {
    await using box = await openBox();
    const { pair: before } = await putInForce(box, 'zone');
    const stranger = await createAuthority({ subject: 'New authority' });
    const run = await play(box, {
      inputs: {
        level: 'zone',
        'accept-issuer-change': 'true',
        origin: `${WWW}@127.0.0.1:${String(box.sandbox.origin.port)}`,
      },
      pair: await stranger.issue(),
    });
    expect(run.result).toBe('failed');
    expect(run.mutations).toEqual([]);
    expect(live(box, 'zone')).toEqual([before.fingerprint]);
  });

  test.concurrent('an origin that lets the new issuer in vouches for it', async () => {
    await using box = await openBox();
    await putInForce(box, 'zone');
    const next = await createAuthority({ subject: 'New authority' });
    await box.sandbox.origin.trust([box.sandbox.clientAuthority.certificate, next.certificate]);
    const origin = `${WWW}@127.0.0.1:${String(box.sandbox.origin.port)}`;
    const pair = await next.issue();
    const run = await play(box, {
      inputs: { level: 'zone', origin, 'origin-server-ca': box.sandbox.webAuthority.certificate },
      pair,
    });
    expect(run.result).toBe('rotated');
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
  });

  test.concurrent('an origin that asks nobody for a certificate is a warning', async () => {
    await using box = await openBox({ originMode: 'optional' });
    await putInForce(box, 'zone');
    const origin = `${WWW}@127.0.0.1:${String(box.sandbox.origin.port)}`;
    const run = await play(box, { inputs: { level: 'zone', origin }, pair: await box.issue() });
    expect(run.result).toBe('rotated');
    expect(run.annotations.map(({ level }) => level)).toContain('warning');
    expect(run.said).toMatch(/without (?:a|any) (?:client )?certificate/);
  });

  test.concurrent('an origin that admits only Cloudflare is a warning', async () => {
    await using box = await openBox();
    await putInForce(box, 'zone');
    const closed = await listen(createServer());
    await closed.close();
    const origin = `${WWW}@127.0.0.1:${String(closed.port)}`;
    const run = await play(box, { inputs: { level: 'zone', origin }, pair: await box.issue() });
    expect(run.result).toBe('rotated');
    expect(run.annotations.map(({ level }) => level)).toContain('warning');
  });
});

describe('a change of issuer', () => {
  test.concurrent('is refused where nothing vouches for it, and made where `client-ca` does', async () => {
    await using box = await openBox();
    const { pair: before } = await putInForce(box, 'zone');
    const next = await createAuthority({ subject: 'New authority' });
    await box.sandbox.origin.trust([box.sandbox.clientAuthority.certificate, next.certificate]);
    const pair = await next.issue();
    const refused = await play(box, { inputs: { level: 'zone' }, pair });
    expect(refused.result).toBe('failed');
    expect(refused.mutations).toEqual([]);
    expect(refused.said).toContain('accept-issuer-change');
    expect(live(box, 'zone')).toEqual([before.fingerprint]);

    const bundle = box.sandbox.clientAuthority.certificate + next.certificate;
    const made = await play(box, { inputs: { level: 'zone', 'client-ca': bundle }, pair });
    expect(made.result).toBe('rotated');
  });

  test.concurrent(
    '`client-ca` that does not know the issuer refuses after no more than the first read',
    async () => {
      await using box = await openBox();
      const stranger = await createAuthority({ subject: 'New authority' });
      const run = await play(box, {
        inputs: { level: 'zone', 'client-ca': box.sandbox.clientAuthority.certificate },
        pair: await stranger.issue(),
      });
      expect(run.result).toBe('failed');
      const others = run.calls.filter(({ method, path }) => method !== 'GET' || path !== '/zones');
      expect(others).toEqual([]);
      expect(run.said).toContain('client-ca');
    },
  );
});

describe('through Cloudflare', () => {
  test.concurrent(
    'the canary is moved and probed first, then the rest, and the served serial is the evidence',
    async () => {
      await using box = await openBox();
      await putInForce(box, 'hostname');
      const pair = await box.issue();
      box.sandbox.traffic.start();
      const run = await play(box, { inputs: { ...both, ...probe }, pair });
      await box.sandbox.traffic.stop();
      expect(run.result).toBe('rotated');
      const puts = run.calls.filter(({ method }) => method === 'PUT').map(({ body }) => body);
      expect(puts).toHaveLength(2);
      expect(puts[0]).toContain(WWW);
      expect(puts[0]).not.toContain(API);
      expect(puts[1]).toContain(API);
      expect(run.summary).toContain(pair.serialNumber.replace(/^0+/, ''));
      expect(box.sandbox.traffic.report().failures).toEqual([]);
    },
  );

  test.concurrent('headers for a login wall reach the site, and nothing else gets them', async () => {
    await using box = await openBox();
    await putInForce(box, 'zone');
    const secret = 'b7Jq-XfR2mW9sT4z';
    const run = await play(box, {
      inputs: { level: 'zone', ...probe, 'probe-request-headers': `CF-Access-Client-Secret: ${secret}` },
      pair: await box.issue(),
    });
    expect(run.result).toBe('rotated');
    expect(run.said).not.toContain(secret);
    const [edge] = box.sandbox.edges;
    expect(edge?.requests.every(({ headers }) => headers['cf-access-client-secret'] === secret)).toBe(true);
    expect(edge?.requests.some(({ headers }) => Object.hasOwn(headers, 'authorization'))).toBe(false);
    expect(JSON.stringify(run.calls)).not.toContain(secret);
  });

  test.concurrent(
    'a cached answer proves nothing: with every answer from the cache, no predecessor is deleted',
    async () => {
      await using box = await openBox();
      const { pair: before } = await putInForce(box, 'zone');
      box.sandbox.edges[0]?.setCaching('by-path');
      const pair = await box.issue();
      const run = await play(box, {
        inputs: { level: 'zone', ...probe, 'probe-timeout': '1s' },
        pair,
      });
      expect(run.mutations).not.toContain('DELETE /aop/{id}');
      expect(live(box, 'zone')).toContain(before.fingerprint);
    },
  );

  test.concurrent('a broken site stops the run before a change', async () => {
    await using box = await openBox({ zone: { ssl: 'off' } });
    const { pair: before } = await putInForce(box, 'hostname');
    const run = await play(box, { inputs: { ...both, ...probe }, pair: await box.issue() });
    expect(run.result).toBe('failed');
    expect(run.mutations).toEqual([]);
    expect(associated(box)[WWW]).toBe(before.fingerprint);
  });
});
