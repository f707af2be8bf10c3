import { beforeAll, describe, expect, test } from '@jest/globals';
import { selfSigned } from '../../sandbox/authority/index.ts';
import {
  changesBetween,
  createEdge,
  inUseAt,
  judge,
  presentedAt,
  type Edge,
  type Presented,
} from '../../sandbox/model/index.ts';
import { createBench, makeCertificates, type Bench, type Certificates } from './support.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

const prompt = createEdge('prompt');
const host = 'www.example.test';

const name = (presented: Presented): string => {
  if (presented.kind === 'none') return `none: ${presented.reason}`;
  if (presented.kind === 'shared') return 'shared';
  const { fingerprint } = presented.certificate.facts;
  const which = (['one', 'two', 'three'] as const).find(
    (key) => certificates[key].fingerprint === fingerprint,
  );
  return `${presented.level} ${which ?? '?'}`;
};

const shown = (bench: Bench, edge: Edge = prompt, hostname = host): string =>
  name(presentedAt(bench.model, edge, hostname, bench.now()));

describe('which certificate an edge presents', () => {
  test('hostname before zone before shared, and none where it is off', () => {
    const bench = createBench();
    expect(shown(bench)).toBe('none: not-configured');
    bench.model.setZoneSetting(bench.zone, 'tls_client_auth', 'on');
    expect(shown(bench)).toBe('shared');
    bench.model.install(bench.zone, 'zone', certificates.one);
    expect(shown(bench)).toBe('zone one');
    const two = bench.model.install(bench.zone, 'hostname', certificates.two);
    bench.model.associate(bench.zone, host, two, true);
    expect(shown(bench)).toBe('hostname two');
    expect(shown(bench, prompt, 'api.example.test')).toBe('zone one');
    expect(shown(bench, prompt, 'www.example.com')).toBe('none: not-configured');
    bench.model.associate(bench.zone, host, two, false, bench.now());
    expect(shown(bench)).toBe('hostname two');
    bench.pass(3000);
    expect(shown(bench)).toBe('none: disabled');
    bench.model.setZoneSetting(bench.zone, 'ssl', 'flexible');
    expect(shown(bench, prompt, 'api.example.test')).toBe('none: ssl-mode');
  });

  test('the zone switch off falls through to the shared certificate or none', () => {
    const bench = createBench();
    bench.model.install(bench.zone, 'zone', certificates.one);
    bench.model.setEnabled(bench.zone, false);
    expect(shown(bench)).toBe('none: not-configured');
    bench.model.setEnabled(bench.zone, true);
    bench.model.adjust({ variants: { enabledWithoutCertificate: 'shared' } });
    expect(shown(bench)).toBe('zone one');
    expect(shown(createBench({ variants: { enabledWithoutCertificate: 'shared' } }))).toBe('shared');
  });

  test('the most recently deployed of two active ones; when it goes, a variant decides', () => {
    const bench = createBench();
    bench.model.install(bench.zone, 'zone', certificates.one);
    const { id } = bench.upload(certificates.two).result;
    expect(shown(bench)).toBe('zone one');
    bench.pass(5000);
    expect(shown(bench)).toBe('zone two');
    bench.aop('DELETE', `/${id}`);
    expect(shown(bench)).toBe('zone one');
    bench.model.adjust({ variants: { zoneFallback: 'nothing' } });
    expect(shown(bench)).toBe('none: gone');
  });

  test('two deployed in one millisecond: the later upload', () => {
    const bench = createBench();
    bench.upload(certificates.two);
    bench.upload(certificates.one);
    bench.pass(5000);
    expect(shown(bench)).toBe('zone one');
  });

  test.each([
    ['newest', 'zone one'],
    ['original', 'zone two'],
  ] as const)('a revived certificate counts as %s', (revivedDeployOrder, expected) => {
    const bench = createBench({ variants: { revivedDeployOrder } });
    const one = bench.model.install(bench.zone, 'zone', certificates.one);
    bench.model.install(bench.zone, 'zone', certificates.two, bench.now() - 3_600_000);
    bench.aop('DELETE', `/${one}`);
    bench.pass(10_000);
    bench.upload(certificates.one);
    bench.pass(5000);
    expect(shown(bench)).toBe(expected);
  });

  test.each([
    ['none', 'none: gone'],
    ['zone', 'zone three'],
  ] as const)('an association whose certificate is gone: %s', (danglingAssociation, expected) => {
    const bench = createBench({
      variants: { danglingAssociation },
      timings: { release: 0, association: 30_000 },
    });
    bench.model.install(bench.zone, 'zone', certificates.three);
    const one = bench.model.install(bench.zone, 'hostname', certificates.one);
    const two = bench.model.install(bench.zone, 'hostname', certificates.two);
    bench.model.associate(bench.zone, host, one, true);
    bench.model.associate(bench.zone, host, two, true, bench.now());
    // Deleted before the new association is active: what no rotation may do.
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).status).toBe(200);
    expect(shown(bench)).toBe(expected);
    // Where the news has not arrived, the former certificate is still sent.
    expect(shown(bench, createEdge('late', { lagMs: 1000 }))).toBe('hostname one');
    bench.pass(30_000);
    expect(shown(bench)).toBe('hostname two');
  });

  test.each([
    [true, 'zone one'],
    [false, 'none: not-configured'],
  ] as const)('a certificate whose deletion timed out serves on: %s', (timedOutDeletionServes, expected) => {
    const bench = createBench({ variants: { deletion: 'times-out', timedOutDeletionServes } });
    const id = bench.model.install(bench.zone, 'zone', certificates.one);
    bench.aop('DELETE', `/${id}`);
    bench.pass(60_000);
    expect(shown(bench)).toBe(expected);
  });

  test('a void takes effect after a while', () => {
    const bench = createBench();
    const one = bench.model.install(bench.zone, 'hostname', certificates.one);
    bench.model.associate(bench.zone, host, one, true);
    bench.model.associate(bench.zone, host, one, null, bench.now());
    expect(shown(bench)).toBe('hostname one');
    bench.pass(3000);
    expect(shown(bench)).toBe('none: not-configured');
  });
});

