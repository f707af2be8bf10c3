import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRandom, pickVariants, type SslMode } from '../../sandbox/model/index.ts';
import { checkAnswer, checkRequest, deviations } from '../contract/contract.ts';
import { createBench, makeCertificates, type Bench, type Certificates } from './support.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

/** Everything the API can be asked, in an order that succeeds. */
function askEverything(bench: Bench): void {
  const { zone } = bench;
  bench.model.setToken('token', { zoneSettings: 'edit' });
  bench.call('GET', '/zones?name=example.test');
  bench.call('GET', '/user/tokens/verify');
  bench.aop('GET', '');
  bench.aop('GET', '/hostnames/certificates');
  const own = bench.upload(certificates.one).result.id;
  const host = bench.upload(certificates.two, 'hostname').result.id;
  bench.pass(600_000);
  const config = ['www', 'api'].map((name) => ({
    hostname: `${name}.example.test`,
    cert_id: host,
    enabled: true,
  }));
  bench.aop('PUT', '/hostnames', { config });
  bench.pass(600_000);
  bench.aop('GET', '/hostnames/www.example.test');
  bench.aop('GET', '/hostnames');
  bench.aop('GET', '/hostnames?status=all&page=1&per_page=1000');
  bench.aop('PUT', '/hostnames', { config: config.map((item) => ({ ...item, enabled: null })) });
  bench.aop('GET', '/hostnames?status=all');
  bench.pass(600_000);
  bench.aop('GET', `/${own}`);
  bench.aop('GET', `/hostnames/certificates/${host}`);
  bench.aop('GET', '');
  bench.aop('GET', '/hostnames/certificates');
  bench.aop('DELETE', `/hostnames/certificates/${host}`);
  bench.aop('DELETE', `/${own}`);
  bench.aop('GET', `/${own}`);
  bench.aop('PUT', '/settings', { enabled: true });
  bench.aop('GET', '/settings');
  for (const value of ['full', 'strict'] satisfies SslMode[]) {
    bench.call('PATCH', `/zones/${zone.id}/settings/ssl`, { value });
  }
  bench.model.setZoneSetting(zone, 'ssl', 'origin_pull');
  bench.call('GET', `/zones/${zone.id}/settings/ssl`);
  bench.call('PATCH', `/zones/${zone.id}/settings/tls_client_auth`, { value: 'on' });
  bench.call('GET', `/zones/${zone.id}/settings/tls_client_auth`);
}

function hold(bench: Bench): {
  readonly held: string[];
  readonly problems: string[];
  readonly named: Set<string>;
} {
  const held: string[] = [];
  const problems: string[] = [];
  const named = new Set<string>();
  bench.model.onAnswer(({ request, answer }) => {
    const { method, path, query, body } = request;
    problems.push(...checkRequest(method, path, query, body).map((words) => `${method} ${path}: ${words}`));
    if (answer.status !== 200) return;
    const checked = checkAnswer(method, path, JSON.parse(answer.body));
    problems.push(...checked.problems.map((words) => `${method} ${path}: ${words}`));
    for (const name of checked.deviations) named.add(name);
    held.push(`${method} ${path}`);
  });
  return { held, problems, named };
}

describe('the sandbox answers as the contract says', () => {
  test('by default, with the deviations seen live and no others', () => {
    const bench = createBench();
    const { held, problems, named } = hold(bench);
    askEverything(bench);
    expect(problems).toEqual([]);
    expect(held).toHaveLength(26);
    expect([...named].toSorted()).toEqual(deviations.map(({ name }) => name).toSorted());
  });

  test('in every mixture of variants', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const bench = createBench({ seed, variants: pickVariants(createRandom(seed)) });
      const { held, problems } = hold(bench);
      askEverything(bench);
      expect({ seed, problems }).toEqual({ seed, problems: [] });
      expect(held.length).toBeGreaterThan(15);
    }
  });
});
