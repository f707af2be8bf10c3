import { expect, test } from '@jest/globals';
import { ApiError } from '../../../src/cloudflare/api-error.ts';
import { RollbackRequired } from '../../../src/errors.ts';
import { concluded, error, plan } from '../support/concluded.ts';

const refusal = new ApiError({
  status: 400,
  apiCodes: [1999],
  apiMessages: ['no'],
  endpoint: 'PUT /zones/{zone_id}/origin_tls_client_auth/hostnames',
  ray: 'abc-FRA',
  challenged: false,
  readable: true,
});
const DETAILS = [
  'PUT /zones/{zone_id}/origin_tls_client_auth/hostnames answered HTTP 400',
  'API code 1999',
  'API message: no',
  'Ray ID abc-FRA',
];
const text = { happened: 'So it went.', remedy: 'Mend it.' };

test.each([
  ['a refusal of the API', refusal, DETAILS],
  [
    'what a refusal of the API caused',
    new RollbackRequired('API_REFUSED', text, { cause: refusal }),
    DETAILS,
  ],
  ['what something else caused', new RollbackRequired('API_REFUSED', text, { cause: error }), []],
  ['what nothing else caused', error, []],
])('a failure has the details of %s', (_, failed, details) => {
  expect(concluded({ kind: 'stopped', plan, error: failed }).failure?.details).toEqual(details);
});

test('bad news is an error by its name', () => {
  expect(new RollbackRequired('API_REFUSED', text).name).toBe('RollbackRequired');
});
