import { beforeAll, describe, expect, test } from '@jest/globals';
import { createAuthority, selfSigned } from '../../sandbox/authority/index.ts';
import { createBench, makeCertificates, type Bench, type Certificates } from './support.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});

const statusOf = (bench: Bench, id: string, level: 'zone' | 'hostname' = 'zone'): string =>
  bench.aop('GET', `${level === 'zone' ? '' : '/hostnames/certificates'}/${id}`).result.status;

describe('the life of a certificate', () => {
  test.each(['zone', 'hostname'] as const)('goes from pending to active at %s level', (level) => {
    const bench = createBench();
    const uploaded = bench.upload(certificates.one, level);
    expect(uploaded.status).toBe(200);
    expect(uploaded.result.status).toBe('pending_deployment');
    expect(uploaded.result.certificate).toBe(certificates.one.certificate);
    expect(BigInt(uploaded.result.serial_number).toString(16).toUpperCase()).toBe(
      certificates.one.serialNumber.replace(/^0/, ''),
    );
    expect(uploaded.body).not.toContain('PRIVATE KEY');
    bench.pass(4999);
    expect(statusOf(bench, uploaded.result.id, level)).toBe('pending_deployment');
    bench.pass(1);
    expect(statusOf(bench, uploaded.result.id, level)).toBe('active');
  });

  test('ends as a tombstone that is still readable and not listed', () => {
    const bench = createBench();
    const { id } = bench.upload(certificates.one).result;
    bench.pass(5000);
    expect(bench.aop('DELETE', `/${id}`).result.status).toBe('pending_deletion');
    expect(bench.aop('GET', '').result).toBeNull();
    expect(bench.aop('DELETE', `/${id}`).body).toContain('already deleted');
    expect(bench.upload(certificates.one).code).toBe(1406);
    bench.pass(10_000);
    expect(statusOf(bench, id)).toBe('deleted');
    expect(bench.aop('DELETE', `/${id}`).body).toContain('already deleted');
  });

  test.each([
    ['renewed', true],
    ['kept', false],
  ] as const)('a deleted certificate is revived under its id, uploaded_on %s', (variant, changed) => {
    const bench = createBench({ variants: { revivedUploadedOn: variant } });
    const first = bench.upload(certificates.one).result;
    bench.pass(5000);
    bench.aop('DELETE', `/${first.id}`);
    bench.pass(10_000);
    const again = bench.upload(certificates.one).result;
    expect(again).toMatchObject({ id: first.id, status: 'pending_deployment' });
    expect(again.uploaded_on !== first.uploaded_on).toBe(changed);
    bench.pass(5000);
    expect(statusOf(bench, first.id)).toBe('active');
  });

  test('a live certificate answers 1406 to itself, and the level may matter', () => {
    const bench = createBench();
    bench.upload(certificates.one);
    expect(bench.upload(certificates.one).code).toBe(1406);
    bench.model.adjust({ variants: { duplicateScope: 'zone' } });
    expect(bench.upload(certificates.one, 'hostname').code).toBe(1406);
    bench.model.adjust({ variants: { duplicateScope: 'level' } });
    expect(bench.upload(certificates.one, 'hostname').status).toBe(200);
  });

  test('flaps from active to pending and back', () => {
    const bench = createBench({ variants: { deployment: 'flap' } });
    const { id } = bench.upload(certificates.one).result;
    const seen = [5000, 3000, 10_000].map((ms) => {
      bench.pass(ms);
      return statusOf(bench, id);
    });
    expect(seen).toEqual(['active', 'pending_deployment', 'active']);
  });

  test.each([
    ['never', 'deployment_timed_out'],
    ['later', 'active'],
  ] as const)('times out in deployment and recovers %s', (recovers, finally_) => {
    const bench = createBench({
      variants: { deployment: 'times-out', deploymentTimeoutRecovers: recovers },
    });
    const { id } = bench.upload(certificates.one).result;
    bench.pass(120_000);
    expect(statusOf(bench, id)).toBe('deployment_timed_out');
    bench.pass(600_000);
    expect(statusOf(bench, id)).toBe(finally_);
  });

  test('begins as initializing where the variant says so', () => {
    const bench = createBench({ variants: { deployment: 'initializing-first' } });
    const { id, status } = bench.upload(certificates.one).result;
    expect(status).toBe('initializing');
    bench.pass(2500);
    expect(statusOf(bench, id)).toBe('pending_deployment');
    bench.pass(2500);
    expect(statusOf(bench, id)).toBe('active');
  });

  test.each([
    ['times-out', 'deletion_timed_out'],
    ['ignored', 'active'],
  ] as const)('a DELETE that %s answers yes and ends as %s', (deletion, status) => {
    const bench = createBench({ variants: { deletion } });
    const { id } = bench.upload(certificates.one).result;
    bench.pass(5000);
    expect(bench.aop('DELETE', `/${id}`).result.status).toBe('pending_deletion');
    bench.pass(10_000);
    expect(statusOf(bench, id)).toBe(status);
    bench.model.adjust({ variants: { deletion: 'plain' } });
    expect(bench.aop('DELETE', `/${id}`).status).toBe(200);
    bench.pass(10_000);
    expect(statusOf(bench, id)).toBe('deleted');
  });

  test('may not be deleted while it is pending deployment, unless the variant allows it', () => {
    const bench = createBench();
    const { id } = bench.upload(certificates.one).result;
    expect(bench.aop('DELETE', `/${id}`).code).toBe(1434);
    bench.model.adjust({ variants: { zoneDeleteWhilePending: 'accepted' } });
    expect(bench.aop('DELETE', `/${id}`).status).toBe(200);
    bench.pass(60_000);
    expect(statusOf(bench, id)).toBe('deleted');
  });
});

