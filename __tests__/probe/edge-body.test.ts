import { expect, test } from '@jest/globals';
import { bodyKindOf } from '../../src/probe/edge-body.ts';
import type { BodyKind } from '../../src/probe/edge-body.ts';
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
])('%s', (_name, status, headers, body, kind) => {
  expect(bodyKindOf(status, headers, body)).toBe(kind);
});
