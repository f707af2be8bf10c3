import { describe, expect, test } from '@jest/globals';
import { ApiError, hasCode } from '../../src/cloudflare/api-error.ts';
import type { Refusal } from '../../src/cloudflare/error-causes.ts';
import { explain, UNKNOWN } from '../../src/cloudflare/error-causes.ts';
import { ActionError } from '../../src/errors.ts';

const PULLS = '/zones/{zone_id}/origin_tls_client_auth';
const UPLOAD = `POST ${PULLS}`;
const ONE = `DELETE ${PULLS}/hostnames/certificates/{certificate_id}`;
const ASSOCIATION = `GET ${PULLS}/hostnames/{hostname}`;
const PUT = `PUT ${PULLS}/hostnames`;
const SSL = 'GET /zones/{zone_id}/settings/ssl';
const SHARED = 'GET /zones/{zone_id}/settings/tls_client_auth';
const SWITCH = `GET ${PULLS}/settings`;
const ZONES = 'GET /zones';

function refusal(more: Partial<Refusal> = {}): Refusal {
  return {
    status: 400,
    apiCodes: [],
    apiMessages: [],
    endpoint: UPLOAD,
    ray: undefined,
    challenged: false,
    readable: true,
    ...more,
  };
}

const coded = (code: number, endpoint: string, status = 400): Refusal =>
  refusal({ apiCodes: [code], endpoint, status });

describe('a code at an endpoint has its cause and its cure', () => {
  test.each<readonly [string, Refusal, RegExp, RegExp]>([
    [
      '10000 at an upload',
      coded(10000, UPLOAD, 403),
      /lacks the permission "SSL and Certificates: Edit"/u,
      /IP filter/u,
    ],
    ['1413', coded(1413, UPLOAD), /this type of key/u, /P-256/u],
    ['10000 with 401', coded(10000, PUT, 401), /lacks the permission/u, /My Profile > API Tokens/u],
    [
      '10000 before a zone is known',
      coded(10000, ZONES, 403),
      /lack "Zone: Read"/u,
      /My Profile > API Tokens/u,
    ],
    ['10000 at SSL mode', coded(10000, SSL, 403), /lacks the permission/u, /check the zone id/u],
    ['9109 at SSL mode', coded(9109, SSL, 403), /not allowed to read/u, /Zone Settings: Read/u],
    ['9109 at the shared switch', coded(9109, SHARED, 403), /not allowed to read/u, /Zone Settings: Read/u],
    ['9109 at an upload', coded(9109, UPLOAD, 403), /not valid here/u, /has not expired/u],
    ["9109 at the zone's own switch", coded(9109, SWITCH, 403), /not valid here/u, /covers this zone/u],
    ['7003', coded(7003, UPLOAD, 404), /zone id is malformed/u, /Overview page/u],
    ['7000', coded(7000, UPLOAD), /zone id is malformed/u, /32 hexadecimal digits/u],
    ['971', coded(971, UPLOAD, 429), /1200 calls in 5 minutes/u, /Wait five minutes/u],
    ['971 with 400', coded(971, UPLOAD), /1200 calls in 5 minutes/u, /Wait five minutes/u],
    ['1404', coded(1404, PUT), /wants a certificate id/u, /bug in this action/u],
    ['1406', coded(1406, UPLOAD), /already has this certificate/u, /issue a new certificate/u],
    ['1408', coded(1408, UPLOAD), /could not parse the certificate/u, /openssl x509/u],
    ['1412', coded(1412, UPLOAD), /authority \(CA:TRUE\)/u, /basicConstraints = CA:FALSE/u],
    ['1414', coded(1414, ONE), /already being deleted/u, /Nothing to do/u],
    ['1415 at a delete', coded(1415, ONE), /from the other level/u, /somebody else/u],
    ['1415 at a re-point', coded(1415, PUT), /no such certificate at this level/u, /run again/u],
    [
      '1433',
      coded(1433, ONE),
      /in use: a hostname uses it/u,
      /another certificate, wait up to five minutes/u,
    ],
    ['1434', coded(1434, ONE), /still being deployed/u, /Wait a few minutes/u],
    ['1551', coded(1551, ONE, 404), /no certificate with this id/u, /level \(`zone` or `hostname`\)/u],
    ['1552', coded(1552, ONE, 404), /no certificate with this id/u, /level \(`zone` or `hostname`\)/u],
    ['1553', coded(1553, ASSOCIATION, 404), /no certificate of its own/u, /belongs to this zone/u],
  ])('%s', (_, it, cause, cure) => {
    expect(explain(it)?.cause).toMatch(cause);
    expect(explain(it)?.cure).toMatch(cure);
  });

  test.each([1404, 1406, 1414, 1415, 1433, 1434, 1551, 1552, 1553])(
    '%d means something else away from origin pulls',
    (code) => {
      expect(explain(coded(code, ZONES))).toBeUndefined();
    },
  );

  test.each([1408, 1412])('%d is only known of an upload', (code) => {
    expect(explain(coded(code, PUT))).toBeUndefined();
  });

  test('one code among several is enough', () => {
    expect(explain(refusal({ apiCodes: [1, 1412, 2] }))?.cause).toMatch(/only takes leaf certificates/u);
  });
});

