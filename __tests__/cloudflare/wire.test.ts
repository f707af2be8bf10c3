import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MockAgent } from 'undici';
import { createApi } from '../../src/cloudflare/client.ts';
import type { Api } from '../../src/cloudflare/api.ts';
import { listAssociations, putAssociations } from '../../src/cloudflare/associations.ts';
import {
  deleteCertificate,
  getCertificate,
  listCertificates,
  uploadCertificate,
} from '../../src/cloudflare/certificates.ts';
import { setZoneSwitch } from '../../src/cloudflare/zones.ts';
import { createHttp } from '../../src/world/undici-http.ts';
import { certificateRow, ID, TOKEN, ZONE } from './support/scripted-api.ts';
import { createVirtualTime } from './support/virtual-time.ts';

const HOST = 'https://api.cloudflare.com';
const STORE = `/client/v4/zones/${ZONE}/origin_tls_client_auth`;
const JSON_HEADERS = { 'content-type': 'application/json', 'cf-ray': '8c0ffee012345678-FRA' };

let agent: MockAgent;
let said: string[];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  said = [];
});

afterEach(async () => {
  await agent.close();
});

/** The real adapter and the real client; only the socket and the pauses are played. */
function client(stop = new AbortController().signal): Api {
  const time = createVirtualTime();
  return createApi(
    {
      http: createHttp({ dispatcher: agent }),
      clock: { wall: time.now, monotonic: time.now },
      sleep: () => Promise.resolve(),
      random: () => 0.5,
      say: (line) => said.push(line),
      stop,
      deadline: () => 3_600_000,
    },
    { token: TOKEN, baseUrl: `${HOST}/client/v4`, userAgent: 'origin-pull-rotation/test' },
  );
}

type Body = string | Buffer;
const envelope = (result: unknown): string =>
  JSON.stringify({ success: true, errors: [], messages: [], result });

function on(
  method: string,
  path: string,
  status: number,
  body: Body,
  headers: Readonly<Record<string, string>> = JSON_HEADERS,
): void {
  agent.get(HOST).intercept({ path, method }).reply(status, body, { headers });
}

const list = (): Promise<unknown> => listCertificates(client(), ZONE, 'zone');
const upload = (): Promise<unknown> =>
  uploadCertificate(client(), ZONE, 'zone', { certificate: 'the leaf', privateKey: 'the key' });