describe('what lags', () => {
  test('the list is behind, the id is true', () => {
    const bench = createBench({ timings: { listLag: 30_000 } });
    const { id } = bench.upload(certificates.one).result;
    expect(bench.aop('GET', '').result).toBeNull();
    expect(statusOf(bench, id)).toBe('pending_deployment');
    bench.pass(30_000);
    expect(bench.aop('GET', '').result).toMatchObject([{ id, status: 'pending_deployment' }]);
    bench.aop('DELETE', `/${id}`);
    expect(bench.aop('GET', '').result).toHaveLength(1);
  });

  test('the id may answer 404 right after it was given', () => {
    const bench = createBench({ timings: { byIdLag: 2000 } });
    const { id } = bench.upload(certificates.one).result;
    expect(bench.aop('GET', `/${id}`)).toMatchObject({ status: 404, code: 1552 });
    bench.pass(2000);
    expect(bench.aop('GET', `/${id}`).status).toBe(200);
  });
});

describe('what an upload is refused for', () => {
  test('really parses what it gets', async () => {
    const bench = createBench();
    const { one, two } = certificates;
    const authority = await createAuthority({ subject: 'Other' });
    const [weak, curve, ed25519, expired] = await Promise.all([
      selfSigned({ keyType: 'rsa1024' }),
      selfSigned({ keyType: 'secp256k1' }),
      selfSigned({ keyType: 'ed25519' }),
      selfSigned({ notAfter: bench.now() - 1000 }),
    ]);
    const codeOf = (certificate: unknown, key: unknown): number | undefined =>
      bench.aop('POST', '', { certificate, private_key: key }).code;
    expect(codeOf('rubbish', one.privateKey)).toBe(1408);
    expect(codeOf(undefined, one.privateKey)).toBe(1408);
    expect(codeOf(one.certificate.replace(/\n.{8}/, '\nAAAAAAAA'), one.privateKey)).toBe(1408);
    expect(codeOf(authority.certificate, authority.privateKey)).toBe(1412);
    expect(codeOf(one.certificate + authority.certificate, one.privateKey)).toBe(1412);
    expect(codeOf(one.certificate, two.privateKey)).toBe(1410);
    expect(codeOf(one.certificate, one.key.encryptedPkcs8('secret'))).toBe(1411);
    expect(codeOf(one.certificate, 'rubbish')).toBe(1409);
    expect(codeOf(one.certificate, undefined)).toBe(1409);
    expect(codeOf(weak.certificate, weak.privateKey)).toBe(1416);
    expect(codeOf(curve.certificate, curve.privateKey)).toBe(1413);
    expect(codeOf(ed25519.certificate, ed25519.privateKey)).toBe(1413);
    expect(codeOf(expired.certificate, expired.privateKey)).toBe(1417);
    expect(bench.aop('POST', '', '{').code).toBe(6007);
    bench.model.adjust({ variants: { unknownCodes: 'second', ed25519Upload: 'accepted' } });
    expect(codeOf(one.certificate, two.privateKey)).toBe(1452);
    expect(codeOf(ed25519.certificate, ed25519.privateKey)).toBeUndefined();
    expect(bench.aop('GET', '').result).toHaveLength(1);
  });

  test('a chain may be kept whole, or its leaf', () => {
    const bench = createBench({ variants: { chainUpload: 'whole-kept' } });
    const { one, two, authority } = certificates;
    const chain = { certificate: one.certificate + authority.certificate, private_key: one.privateKey };
    expect(bench.aop('POST', '', chain).result.certificate).toBe(chain.certificate);
    bench.model.adjust({ variants: { chainUpload: 'leaf-kept' } });
    const other = { certificate: two.certificate + authority.certificate, private_key: two.privateKey };
    expect(bench.aop('POST', '', other).result.certificate).toBe(two.certificate);
  });

  test('ten hostname certificates are the quota, in which tombstones may count', async () => {
    const bench = createBench();
    const all = await Promise.all(Array.from({ length: 12 }, () => certificates.authority.issue()));
    const answers = all.slice(0, 11).map((pair) => bench.upload(pair, 'hostname'));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10);
    expect(answers[10]?.code).toBe(1418);
    bench.pass(5000);
    bench.aop('DELETE', `/hostnames/certificates/${answers[0]?.result.id}`);
    bench.model.adjust({ variants: { quotaCountsTombstones: true } });
    expect(all[11] && bench.upload(all[11], 'hostname').code).toBe(1418);
    bench.model.adjust({ variants: { quotaCountsTombstones: false } });
    expect(all[11] && bench.upload(all[11], 'hostname').status).toBe(200);
  });
});

