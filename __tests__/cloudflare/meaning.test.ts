import { expect, test } from '@jest/globals';
import { ApiError, meaningOf } from '../../src/cloudflare/api-error.ts';
import type { Refusal } from '../../src/cloudflare/error-causes.ts';
import { ActionError } from '../../src/errors.ts';

const error = (more: Partial<Refusal>): ApiError =>
  new ApiError({
    status: 400,
    apiCodes: [],
    apiMessages: [],
    endpoint: 'DELETE /zones/{zone_id}/origin_tls_client_auth/{certificate_id}',
    ray: undefined,
    challenged: false,
    readable: true,
    ...more,
  });

test.each<readonly [string, Partial<Refusal>, string]>([
  ['1414', { apiCodes: [1414] }, 'deletion-runs'],
  ['1415', { apiCodes: [1415] }, 'not-found'],
  ['1433', { apiCodes: [1433] }, 'in-use'],
  ['1434', { apiCodes: [1434] }, 'pending-deployment'],
  ['1551', { apiCodes: [1551], status: 404 }, 'not-found'],
  ['1552', { apiCodes: [1552], status: 404 }, 'not-found'],
  ['1553', { apiCodes: [1553], status: 404 }, 'not-found'],
  ['the first known of several codes', { apiCodes: [1, 1433, 1552] }, 'in-use'],
  ['a known code before the words', { apiCodes: [1433], apiMessages: ['already deleted'] }, 'in-use'],
  ['words alone', { apiMessages: ['Certificate is already deleted.'] }, 'deletion-runs'],
  [
    'words with a code nobody knows',
    { apiCodes: [4], apiMessages: ['was ALREADY BEEN deleted'] },
    'deletion-runs',
  ],
  ['404 of the API', { status: 404 }, 'not-found'],
  ['404 with a code nobody knows', { status: 404, apiCodes: [4] }, 'not-found'],
  ['404 of a path that is none', { status: 404, apiCodes: [7003] }, 'other'],
  ['404 of another path that is none', { status: 404, apiCodes: [7000] }, 'other'],
  ['404 of a proxy', { status: 404, readable: false }, 'other'],
  ['a code in an answer that is none of the API', { apiCodes: [1552], readable: false }, 'other'],
  ['400 with a code nobody knows', { apiCodes: [4] }, 'other'],
  ['403', { status: 403, apiCodes: [1552] }, 'other'],
  ['500', { status: 500, apiCodes: [1552] }, 'other'],
  ['429', { status: 429, apiCodes: [1433] }, 'other'],
  ['a challenge', { status: 403, challenged: true, readable: false, apiCodes: [1552] }, 'other'],
])('%s means: %s', (_, more, meaning) => {
  expect(meaningOf(error(more))).toBe(meaning);
});

test.each([undefined, new Error('1552'), new ActionError('API_REFUSED', { happened: '1552', remedy: '' })])(
  'what is no answer of the API means nothing (%#)',
  (thing) => {
    expect(meaningOf(thing)).toBe('other');
  },
);