describe('on the wire', () => {
  test('an upload has its token, its type and its two fields, and nothing else', async () => {
    const seen: unknown[] = [];
    agent
      .get(HOST)
      .intercept({ path: STORE, method: 'POST' })
      .reply(200, ({ headers, body }) => {
        seen.push(headers, typeof body === 'string' ? JSON.parse(body) : body);
        return envelope(certificateRow());
      });
    expect(await upload()).toMatchObject({
      kind: 'applied',
      value: { id: ID, status: 'pending_deployment' },
    });
    expect(seen).toEqual([
      {
        authorization: `Bearer ${TOKEN}`,
        'user-agent': 'origin-pull-rotation/test',
        accept: 'application/json',
        'content-type': 'application/json',
      },
      { certificate: 'the leaf', private_key: 'the key' },
    ]);
  });

  test('each call has its method and its path', async () => {
    on('GET', STORE, 200, envelope(null));
    on('GET', `${STORE}/hostnames/certificates`, 200, envelope([]));
    on('GET', `${STORE}/${ID}`, 200, envelope(certificateRow()));
    on('DELETE', `${STORE}/hostnames/certificates/${ID}`, 200, envelope(certificateRow()));
    on('PUT', `${STORE}/settings`, 200, envelope({ enabled: true }));
    on(
      'PUT',
      `${STORE}/hostnames`,
      200,
      envelope([{ hostname: 'b.example' }, { hostname: 'a.example', cert_id: ID }]),
    );
    on(
      'GET',
      `${STORE}/hostnames?status=all&page=1&per_page=1000`,
      200,
      envelope([{ hostname: 'a.example' }]),
    );
    const api = client();
    expect(await listCertificates(api, ZONE, 'zone')).toEqual([]);
    expect(await listCertificates(api, ZONE, 'hostname')).toEqual([]);
    expect(await getCertificate(api, ZONE, 'zone', ID)).toMatchObject({ id: ID });
    expect(await deleteCertificate(api, ZONE, 'hostname', ID)).toEqual({ kind: 'accepted' });
    expect(await setZoneSwitch(api, ZONE, true)).toMatchObject({ kind: 'applied', value: true });
    expect(
      await putAssociations(api, ZONE, [{ hostname: 'a.example', certificateId: ID, enabled: true }]),
    ).toMatchObject({
      value: [{ hostname: 'a.example', certificateId: ID }],
    });
    expect(await listAssociations(api, ZONE)).toMatchObject({ kind: 'complete', associations: [{}] });
    agent.assertNoPendingInterceptors();
  });

  test.each<readonly [string, number, Body]>([
    ['nothing', 200, ''],
    ['HTML with 200', 200, '<!doctype html><title>hello</title>'],
    ['half of the JSON', 200, envelope([certificateRow()]).slice(0, 80)],
    ['what is not UTF-8', 200, Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['more than eight megabytes', 200, `"${'x'.repeat(8 * 1024 * 1024)}"`],
    ['JSON that is far too deep', 200, '['.repeat(100_000)],
    ['HTML with 503', 503, '<h1>down</h1>'],
    ['524', 524, 'error code: 524'],
    ['500 with an envelope', 500, JSON.stringify({ success: false, errors: [{ code: 1, message: 'x' }] })],
  ])('a list that is %s is asked for again, with the reason told', async (_, status, body) => {
    on('GET', STORE, status, body);
    on('GET', STORE, 200, envelope([certificateRow()]));
    expect(await list()).toMatchObject([{ id: ID }]);
    expect(said).toEqual([
      expect.stringMatching(
        /^\S+: GET .*; this is often temporary, trying again in .*\(attempt 2 of 6\)\.$/u,
      ),
    ]);
  });

  test.each<readonly [string, number, Body]>([
    ['nothing', 200, ''],
    ['HTML with 200', 200, '<!doctype html>'],
    ['half of the JSON', 200, '{"success":true,"result":{'],
    ['what is not UTF-8', 200, Buffer.from([0xc3, 0x28])],
    ['more than one megabyte', 200, `"${'x'.repeat(1024 * 1024)}"`],
    ['503', 503, ''],
  ])('an upload answered with %s is sent once', async (_, status, body) => {
    on('POST', STORE, status, body);
    expect(await upload()).toMatchObject({ kind: 'ambiguous', error: { code: 'UPLOAD_AMBIGUOUS' } });
    expect(said).toEqual([]);
  });

  test('a challenge page is a refusal with its own words', async () => {
    on('GET', STORE, 403, '<html>Just a moment...</html>', {
      'cf-mitigated': 'challenge',
      'content-type': 'text/html',
    });
    await expect(list()).rejects.toMatchObject({
      code: 'API_REFUSED',
      happened: expect.stringContaining('challenge page'),
    });
  });

  test('a redirect is not followed: the key and the token go nowhere else', async () => {
    on('POST', STORE, 307, '', { location: 'https://elsewhere.example/' });
    agent
      .get('https://elsewhere.example')
      .intercept({ path: '/', method: 'POST' })
      .reply(200, envelope(certificateRow()));
    expect(await upload()).toMatchObject({ kind: 'ambiguous', error: { cause: { status: 307 } } });
    expect(agent.pendingInterceptors().map((one) => one.origin)).toEqual(['https://elsewhere.example']);
  });

  test('a connection that nobody takes is tried again, also for an upload', async () => {
    agent
      .get(HOST)
      .intercept({ path: STORE, method: 'POST' })
      .replyWithError(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    on('POST', STORE, 200, envelope(certificateRow()));
    expect(await upload()).toMatchObject({ kind: 'applied' });
    expect(said).toEqual([expect.stringContaining('the connection was refused')]);
  });

  test('a cancel ends a read that gets no answer', async () => {
    const stop = new AbortController();
    agent.get(HOST).intercept({ path: STORE, method: 'GET' }).reply(200, envelope([])).delay(600_000);
    const read = listCertificates(client(stop.signal), ZONE, 'zone');
    stop.abort();
    await expect(read).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
