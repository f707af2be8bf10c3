import { expect, test } from '@jest/globals';
import { bodyKindOf } from '../../src/probe/edge.ts';
import type { BodyKind } from '../../src/probe/edge.ts';
import { NGINX_NONE, NGINX_REFUSED } from './virtual-world.ts';

const CHALLENGE = { 'cf-mitigated': 'challenge' };
const BLOCKED = '<title>Attention Required! | Cloudflare</title>';

test.each<[string, number, Readonly<Record<string, string>>, string, BodyKind]>([
  ['nginx without a certificate', 400, {}, NGINX_NONE, 'nginx-no-certificate'],
  ['nginx refusing the certificate', 400, {}, NGINX_REFUSED, 'nginx-refused-certificate'],
  ['the same in capitals', 400, {}, NGINX_REFUSED.toUpperCase(), 'nginx-refused-certificate'],
  ['nginx with its own code 495', 495, {}, '', 'nginx-refused-certificate'],
  ['nginx with its own code 496', 496, {}, '', 'nginx-no-certificate'],
  ['a 200 that quotes the page', 200, {}, NGINX_REFUSED, 'plain'],
  ['a 500 that quotes the page', 500, {}, NGINX_NONE, 'plain'],
  ['a 400 of another kind', 400, {}, '<h1>400 Bad Request</h1>', 'other-400'],
  ['IIS asking for a certificate', 403, {}, '<h3>HTTP Error 403.7 - Forbidden</h3>', 'certificate-forbidden'],
  ['an application naming mTLS', 401, {}, '{"error":"mTLS required"}', 'certificate-forbidden'],
  [
    'an application naming the certificate',
    403,
    {},
    'Client certificate not accepted',
    'certificate-forbidden',
  ],
  ['an ordinary 403', 403, {}, 'Forbidden', 'plain'],
  ['a version number that is not IIS', 403, {}, 'build 403.75', 'plain'],
  ['a challenge', 403, CHALLENGE, 'Just a moment', 'challenge'],
  ['a challenge whatever its body', 400, CHALLENGE, NGINX_REFUSED, 'challenge'],
  ['another mitigation is no challenge', 200, { 'cf-mitigated': 'x' }, '', 'plain'],
  ['520', 520, {}, '', 'cloudflare-error'],
  ['527', 527, {}, '', 'cloudflare-error'],
  ['528 is the origin’s own', 528, {}, '', 'plain'],
  ['530', 530, {}, '', 'cloudflare-error'],
  ['a block by code', 403, {}, 'error code: 1020', 'cloudflare-error'],
  ['a block page', 403, {}, BLOCKED, 'cloudflare-error'],
  ['a 200 that quotes a block page', 200, {}, BLOCKED, 'plain'],
  ['200', 200, {}, 'hello', 'plain'],
  ['an ordinary 401', 401, {}, 'Unauthorized', 'plain'],
  ['a 404 that names the certificate', 404, {}, 'Client certificate?', 'plain'],
  ['a page on the SSL certificate', 403, {}, 'Bad SSL certificate.', 'certificate-forbidden'],
  ['a page on the TLS certificate', 403, {}, 'tls-certificate: none', 'certificate-forbidden'],
  ['IIS: the certificate is not trusted', 403, {}, 'HTTP Error 403.16', 'certificate-forbidden'],
  ['IIS: the certificate has expired', 403, {}, 'HTTP Error 403.17', 'certificate-forbidden'],
  ['IIS forbidding for another reason', 403, {}, 'HTTP Error 403.18', 'plain'],
  ['a number that ends as one of IIS', 403, {}, 'build 1403.7', 'plain'],
  ['a word that ends as mTLS', 403, {}, 'schmtls', 'plain'],
  ['a word that begins as mTLS', 403, {}, 'mtlsx', 'plain'],
  ['a certificate of another kind', 403, {}, 'A gift certificate', 'plain'],
  ['a word that ends as client certificate', 403, {}, 'Subclient certificate', 'plain'],
  ['a word that begins as certificate', 403, {}, 'Client certificated', 'plain'],
  ['494 of nginx: a header too large', 494, {}, NGINX_REFUSED, 'plain'],
  ['497 of nginx: plain HTTP', 497, {}, NGINX_REFUSED, 'plain'],
  ['519', 519, {}, '', 'plain'],
  ['523', 523, {}, '', 'cloudflare-error'],
  ['529', 529, {}, '', 'plain'],
  ['531', 531, {}, '', 'plain'],
  ['a block by code without a blank, with 400', 400, {}, 'Error code:1020', 'cloudflare-error'],
  ['a code that is too long', 403, {}, 'error code: 10200', 'plain'],
  ['a code of another range', 403, {}, 'error code: 2020', 'plain'],
  ['a page of its template', 502, {}, '<div id="cf-error-details">', 'cloudflare-error'],
  ['a page of its template, before any error', 399, {}, '<div id="cf-error-details">', 'plain'],
  ['a challenge in other letters', 403, { 'cf-mitigated': ' Challenge ' }, '', 'challenge'],
])('%s', (_name, status, headers, body, kind) => {
  expect(bodyKindOf(status, headers, body)).toBe(kind);
});
