import { beforeAll, describe, expect, test } from '@jest/globals';
import { createEdge, presentedAt } from '../../sandbox/model/index.ts';
import { createBench, makeCertificates, type Bench, type Certificates, type Reply } from './support.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

const WWW = 'www.example.test';
const put = (bench: Bench, certId: string, enabled: boolean | null, hostname = WWW): Reply =>
  bench.aop('PUT', '/hostnames', { config: [{ hostname, cert_id: certId, enabled }] });
const get = (bench: Bench): Reply => bench.aop('GET', `/hostnames/${WWW}`);
const all = (bench: Bench): readonly unknown[] => bench.aop('GET', '/hostnames?status=all').result;
const byId = (bench: Bench, id: string): string => bench.aop('GET', `/${id}`).result.status;

/** Two hostname certificates, the first on `www`. */
function furnished(options: Parameters<typeof createBench>[0] = {}): {
  readonly bench: Bench;
  readonly one: string;
  readonly two: string;
} {
  const bench = createBench(options);
  const one = bench.model.install(bench.zone, 'hostname', certificates.one);
  const two = bench.model.install(bench.zone, 'hostname', certificates.two);
  bench.model.associate(bench.zone, WWW, one, true);
  return { bench, one, two };
}

/** A zone certificate on its way out, sent again: what the answer says, and its status at once, 20 s and a minute later. */
function sentAgain(options: Parameters<typeof createBench>[0]): readonly (string | number | undefined)[] {
  const bench = createBench(options);
  const { id } = bench.upload(certificates.one).result;
  bench.pass(5000);
  bench.aop('DELETE', `/${id}`);
  const again = bench.upload(certificates.one);
  expect(again.result?.id ?? id).toBe(id);
  const seen = [0, 20_000, 40_000].map((ms) => {
    bench.pass(ms);
    return byId(bench, id);
  });
  return [again.code ?? again.result.status, ...seen];
}

describe('an upload while its tombstone is on its way out', () => {
  test.each([
    ['is refused', '1406', [1406, 'pending_deletion', 'deleted', 'deleted']],
    ['lives again', 'revives', ['pending_deployment', 'pending_deployment', 'active', 'active']],
    [
      'is accepted, and goes all the same',
      'dies',
      ['pending_deployment', 'pending_deletion', 'deleted', 'deleted'],
    ],
  ] as const)('%s', (_, tombstoneUpload, expected) => {
    expect(sentAgain({ variants: { tombstoneUpload } })).toEqual(expected);
  });

  test('lives again, and reads as on its way out for a while', () => {
    expect(sentAgain({ variants: { tombstoneUpload: 'revives' }, timings: { revival: 45_000 } })).toEqual([
      'pending_deployment',
      'pending_deletion',
      'pending_deletion',
      'active',
    ]);
  });
});

describe('a second DELETE', () => {
  test('has the code of its level, and of what is left', () => {
    const { bench, two } = furnished();
    const again = (): Reply => bench.aop('DELETE', `/hostnames/certificates/${two}`);
    expect(again().status).toBe(200);
    expect(again().code).toBe(1414);
    bench.pass(10_000);
    expect(again().code).toBe(1414);
    bench.model.adjust({ variants: { deletedAgain: 'not-found' } });
    expect(again()).toMatchObject({ status: 404, code: 1551 });
  });

  test('by what is no id is 1415, or nothing is found', () => {
    const { bench } = furnished();
    const remove = (id: string): Reply => bench.aop('DELETE', `/hostnames/certificates/${id}`);
    expect(remove('none').body).toContain('Invalid Certificate ID');
    expect(remove('0123456789abcdef0123456789abcdef').code).toBe(1551);
    bench.model.adjust({ variants: { malformedId: 'not-found' } });
    expect(remove('none').code).toBe(1551);
  });

  test.each(['zone', 'hostname'] as const)('and one too early is 1434 at %s level', (level) => {
    const bench = createBench();
    const { id } = bench.upload(certificates.one, level).result;
    const path = level === 'zone' ? '' : '/hostnames/certificates';
    expect(bench.aop('DELETE', `${path}/${id}`).code).toBe(1434);
  });
});