describe('edges that lag', () => {
  test('follow so much later, in order', () => {
    const bench = createBench();
    const slow = createEdge('slow', { lagMs: 120_000 });
    const one = bench.model.install(bench.zone, 'zone', certificates.one);
    bench.upload(certificates.two);
    bench.pass(5000);
    bench.aop('DELETE', `/${one}`);
    expect(shown(bench)).toBe('zone two');
    expect(shown(bench, slow)).toBe('zone one');
    bench.pass(119_999);
    expect(shown(bench, slow)).toBe('zone one');
    bench.pass(1);
    expect(shown(bench, slow)).toBe('zone two');
  });

  test('with jitter, a deletion may arrive before the successor does', () => {
    const bench = createBench();
    const one = bench.model.install(bench.zone, 'zone', certificates.one);
    bench.upload(certificates.two);
    bench.pass(5000);
    bench.aop('DELETE', `/${one}`);
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed += 1) {
      const edge = createEdge('jittery', { jitterMs: 60_000, seed });
      const moments = changesBetween(bench.model, [edge], bench.now() - 5000, bench.now() + 120_000);
      for (const moment of moments) seen.add(name(presentedAt(bench.model, edge, host, moment)));
      expect(name(presentedAt(bench.model, edge, host, bench.now() + 60_001))).toBe('zone two');
    }
    expect([...seen].toSorted()).toEqual(['none: not-configured', 'zone one', 'zone two']);
  });

  test('pooled connections keep the former certificate for a while', () => {
    const bench = createBench();
    bench.model.install(bench.zone, 'zone', certificates.one);
    bench.upload(certificates.two);
    bench.pass(6000);
    const pooled = createEdge('pooled', { pooledMs: 10_000 });
    const names = (): string[] => [...new Set(inUseAt(bench.model, pooled, host, bench.now()).map(name))];
    expect(names()).toEqual(['zone two', 'zone one']);
    expect(inUseAt(bench.model, prompt, host, bench.now())).toHaveLength(1);
    bench.pass(9001);
    expect(names()).toEqual(['zone two']);
  });

  test('every moment at which something changes is named', () => {
    const bench = createBench();
    const from = bench.now();
    bench.upload(certificates.two);
    const edge = createEdge('late', { lagMs: 700 });
    expect(changesBetween(bench.model, [edge], from, from + 60_000).map((moment) => moment - from)).toEqual([
      700, 5000, 5700,
    ]);
  });
});

const trust = (): Parameters<typeof judge>[0] => ({
  authorities: ['rubbish', certificates.authority.certificate],
  optional: false,
  trustsShared: false,
});

describe('what an origin makes of it', () => {
  test('accepts what its authority issued, refuses none, strangers and the shared one', async () => {
    const bench = createBench();
    const look = (): string =>
      judge(trust(), presentedAt(bench.model, prompt, host, bench.now()), bench.now());
    expect(look()).toBe('none-sent');
    bench.model.install(bench.zone, 'zone', certificates.one);
    expect(look()).toBe('accepted');
    bench.model.install(bench.zone, 'zone', await selfSigned(), bench.now() - 3_600_000);
    expect(look()).toBe('not-trusted');
    expect(judge(trust(), { kind: 'shared' }, 0)).toBe('not-trusted');
    expect(judge({ ...trust(), trustsShared: true }, { kind: 'shared' }, 0)).toBe('accepted');
    expect(judge({ ...trust(), optional: true }, { kind: 'none', reason: 'gone' }, 0)).toBe('accepted');
  });

  test('minds dates and purpose, and trusts a self-signed leaf by itself', async () => {
    const bench = createBench();
    const server = await certificates.authority.issue({ purpose: 'server' });
    const any = await selfSigned({ purpose: 'absent' });
    const present = (pair: typeof server): Presented => {
      bench.model.install(bench.zone, 'zone', pair, bench.now() - 3_600_000);
      return presentedAt(bench.model, prompt, host, bench.now());
    };
    expect(judge(trust(), present(certificates.one), 0)).toBe('expired');
    expect(judge(trust(), present(server), bench.now())).toBe('wrong-purpose');
    expect(judge({ ...trust(), authorities: [any.certificate] }, present(any), bench.now())).toBe('accepted');
  });
});
