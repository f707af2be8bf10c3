import { beforeAll, describe, expect, test } from '@jest/globals';
import { APIError } from 'cloudflare/error';
import { createClient } from 'cloudflare/tree-shakable';
import { OriginTLSClientAuth } from 'cloudflare/resources/origin-tls-client-auth/origin-tls-client-auth';
import { requestTo } from '../../sandbox/model/index.ts';
import { createBench, makeCertificates } from '../sandbox/support.ts';
import type { Bench, Certificates } from '../sandbox/support.ts';
import { checkAnswer, checkRequest } from './contract.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

/** Cloudflare's own client in front of the sandbox; every call is held to the contract. */
function clientOf(bench: Bench): { readonly pulls: OriginTLSClientAuth; readonly problems: string[] } {
  const problems: string[] = [];
  const client = createClient({
    apiToken: 'token',
    baseURL: 'https://api.example/client/v4',
    maxRetries: 0,
    resources: [OriginTLSClientAuth],
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      const headers = Object.fromEntries(new Headers(init?.headers));
      const body = typeof init?.body === 'string' ? init.body : undefined;
      const request = requestTo((init?.method ?? 'GET').toUpperCase(), url, headers, body);
      const answer = bench.model.handle(request);
      const { method, path, query } = request;
      problems.push(...checkRequest(method, path, query, body));
      if (answer.status === 200)
        problems.push(...checkAnswer(method, path, JSON.parse(answer.body)).problems);
      return await Promise.resolve(
        new Response(answer.body, { status: answer.status, headers: answer.headers }),
      );
    },
  });
  return { pulls: client.originTLSClientAuth, problems };
}

/** All that a list gives. */
async function all<T>(list: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Status and code of a refusal. */
async function refused(call: PromiseLike<unknown>): Promise<object> {
  try {
    return { accepted: await call };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    return { status: error.status, codes: error.errors.map(({ code }) => code) };
  }
}

const methodsOf = (resource: object): readonly string[] =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(Object.getPrototypeOf(resource))).filter(
    (name) => name !== 'constructor',
  );

describe("Cloudflare's own client finds in the sandbox what it finds at Cloudflare", () => {
  test('has the methods that are played here, and no others', () => {
    const { pulls } = clientOf(createBench());
    const { zoneCertificates, hostnameCertificates, hostnames, settings } = pulls;
    const of = (resource: object): readonly string[] => methodsOf(resource).toSorted();
    expect(of(pulls)).toEqual(['create', 'delete', 'get', 'list']);
    expect(of(zoneCertificates)).toEqual(['create', 'delete', 'get', 'list']);
    expect(of(hostnameCertificates)).toEqual(['create', 'delete', 'get', 'list']);
    expect(of(hostnames)).toEqual(['get', 'update']);
    expect(of(settings)).toEqual(['get', 'update']);
  });

  test.each([
    ['zone certificates', 'zone'],
    ['zone certificates by the methods of before', 'before'],
    ['hostname certificates', 'hostname'],
  ] as const)('%s from the first to the last', async (_, which) => {
    const bench = createBench();
    const { pulls, problems } = clientOf(bench);
    const store = {
      zone: pulls.zoneCertificates,
      before: pulls,
      hostname: pulls.hostnameCertificates,
    }[which];
    const zone = { zone_id: bench.zone.id };
    const { certificate, privateKey } = certificates.one;
    expect(await all(store.list(zone))).toEqual([]);
    const made = await store.create({ ...zone, certificate, private_key: privateKey });
    expect(made).toMatchObject({ status: 'pending_deployment', certificate });
    expect(made).not.toHaveProperty('private_key');
    const id = made?.id ?? '';
    expect(await refused(store.create({ ...zone, certificate, private_key: privateKey }))).toEqual({
      status: 400,
      codes: [1406],
    });
    expect(await refused(store.delete(id, zone))).toEqual({ status: 400, codes: [1434] });
    bench.pass(5000);
    expect(await store.get(id, zone)).toMatchObject({ id, status: 'active' });
    expect(await all(store.list(zone))).toMatchObject([{ id }]);
    expect(await store.delete(id, zone)).toMatchObject({ id, status: 'pending_deletion' });
    const again = await refused(store.delete(id, zone));
    expect(again).toEqual({ status: 400, codes: [which === 'hostname' ? 1414 : 1432] });
    bench.pass(10_000);
    expect(await store.get(id, zone)).toMatchObject({ id, status: 'deleted' });
    const nowhere = await refused(store.get('0'.repeat(32), zone));
    expect(nowhere).toEqual({ status: 404, codes: [which === 'hostname' ? 1551 : 1552] });
    expect(await refused(store.delete('nonsense', zone))).toEqual(
      which === 'hostname' ? { status: 400, codes: [1415] } : { status: 404, codes: [1552] },
    );
    const revived = await store.create({ ...zone, certificate, private_key: privateKey });
    expect(revived).toMatchObject({ id, status: 'pending_deployment' });
    expect(problems).toEqual([]);
  });

  test('hostnames: on, elsewhere, off, void', async () => {
    const bench = createBench();
    const { pulls, problems } = clientOf(bench);
    const zone = { zone_id: bench.zone.id };
    const [one, two] = [certificates.one, certificates.two].map((pair) =>
      bench.model.install(bench.zone, 'hostname', pair),
    );
    const hostname = 'www.example.test';
    const put = async (cert_id: string | undefined, enabled: boolean | null): Promise<readonly object[]> => {
      // `null` is in the description of the API and not in the types of its client.
      const item = { hostname, enabled, ...(cert_id === undefined ? {} : { cert_id }) } as {
        enabled: boolean;
      };
      return await all(pulls.hostnames.update({ ...zone, config: [item] }));
    };
    expect(await refused(pulls.hostnames.get(hostname, zone))).toEqual({ status: 404, codes: [1553] });
    expect(await put(one, true)).toMatchObject([{ hostname, cert_id: one, status: 'pending_deployment' }]);
    bench.pass(3000);
    expect(await pulls.hostnames.get(hostname, zone)).toMatchObject({
      cert_id: one,
      enabled: true,
      status: 'active',
      cert_status: 'active',
    });
    expect(await put(two, false)).toMatchObject([{ cert_id: two, enabled: false }]);
    expect(await refused(put(undefined, null))).toEqual({ status: 400, codes: [1404] });
    expect(await refused(put('nonsense', true))).toEqual({ status: 400, codes: [1415] });
    expect(await refused(pulls.hostnameCertificates.delete(two ?? '', zone))).toEqual({
      status: 400,
      codes: [1433],
    });
    expect(await put(two, null)).toMatchObject([{ enabled: null }]);
    expect(await pulls.hostnames.get(hostname, zone)).toMatchObject({ enabled: null });
    bench.pass(60_000);
    expect(await refused(pulls.hostnames.get(hostname, zone))).toEqual({ status: 404, codes: [1553] });
    expect(problems).toEqual([]);
  });

  test('settings', async () => {
    const bench = createBench();
    const { pulls, problems } = clientOf(bench);
    const zone = { zone_id: bench.zone.id };
    expect(await pulls.settings.update({ ...zone, enabled: false })).toEqual({ enabled: false });
    expect(await pulls.settings.get(zone)).toEqual({ enabled: false });
    expect(problems).toEqual([]);
  });
});