describe('how a certificate is written', () => {
  test.each([
    [0, /:\d\dZ$/],
    [3, /\.\d{3}Z$/],
    [9, /\.\d{9}Z$/],
  ] as const)('uploaded_on with %i fraction digits', (fractionDigits, form) => {
    const bench = createBench({ variants: { fractionDigits } });
    const { uploaded_on: uploadedOn } = bench.upload(certificates.one).result;
    expect(uploadedOn).toMatch(form);
    expect(Math.abs(Date.parse(uploadedOn) - bench.now())).toBeLessThan(1000);
  });

  test('other newlines, no serial number, hex ids, an empty array', () => {
    const bench = createBench({
      variants: { certificateText: 'crlf', zoneSerialNumber: 'absent', ids: 'hex', emptyList: 'swapped' },
    });
    expect(bench.aop('GET', '').result).toEqual([]);
    const { result } = bench.upload(certificates.one);
    expect(result.certificate).toContain('\r\n');
    expect(result).not.toHaveProperty('serial_number');
    expect(result.id).toMatch(/^[0-9a-f]{32}$/);
    bench.model.adjust({ variants: { certificateText: 'extra-newline', tombstonesInList: true } });
    bench.pass(5000);
    bench.aop('DELETE', `/${result.id}`);
    expect(bench.aop('GET', '').result[0]).toMatchObject({ status: 'pending_deletion' });
    expect(bench.aop('GET', '').result[0].certificate).toMatch(/-\n\n$/);
  });

  test('an id of the other level is 1415 or not found', () => {
    const bench = createBench();
    const { id } = bench.upload(certificates.one).result;
    expect(bench.aop('GET', `/hostnames/certificates/${id}`).code).toBe(1415);
    bench.model.adjust({ variants: { otherLevelId: 'not-found', hostnameNotFound: 1552 } });
    expect(bench.aop('GET', `/hostnames/certificates/${id}`)).toMatchObject({ status: 404, code: 1552 });
    expect(bench.aop('DELETE', `/hostnames/certificates/${id}`).code).toBe(1552);
    expect(bench.aop('DELETE', '/none').code).toBe(1552);
  });
});
