import { request } from 'undici';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createModel, briskTimings, type Model, type Zone } from '../../sandbox/model/index.ts';
import { startApiServer, type ApiServer, type Trouble } from '../../sandbox/server/index.ts';
import { makeCertificates, type Certificates } from './support.ts';

let certificates: Certificates;
let model: Model;
let zone: Zone;
let server: ApiServer;

beforeAll(async () => {
  certificates = await makeCertificates();
});
beforeEach(async () => {
  model = createModel({ now: Date.now, timings: briskTimings });
  zone = model.addZone({ name: 'example.test' });
  server = await startApiServer(model);
});
afterEach(async () => {
  await server.close();
});

type Reply = Awaited<ReturnType<typeof request>>;

/** Given up after a time only where that is what is tried: how fast a machine is decides nothing else. */
const upload = (timeout?: number): Promise<Reply> =>
  request(`${server.baseUrl}/zones/${zone.id}/origin_tls_client_auth`, {
    method: 'POST',
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: JSON.stringify({
      certificate: certificates.one.certificate,
      private_key: certificates.one.privateKey,
    }),
    ...(timeout === undefined ? {} : { signal: AbortSignal.timeout(timeout) }),
  });

const list = (): Promise<Reply> =>
  request(`${server.baseUrl}/zones/${zone.id}/origin_tls_client_auth?x=1`, {
    headers: { authorization: 'Bearer token' },
  });

const uploaded = (): boolean => zone.certificates.size === 1;

describe('the API by HTTP', () => {
  test('answers as the model does and records every call', async () => {
    const answer = await upload();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cf-ray']).toMatch(/-FRA$/);
    expect(await answer.body.json()).toMatchObject({
      success: true,
      result: { status: 'pending_deployment' },
    });
    const listed = await list();
    expect(await listed.body.json()).toMatchObject({
      result: [{ certificate: certificates.one.certificate }],
    });
    expect(server.calls.map(({ method, query, trouble }) => ({ method, query, trouble }))).toEqual([
      { method: 'POST', query: {}, trouble: undefined },
      { method: 'GET', query: { x: '1' }, trouble: undefined },
    ]);
    expect(server.calls[0]?.body).toContain('PRIVATE KEY');
    expect(server.calls[0]?.headers['authorization']).toBe('Bearer token');
  });

  test('takes as long as a mutation takes', async () => {
    model.adjust({ timings: { mutation: 400 } });
    const before = Date.now();
    const first = upload();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await upload()).statusCode).toBe(409);
    expect((await first).statusCode).toBe(200);
    expect(Date.now() - before).toBeGreaterThanOrEqual(395);
  });
});

describe('faults', () => {
  test.each<[Trouble['kind'], Trouble, boolean]>([
    ['reset-before', { kind: 'reset-before' }, false],
    ['reset-after', { kind: 'reset-after' }, true],
    ['timeout-before', { kind: 'timeout-before' }, false],
    ['timeout-after', { kind: 'timeout-after' }, true],
    ['cut-off', { kind: 'cut-off' }, true],
  ])('%s gives no whole answer', async (_, trouble, applied) => {
    server.faults.add({ at: 0, trouble });
    await expect(upload(500).then((answer) => answer.body.text())).rejects.toThrow(
      /closed|hang up|ECONNRESET|aborted|terminated/,
    );
    expect(uploaded()).toBe(applied);
    expect(server.calls).toHaveLength(1);
    expect((await list()).statusCode).toBe(200);
  });

  test('a call may be applied long after its caller gave up', async () => {
    server.faults.add({ at: 0, trouble: { kind: 'applied-late', afterMs: 600 } });
    await expect(upload(300)).rejects.toThrow(/closed|hang up|ECONNRESET|aborted|terminated/);
    expect(uploaded()).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(uploaded()).toBe(true);
  });

  test.each<[Trouble, number, RegExp, boolean]>([
    [{ kind: 'cut-json' }, 200, /^\{"success":true[^]*[^}]$/, true],
    [{ kind: 'empty-200' }, 200, /^$/, true],
    [{ kind: 'html-200' }, 200, /<html>/, true],
    [{ kind: 'html-403-challenge' }, 403, /Just a moment/, false],
    [{ kind: 'html-503' }, 503, /<html>/, false],
    [{ kind: 'status', status: 500 }, 500, /"success":false/, false],
    [
      { kind: 'status', status: 502, applied: true, code: 1, message: 'm', headers: { a: 'b' } },
      502,
      /"m"/,
      true,
    ],
    [{ kind: 'body', body: Uint8Array.from([0xff, 0xfe]) }, 200, /./, false],
    [{ kind: 'body', body: '[]', status: 201, applied: true }, 201, /^\[\]$/, true],
    [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 307, /^$/, false],
    [{ kind: 'slow', bytesPerSecond: 100_000 }, 200, /^\{"success":true[^]*\}$/, true],
    [{ kind: 'huge', bytes: 1_000_000 }, 200, /^ {1000000}\{/, true],
    [
      { kind: 'changed', change: (answer) => ({ ...answer, body: '{"success":true}' }) },
      200,
      /^.{16}$/,
      true,
    ],
  ])('%j', async (trouble, status, body, applied) => {
    server.faults.add({ at: { method: 'POST', path: /origin_tls_client_auth$/ }, trouble });
    const answer = await upload();
    expect(answer.statusCode).toBe(status);
    expect(await answer.body.text()).toMatch(body);
    expect(uploaded()).toBe(applied);
  });

  test('something else may happen around a call', async () => {
    const seen: boolean[] = [];
    const look = (): Promise<void> => {
      seen.push(uploaded());
      return Promise.resolve();
    };
    server.faults.add({ at: 0, trouble: { kind: 'meanwhile', before: look, after: look } });
    await upload();
    expect(seen).toEqual([false, true]);
  });

  test('hit the calls they are meant for, in order, as often as told', async () => {
    server.faults.add(
      { at: { method: 'GET', nth: 1 }, trouble: { kind: 'html-503' } },
      { at: { method: 'GET' }, times: 1, trouble: { kind: 'status', status: 500 } },
      { at: 4, times: 2, trouble: { kind: 'status', status: 501 } },
    );
    const statuses: number[] = [];
    for (let index = 0; index < 7; index += 1) statuses.push((await list()).statusCode);
    expect(statuses).toEqual([500, 503, 200, 200, 501, 501, 200]);
    server.faults.add({ at: {}, trouble: { kind: 'html-503' } });
    expect((await list()).statusCode).toBe(503);
    server.faults.clear();
    expect((await list()).statusCode).toBe(200);
  });
});
