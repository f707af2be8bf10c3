import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  createModel,
  pickVariants,
  createRandom,
  variantNames,
  defaultVariants,
} from '../../sandbox/model/index.ts';
import { createBench, makeCertificates, type Certificates } from './support.ts';

/** Well-formed. */
const UNKNOWN = 'v1Tok-enTok_enTokenTokenTokenTokenToken';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

describe('tokens', () => {
  test.each([
    ['an unknown token', {}, UNKNOWN, 403, 10_000],
    ['a token of an account that nobody knows', {}, `cfat_${UNKNOWN}`, 403, 10_000],
    ['a name', {}, 'my-token', 400, 6003],
    ['a global key', {}, `cfk_${UNKNOWN}`, 400, 6003],
    ['a global key as of old', {}, 'c'.repeat(37), 400, 6003],
    ['a token that may only read, for a write', { sslAndCertificates: 'read' }, 'token', 403, 10_000],
    ['a token of another zone', { zones: [] }, 'token', 403, 10_000],
    ['a rolled token', { revokedAt: 0 }, 'token', 403, 10_000],
    ['a token minted a moment ago', { knownFrom: Number.MAX_SAFE_INTEGER }, 'token', 403, 10_001],
  ] as const)('%s', (_, token, secret, status, code) => {
    const bench = createBench({ tokens: { token } });
    const answer = bench.aop('PUT', '/settings', { enabled: true }, secret);
    expect(answer).toMatchObject({ status, code });
  });

  test('none, or one that nobody knows by another code', () => {
    const bench = createBench({ variants: { unknownToken: 9109 } });
    const path = `/zones/${bench.zone.id}/origin_tls_client_auth`;
    const none = bench.model.handle({ method: 'GET', path, query: {}, headers: {}, body: undefined });
    expect(none).toMatchObject({ status: 400, body: expect.stringContaining('9106') });
    expect(bench.aop('GET', '', undefined, UNKNOWN)).toMatchObject({ status: 403, code: 9109 });
    expect(JSON.parse(bench.aop('GET', '', undefined, 'a b').body).errors).toEqual([
      {
        code: 6003,
        message: 'Invalid request headers',
        error_chain: [{ code: 6111, message: 'Invalid format for Authorization header' }],
      },
    ]);
  });

  test('a reading token reads, one without the permission does not', () => {
    const bench = createBench({ tokens: { token: { sslAndCertificates: 'read' } } });
    expect(bench.aop('GET', '').status).toBe(200);
    bench.model.setToken('blind', { sslAndCertificates: 'none' });
    expect(bench.aop('GET', '', undefined, 'blind').code).toBe(10_000);
  });

  test('zone settings have their own permission', () => {
    const bench = createBench();
    const path = `/zones/${bench.zone.id}/settings`;
    expect(bench.call('GET', `${path}/ssl`).result.value).toBe('full');
    expect(bench.call('GET', `${path}/tls_client_auth`).result.value).toBe('off');
    expect(bench.call('GET', `${path}/other`).status).toBe(404);
    expect(bench.call('PATCH', `${path}/ssl`, { value: 'strict' })).toMatchObject({
      status: 403,
      code: 9109,
    });
    bench.model.setToken('token', { zoneSettings: 'edit' });
    expect(bench.call('PATCH', `${path}/ssl`, { value: 'strict' }).result.value).toBe('strict');
    expect(bench.call('PATCH', `${path}/ssl`, { value: 'odd' }).code).toBe(1007);
    expect(bench.call('PATCH', `${path}/tls_client_auth`, { value: 'on' }).result.value).toBe('on');
    bench.model.setToken('token', { zoneSettings: 'none' });
    expect(bench.call('GET', `${path}/ssl`).code).toBe(9109);
  });

  test('verify says active', () => {
    expect(createBench().call('GET', '/user/tokens/verify').result.status).toBe('active');
  });
});

describe('zones', () => {
  test('are found by name where the token may read them', () => {
    const bench = createBench();
    expect(bench.call('GET', '/zones?name=example.test').result).toMatchObject([{ id: bench.zone.id }]);
    expect(bench.call('GET', '/zones?name=other.test').result).toEqual([]);
    const idn = bench.model.addZone({ name: 'bücher.example' });
    for (const name of ['bücher.example', 'xn--bcher-kva.example'])
      expect(bench.call('GET', `/zones?name=${encodeURIComponent(name)}`).result).toMatchObject([
        { id: idn.id, name: 'bücher.example' },
      ]);
    bench.model.adjust({ variants: { idnNames: 'punycode' } });
    expect(bench.call('GET', '/zones?name=xn--bcher-kva.example').result).toMatchObject([
      { name: 'xn--bcher-kva.example' },
    ]);
    bench.model.setToken('token', { zoneRead: false });
    expect(bench.call('GET', '/zones').result).toEqual([]);
    bench.model.adjust({ variants: { zonesWithoutPermission: 'forbidden' } });
    expect(bench.call('GET', '/zones')).toMatchObject({ status: 403, code: 9109 });
  });

  test.each([
    ['/zones/invalid/origin_tls_client_auth', 400, 7003],
    [`/zones/${'0'.repeat(32)}/origin_tls_client_auth`, 403, 10_000],
    ['/elsewhere', 400, 7000],
  ] as const)('%s answers %i', (path, status, code) => {
    expect(createBench().call('GET', path)).toMatchObject({ status, code });
  });

  test('the switch is read and written', () => {
    const bench = createBench();
    expect(bench.aop('GET', '/settings').result).toEqual({ enabled: true });
    expect(bench.aop('PUT', '/settings', { enabled: false }).result).toEqual({ enabled: false });
    expect(bench.aop('PUT', '/settings', { enabled: 'yes' }).code).toBe(1007);
    expect(bench.aop('POST', '/settings', {}).status).toBe(405);
    expect(bench.aop('GET', '/settings').result).toEqual({ enabled: false });
  });
});