describe('a hostname that left its certificate', () => {
  test('keeps a deleted row beside the other, in the list alone', () => {
    const { bench, one, two } = furnished({ variants: { formerAssociation: 'deleted' } });
    put(bench, two, true);
    bench.pass(10_000);
    expect(all(bench)).toMatchObject([
      { hostname: WWW, cert_id: one, status: 'deleted' },
      { hostname: WWW, cert_id: two, status: 'active' },
    ]);
    expect(get(bench).result).toMatchObject({ cert_id: two });
    expect(bench.aop('GET', '/hostnames').result).toHaveLength(1);
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).status).toBe(200);
  });

  test('may keep one that is on its way out first', () => {
    const { bench, one, two } = furnished({ variants: { formerAssociation: 'leaving' } });
    put(bench, two, true);
    expect(all(bench)).toMatchObject([
      { cert_id: one, status: 'pending_deletion' },
      { cert_id: two, status: 'pending_deployment' },
    ]);
    bench.pass(4000);
    expect(all(bench)).toMatchObject([{ status: 'deleted' }, { status: 'active' }]);
  });

  test('is seen to be void only once that has settled, where it is so', () => {
    const { bench, one } = furnished({ variants: { voidShown: 'once-settled' } });
    expect(put(bench, one, null).status).toBe(200);
    expect(get(bench).result).toMatchObject({ enabled: true, status: 'active' });
    bench.pass(3000);
    expect(get(bench).result).toMatchObject({ enabled: null, status: 'pending_deletion' });
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).code).toBe(1433);
    bench.pass(30_000);
    expect(get(bench).code).toBe(1553);
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).status).toBe(200);
  });
});

describe('a certificate that vanishes under its association', () => {
  test.each([
    ['is readable as deleted', 'deleted', 200],
    ['is not to be found', 'unreadable', 404],
  ] as const)('%s, and the association cannot even be voided', (_, vanishedCertificate, status) => {
    const { bench, one } = furnished({ variants: { vanishedCertificate } });
    bench.model.vanish(bench.zone, one);
    expect(bench.aop('GET', `/hostnames/certificates/${one}`).status).toBe(status);
    expect(get(bench).result).toMatchObject({ enabled: true, status: 'active', cert_status: 'deleted' });
    expect(put(bench, one, null).code).toBe(1415);
    expect(presentedAt(bench.model, createEdge('fra'), WWW, bench.now())).toMatchObject({ reason: 'gone' });
  });
});

describe('pages of associations', () => {
  test('hold fifty, say nothing of how many there are, and end with an empty one', () => {
    const { bench, two } = furnished({ variants: { associationPages: 'fifty', pageInfo: 'absent' } });
    for (let nth = 0; nth < 99; nth += 1)
      bench.model.associate(bench.zone, `h${String(nth)}.example.test`, two, true);
    const pages = [1, 2, 3].map((page) =>
      bench.aop('GET', `/hostnames?status=all&per_page=1000&page=${String(page)}`),
    );
    expect(pages.map(({ result }) => result.length)).toEqual([50, 50, 0]);
    expect(pages[0]?.body).not.toContain('result_info');
  });
});

test('a custom hostname is taken, and its zone shows it the certificate', () => {
  const bench = createBench();
  const zone = bench.model.addZone({ name: 'saas.test', customHostnames: ['app.customer.test'] });
  const id = bench.model.install(zone, 'hostname', certificates.one);
  bench.model.associate(zone, 'app.customer.test', id, true);
  expect(() => bench.model.associate(zone, 'app.other.test', id, true)).toThrow('hostname-outside-zone');
  expect(presentedAt(bench.model, createEdge('fra'), 'app.customer.test', bench.now())).toMatchObject({
    kind: 'certificate',
    certificate: { id },
  });
});
