import { beforeAll, describe, expect, test } from '@jest/globals';
import { createBench, makeCertificates, type Bench, type Certificates, type Reply } from './support.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

const put = (bench: Bench, hostname: string, certId: string | undefined, enabled: boolean | null): Reply =>
  bench.aop('PUT', '/hostnames', { config: [{ hostname, cert_id: certId, enabled }] });

/** Two active hostname certificates, the first associated with `www`. */
function furnished(variants: Parameters<Bench['model']['adjust']>[0]['variants'] = {}): {
  readonly bench: Bench;
  readonly one: string;
  readonly two: string;
} {
  const bench = createBench({ variants });
  const one = bench.model.install(bench.zone, 'hostname', certificates.one);
  const two = bench.model.install(bench.zone, 'hostname', certificates.two);
  bench.model.associate(bench.zone, 'www.example.test', one, true);
  return { bench, one, two };
}

describe('an association', () => {
  test('is pending and then active, with its certificate facts', () => {
    const { bench, two } = furnished();
    const answer = put(bench, 'api.example.test', two, true);
    expect(answer.result).toHaveLength(2);
    expect(answer.result[0].hostname).toBe('www.example.test');
    const get = (): Reply => bench.aop('GET', '/hostnames/api.example.test');
    expect(get().result).toMatchObject({
      cert_id: two,
      enabled: true,
      status: 'pending_deployment',
      cert_status: 'active',
    });
    bench.pass(3000);
    expect(get().result.status).toBe('active');
    expect(get().result.certificate).toBe(certificates.two.certificate);
  });

  test('waits for its certificate', () => {
    const { bench } = furnished();
    const { id } = bench.upload(certificates.three, 'hostname').result;
    put(bench, 'www.example.test', id, true);
    bench.pass(4999);
    expect(bench.aop('GET', '/hostnames/www.example.test').result.status).toBe('pending_deployment');
    bench.pass(1);
    expect(bench.aop('GET', '/hostnames/www.example.test').result.status).toBe('active');
  });

  test('never becomes active when its certificate does not', () => {
    const { bench } = furnished({ deployment: 'times-out' });
    const { id } = bench.upload(certificates.three, 'hostname').result;
    put(bench, 'www.example.test', id, true);
    bench.pass(3_600_000);
    expect(bench.aop('GET', '/hostnames/www.example.test').result).toMatchObject({
      status: 'pending_deployment',
      cert_status: 'deployment_timed_out',
    });
  });

  test('locks its certificate with 1433 until a while after it was moved', () => {
    const { bench, one, two } = furnished();
    const remove = (): Reply => bench.aop('DELETE', `/hostnames/certificates/${one}`);
    expect(remove().code).toBe(1433);
    put(bench, 'www.example.test', two, true);
    bench.pass(3999);
    expect(remove().code).toBe(1433);
    bench.pass(1);
    expect(remove().status).toBe(200);
  });

  test('locks its certificate when it is off, too', () => {
    const { bench, one } = furnished();
    put(bench, 'www.example.test', one, false);
    bench.pass(60_000);
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).code).toBe(1433);
    expect(bench.aop('GET', '/hostnames/www.example.test').result).toMatchObject({
      enabled: false,
      status: 'active',
    });
  });

  test('voided, lingers with null and is gone, unless it never goes', () => {
    const { bench, one } = furnished();
    const get = (): Reply => bench.aop('GET', '/hostnames/www.example.test');
    expect(put(bench, 'www.example.test', one, null).status).toBe(200);
    expect(get().result).toMatchObject({ enabled: null, status: 'pending_deletion' });
    bench.pass(30_000);
    expect(get()).toMatchObject({ status: 404, code: 1553 });
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).status).toBe(200);

    const other = furnished({ voidClears: 'never' });
    put(other.bench, 'www.example.test', other.one, null);
    other.bench.pass(3_600_000);
    expect(other.bench.aop('DELETE', `/hostnames/certificates/${other.one}`).code).toBe(1433);
  });

  test('gone, may stay in the list of all as deleted', () => {
    const { bench, one } = furnished({ deletedAssociationsListed: true });
    put(bench, 'www.example.test', one, null);
    bench.pass(30_000);
    expect(bench.aop('GET', '/hostnames/www.example.test').code).toBe(1553);
    expect(bench.aop('GET', '/hostnames?status=all').result).toMatchObject([{ status: 'deleted' }]);
    expect(bench.aop('DELETE', `/hostnames/certificates/${one}`).status).toBe(200);
  });
});

