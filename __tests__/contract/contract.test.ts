import { describe, expect, test } from '@jest/globals';
import { checkAnswer, checkRequest } from './contract.ts';

const zone = '/zones/023e105f4ecef8ad9ca31a8372d0c353';
const aop = `${zone}/origin_tls_client_auth`;

describe('the contract of requests', () => {
  test.each([
    ['GET', aop, {}, undefined],
    ['POST', aop, {}, '{"certificate":"a","private_key":"b"}'],
    ['POST', `${aop}/hostnames/certificates`, {}, '{"certificate":"a","private_key":"b"}'],
    ['PUT', `${aop}/settings`, {}, '{"enabled":true}'],
    ['PUT', `${aop}/hostnames`, {}, '{"config":[{"hostname":"a","cert_id":"b","enabled":null}]}'],
    ['GET', `${aop}/hostnames`, { status: 'all', page: '1', per_page: '1000' }, undefined],
    ['DELETE', `${aop}/hostnames/certificates/abc`, {}, undefined],
    ['GET', '/zones', { name: 'example.com' }, undefined],
  ] as const)('allows %s %s', (method, path, query, body) => {
    expect(checkRequest(method, path, query, body)).toEqual([]);
  });

  test.each([
    ['a path that is not there', 'GET', `${aop}/hostnames/a/b`, {}, undefined, 'not in the contract'],
    ['a method that is not there', 'PATCH', aop, {}, undefined, 'not in the contract'],
    ['a missing body', 'POST', aop, {}, undefined, 'missing'],
    ['a missing field', 'POST', aop, {}, '{"certificate":"a"}', "'private_key'"],
    ['a field too many', 'PUT', `${aop}/settings`, {}, '{"enabled":true,"x":1}', 'additional properties'],
    ['a wrong type', 'PUT', `${aop}/settings`, {}, '{"enabled":"true"}', 'must be boolean'],
    ['a body on GET', 'GET', aop, {}, '{}', 'a body is not in the contract'],
    ['a body that is no JSON', 'POST', aop, {}, '{', 'not JSON'],
    ['a query too many', 'GET', aop, { page: '1' }, undefined, 'query page'],
    ['a query out of range', 'GET', `${aop}/hostnames`, { per_page: '1001' }, undefined, 'query per_page'],
  ] as const)('refuses %s', (_, method, path, query, body, words) => {
    expect(checkRequest(method, path, query, body).join('; ')).toContain(words);
  });
});

describe('the contract of answers', () => {
  const envelope = { success: true, errors: [], messages: [] };

  test('names what deviates, and complains about the rest', () => {
    expect(checkAnswer('GET', aop, { ...envelope, result: [] })).toEqual({ problems: [], deviations: [] });
    expect(checkAnswer('GET', aop, { ...envelope, result: null })).toEqual({
      problems: [],
      deviations: ['an empty list of certificates is null'],
    });
    const setting = { id: 'ssl', value: 'origin_pull' };
    expect(checkAnswer('GET', `${zone}/settings/ssl`, { ...envelope, result: setting })).toEqual({
      problems: [],
      deviations: ['the SSL mode may be origin_pull'],
    });
    expect(checkAnswer('GET', aop, { ...envelope, result: [{ status: 'odd' }] }).problems).toHaveLength(1);
    expect(checkAnswer('GET', aop, { result: [] }).problems.length).toBeGreaterThan(0);
    expect(checkAnswer('GET', '/elsewhere', {}).problems).toEqual(['GET /elsewhere is not in the contract']);
  });
});
