import { describe, expect, test } from '@jest/globals';
import { ApiError } from '../../src/cloudflare/api-error.ts';

function refused(status: number, apiCodes: readonly number[], apiMessages: readonly string[] = []): ApiError {
  const endpoint = 'GET /zones';
  return new ApiError({
    status,
    apiCodes,
    apiMessages,
    endpoint,
    ray: undefined,
    challenged: false,
    readable: true,
  });
}

describe('a secret that is no API token', () => {
  test.each([
    ['a malformed header', 400, [6003, 6111]],
    ['an unknown key', 400, [9103]],
    ['no credential', 403, [9106]],
  ])('is said to be none: %s', (_, status, codes) => {
    const { code, happened, remedy } = refused(status, codes);
    expect(code).toBe('API_UNAUTHORIZED');
    expect(happened).toContain('`api-token` does not hold an API token. It may be a global API key');
    expect(remedy).toBe(
      'Create an API token with "Zone > SSL and Certificates: Edit" and "Zone > Zone: Read", and store it in the secret with nothing else.',
    );
  });
});

test('a token that may never make a call is not said to be young', () => {
  const { happened } = refused(403, [10001], ['Method not allowed for token']);
  expect(happened).toContain('The token is not allowed to make this call.');
  expect(refused(403, [10001], ['Unable to authenticate request']).happened).toContain('A new one takes');
});

test('a token that lacks a permission is looked for at both places where there are tokens', () => {
  expect(refused(403, [10000], ['Authentication error']).remedy).toMatch(
    /My Profile.*Manage Account.*`cfat_`/u,
  );
});