describe('a PUT', () => {
  test('is refused for what is wrong with it, as a whole or from there on', () => {
    const { bench, one, two } = furnished();
    const zoneLevel = bench.model.install(bench.zone, 'zone', certificates.three);
    expect(put(bench, 'a.example.test', undefined, null).code).toBe(1404);
    expect(put(bench, 'a.example.test', zoneLevel, true).code).toBe(1415);
    expect(put(bench, 'a.example.test', 'none', true).code).toBe(1415);
    expect(put(bench, 'a.example.com', one, true).code).toBe(1431);
    expect(bench.aop('PUT', '/hostnames', { config: [] }).code).toBe(1007);
    expect(
      bench.aop('PUT', '/hostnames', { config: [{ hostname: 'a.example.test', cert_id: one }] }).code,
    ).toBe(1007);
    expect(bench.aop('PUT', '/hostnames', { config: [1] }).code).toBe(1007);
    expect(
      bench.aop('PUT', '/hostnames', { config: [{ hostname: 1, cert_id: 2, enabled: true }] }).code,
    ).toBe(1007);
    expect(
      bench.aop('PUT', '/hostnames', { config: [{ hostname: 'a.example.test', cert_id: 2, enabled: true }] })
        .code,
    ).toBe(1007);
    expect(bench.aop('PUT', '/hostnames', 'no').code).toBe(6007);
    const both = {
      config: [
        { hostname: 'www.example.test', cert_id: two, enabled: true },
        { hostname: 'a.example.test', cert_id: 'none', enabled: true },
      ],
    };
    expect(bench.aop('PUT', '/hostnames', both).code).toBe(1415);
    expect(bench.aop('GET', '/hostnames/www.example.test').result.cert_id).toBe(one);
    bench.model.adjust({ variants: { invalidPut: 'part', hostnameOutsideZone: 'accepted' } });
    expect(bench.aop('PUT', '/hostnames', both).code).toBe(1415);
    expect(bench.aop('GET', '/hostnames/www.example.test').result.cert_id).toBe(two);
    expect(put(bench, 'a.example.com', one, true).status).toBe(200);
  });

  test('holds a certificate to 100 hostnames, the existing ones counted', () => {
    const { bench, one, two } = furnished();
    const config = Array.from({ length: 100 }, (_, index) => ({
      hostname: `h${String(index)}.example.test`,
      cert_id: one,
      enabled: true,
    }));
    expect(bench.aop('PUT', '/hostnames', { config }).code).toBe(1419);
    expect(
      bench.aop('PUT', '/hostnames', { config: config.map((item) => ({ ...item, cert_id: two })) }).status,
    ).toBe(200);
  });

  test.each([
    ['whole-zone', ['www.example.test', 'api.example.test']],
    ['own-last', ['api.example.test', 'www.example.test']],
    ['own-only', ['www.example.test']],
  ] as const)('answers %s', (putAnswer, hostnames) => {
    const { bench, two } = furnished({ putAnswer });
    bench.model.associate(bench.zone, 'api.example.test', two, true);
    const rows: readonly { hostname: string }[] = put(bench, 'www.example.test', two, true).result;
    expect(rows.map((row) => row.hostname)).toEqual(hostnames);
  });
});

describe('the list of associations', () => {
  test('shows active ones by default, all when asked, in pages', () => {
    const { bench, one, two } = furnished();
    put(bench, 'b.example.test', two, true);
    expect(bench.aop('GET', '/hostnames').result).toHaveLength(1);
    expect(bench.aop('GET', '/hostnames?status=active,pending_deployment').result).toHaveLength(2);
    const page = bench.aop('GET', '/hostnames?status=all&per_page=1&page=2');
    expect(page.result).toMatchObject([{ hostname: 'b.example.test', cert_id: two, enabled: true }]);
    expect(JSON.parse(page.body).result_info).toMatchObject({ page: 2, total_count: 2, total_pages: 2 });
    expect(page.result[0].certificate).toBeUndefined();
    expect(one).not.toBe(two);
    expect(bench.aop('GET', '/hostnames?per_page=1001').code).toBe(1007);
    expect(bench.aop('GET', '/hostnames?page=x').code).toBe(1007);
    expect(bench.aop('GET', '/hostnames?status=odd').code).toBe(1007);
  });

  test('lags where it is told to', () => {
    const { bench, two } = furnished();
    bench.model.adjust({ timings: { associationListLag: 5000 } });
    put(bench, 'b.example.test', two, true);
    expect(bench.aop('GET', '/hostnames?status=all').result).toHaveLength(1);
    bench.pass(5000);
    expect(bench.aop('GET', '/hostnames?status=all').result).toHaveLength(2);
  });

  test.each([
    ['status-403', 403],
    ['status-404', 404],
    ['status-405', 405],
  ] as const)('may be missing: %s', (associationList, status) => {
    const { bench } = furnished({ associationList });
    expect(bench.aop('GET', '/hostnames?status=all').status).toBe(status);
  });
});