describe('one mutation at a time', () => {
  test('a second one meets 409 while the first runs, and a little after', () => {
    const bench = createBench({ timings: { mutation: 2000, lockLinger: 1000 } });
    expect(bench.upload(certificates.one).status).toBe(200);
    expect(bench.upload(certificates.two)).toMatchObject({ status: 409, code: 1460 });
    expect(bench.aop('GET', '').status).toBe(200);
    bench.pass(2999);
    expect(bench.upload(certificates.two).status).toBe(409);
    bench.pass(1);
    expect(bench.upload(certificates.two).status).toBe(200);
  });

  test('changes of hostnames do not exclude each other, unless told to', () => {
    const bench = createBench({ timings: { mutation: 2000 } });
    expect(bench.upload(certificates.one, 'hostname').status).toBe(200);
    expect(bench.upload(certificates.two, 'hostname').status).toBe(200);
    bench.model.adjust({ variants: { conflictScope: 'every-change' } });
    expect(bench.upload(certificates.one).status).toBe(200);
    expect(bench.upload(certificates.three, 'hostname').status).toBe(409);
  });
});

describe('the rate limit', () => {
  test('counts all calls, then answers 429 with Retry-After for a while', () => {
    const bench = createBench({ rateLimit: { calls: 2, windowMs: 60_000, blockMs: 30_000 } });
    expect(bench.aop('GET', '').headers).toMatchObject({
      ratelimit: '"default";r=1;t=60',
      'ratelimit-policy': '"default";q=2;w=60',
    });
    bench.aop('GET', '', undefined, 'other');
    expect(bench.aop('GET', '')).toMatchObject({ status: 429, code: 971, headers: { 'retry-after': '30' } });
    bench.pass(29_000);
    bench.model.adjust({ variants: { retryAfter: 'date' } });
    const { headers } = bench.aop('GET', '');
    expect(Date.parse(headers['retry-after'] ?? '') - bench.now()).toBeLessThanOrEqual(1000);
    bench.pass(1000);
    expect(bench.aop('GET', '').status).toBe(200);
  });

  test('forgets calls that left the window', () => {
    const bench = createBench({ rateLimit: { calls: 1, windowMs: 1000, blockMs: 1000 } });
    bench.aop('GET', '');
    bench.pass(1000);
    expect(bench.aop('GET', '').status).toBe(200);
  });
});

describe('events and variants', () => {
  test('listeners hear every change and every answer, until they leave', () => {
    const bench = createBench();
    const events: string[] = [];
    const answers: number[] = [];
    const leave = bench.model.onEvent((event) => events.push(event.kind));
    bench.model.onAnswer(({ answer }) => answers.push(answer.status));
    bench.upload(certificates.one);
    bench.model.setEnabled(bench.zone, false);
    leave();
    bench.model.setZoneSetting(bench.zone, 'ssl', 'off');
    expect(events).toEqual(['certificate-uploaded', 'setting-set']);
    expect(answers).toEqual([200]);
  });

  test('setting up says why it cannot', () => {
    const bench = createBench();
    const pair = { certificate: 'no', privateKey: 'no' };
    expect(() => bench.model.install(bench.zone, 'zone', pair)).toThrow('unparsable');
  });

  test('a seed picks the same variants again, and others differ', () => {
    expect(pickVariants(createRandom(7))).toEqual(pickVariants(createRandom(7)));
    const seen = new Set(
      Array.from({ length: 50 }, (_, seed) => pickVariants(createRandom(seed)).zoneFallback),
    );
    expect(seen.size).toBe(2);
    expect(Object.keys(defaultVariants).toSorted()).toEqual([...variantNames].toSorted());
    expect(pickVariants(createRandom(7), { ids: 'hex' }).ids).toBe('hex');
  });

  test('one seed gives one world', () => {
    const ids = [1, 1, 2].map((seed) => {
      const model = createModel({ now: () => 0, seed });
      return model.addZone({ name: 'example.test' }).id;
    });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});