describe('without a known code, message and status explain', () => {
  const YOUNG = ['Unable to authenticate request'];
  test.each<readonly [string, Partial<Refusal>, RegExp]>([
    ['a young token with 403', { status: 403, apiMessages: YOUNG }, /takes a few seconds to become valid/u],
    ['a young token with 401', { status: 401, apiMessages: YOUNG }, /takes a few seconds to become valid/u],
    [
      'a young token that also says 10000',
      { status: 403, apiMessages: YOUNG, apiCodes: [10000] },
      /takes a few seconds to become valid/u,
    ],
    ['the same words with 400', { apiMessages: YOUNG }, /does not know the reason/u],
    [
      'what is deleted already',
      { apiMessages: ['Certificate is already deleted.'] },
      /already been deleted/u,
    ],
    [
      'what has already been deleted',
      { apiMessages: ['x', 'has already been deleted'] },
      /already been deleted/u,
    ],
    [
      'the same words elsewhere',
      { apiMessages: ['already deleted'], endpoint: ZONES },
      /does not know the reason/u,
    ],
    [
      'a challenge, whatever else is said',
      { challenged: true, status: 403, apiCodes: [10000] },
      /challenge page/u,
    ],
    ['a redirect', { status: 307 }, /never followed/u],
    ['300', { status: 300 }, /never followed/u],
    ['399', { status: 399 }, /never followed/u],
    ['429', { status: 429 }, /rate limit was exceeded/u],
    ['409', { status: 409 }, /Another change to this zone/u],
    ['401', { status: 401 }, /token was not accepted/u],
    ['403', { status: 403 }, /in front of the API/u],
    ['404', { status: 404 }, /does not know this path/u],
    ['405', { status: 405 }, /does not allow this call/u],
    ['a page with 400', { readable: false }, /no answer of the API/u],
    ['a page with 403', { status: 403, readable: false }, /no answer of the API/u],
    ['408', { status: 408 }, /Your certificate is not the problem/u],
    ['500', { status: 500 }, /Your certificate is not the problem/u],
    ['530', { status: 530, readable: false }, /Your certificate is not the problem/u],
    ['an unreadable 200', { status: 200, readable: false }, /empty, cut off, not JSON/u],
    ['an unreadable 299', { status: 299, readable: false }, /empty, cut off, not JSON/u],
    ['a readable 200', { status: 200 }, /does not know the reason/u],
    ['400', {}, /does not know the reason/u],
    ['499', { status: 499 }, /does not know the reason/u],
  ])('%s', (_, more, cause) => {
    const { cause: why, cure } = explain(refusal(more)) ?? UNKNOWN;
    expect(why).toMatch(cause);
    expect(cure).toMatch(/\S.*\.$/u);
  });
});

describe('the error made of a refusal', () => {
  test.each<readonly [string, Partial<Refusal>, string]>([
    ['200 without a readable answer', { status: 200, readable: false }, 'API_ANSWER_UNREADABLE'],
    ['299 without a readable answer', { status: 299, readable: false }, 'API_ANSWER_UNREADABLE'],
    ['200 that says no for a known reason', { status: 200, apiCodes: [7003] }, 'API_REFUSED'],
    ['200 that says no', { status: 200 }, 'API_UNREACHABLE'],
    ['300 that cannot be read', { status: 300, readable: false }, 'API_REFUSED'],
    ['199 that cannot be read', { status: 199, readable: false }, 'API_REFUSED'],
    ['302', { status: 302, readable: false }, 'API_REFUSED'],
    ['400', {}, 'API_REFUSED'],
    ['401', { status: 401 }, 'API_UNAUTHORIZED'],
    ['403', { status: 403 }, 'API_UNAUTHORIZED'],
    ['403 with a page', { status: 403, readable: false }, 'API_REFUSED'],
    ['403 with a challenge', { status: 403, challenged: true, readable: false }, 'API_REFUSED'],
    ['401 with a challenge', { status: 401, challenged: true }, 'API_REFUSED'],
    ['404', { status: 404 }, 'API_REFUSED'],
    ['408', { status: 408 }, 'API_UNREACHABLE'],
    ['409', { status: 409 }, 'API_REFUSED'],
    ['429', { status: 429 }, 'API_RATE_LIMITED'],
    ['500', { status: 500 }, 'API_UNREACHABLE'],
    ['522', { status: 522 }, 'API_UNREACHABLE'],
  ])('of %s', (_, more, code) => {
    expect(new ApiError(refusal(more)).code).toBe(code);
  });

  test('says everything in one sentence, then cause and cure', () => {
    const error = new ApiError(
      refusal({ apiCodes: [1406, 7], apiMessages: ['it exists', 'again'], ray: 'r-FRA' }),
    );
    expect(error).toBeInstanceOf(ActionError);
    expect(error.name).toBe('ApiError');
    expect(error.happened).toMatch(
      /^Cloudflare refused `POST \/zones\/\{zone_id\}\/origin_tls_client_auth` with HTTP 400, codes 1406, 7: "it exists"; "again" \(ray id r-FRA\)\. The zone already has this/u,
    );
    expect(error.remedy).toMatch(/^If it was just deleted/u);
    expect(error.inForce).toBeUndefined();
    expect(error.details()).toEqual([
      `${UPLOAD} answered HTTP 400`,
      'API code 1406, 7',
      'API message: it exists',
      'API message: again',
      'Ray ID r-FRA',
    ]);
  });

  test('leaves out what is not there', () => {
    const error = new ApiError(refusal({ status: 418 }));
    expect(error.happened).toMatch(/^Cloudflare refused `POST [^`]+` with HTTP 418\. /u);
    expect(error.details()).toEqual([`${UPLOAD} answered HTTP 418`]);
  });

  test.each([
    [200, true, 'refused'],
    [200, false, 'gave no readable answer to'],
    [300, false, 'refused'],
    [302, false, 'refused'],
    [502, false, 'answered'],
  ])('of %d (readable: %j) says who %s', (status, readable, verb) => {
    const who = (more: Partial<Refusal>): string | undefined =>
      new ApiError(refusal({ status, readable, ...more })).happened.split(` ${verb} `)[0];
    expect(who({})).toBe(status >= 300 ? 'Cloudflare or a proxy' : 'Cloudflare');
    expect(who({ ray: 'r-FRA' })).toBe('Cloudflare');
    expect(who({ challenged: true })).toBe('Cloudflare');
  });

  test('keeps everything but its advice with other advice', () => {
    const first = new ApiError(refusal({ status: 429, apiCodes: [971], ray: 'r' }));
    const second = first.withExplanation({ cure: 'Come back at noon.' });
    expect(second.remedy).toBe('Come back at noon.');
    expect([second.happened, second.code, second.details()]).toEqual([
      first.happened,
      first.code,
      first.details(),
    ]);
  });
});

describe('whether it is explained', () => {
  const known = (): ApiError => new ApiError(coded(1406, UPLOAD));
  const unknown = (): ApiError => new ApiError(coded(4711, UPLOAD));

  test.each<readonly [string, () => ApiError, boolean]>([
    ['it is where the catalogue knows why', known, true],
    ['it is not where it does not', unknown, false],
    ['it is where somebody else knows why', () => unknown().withExplanation({ cause: 'So it was.' }), true],
    ['it is not by advice alone', () => unknown().withExplanation({ cure: 'Do this.' }), false],
    ['it still is with other advice', () => known().withExplanation({ cure: 'Do this.' }), true],
  ])('%s', (_, error, explained) => {
    expect(error().explained).toBe(explained);
  });
});

test('a code is found in an ApiError only', () => {
  expect(hasCode(new ApiError(coded(1406, UPLOAD)), 1406)).toBe(true);
  expect(hasCode(new ApiError(coded(1406, UPLOAD)), 1408)).toBe(false);
  expect(hasCode({ apiCodes: [1406] }, 1406)).toBe(false);
  expect(hasCode(undefined, 1406)).toBe(false);
});
