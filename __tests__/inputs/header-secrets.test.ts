import { describe, expect, test } from '@jest/globals';
import { headerSecrets } from '../../src/inputs/headers.ts';

describe('a header is a secret', () => {
  test.each([
    'Authorization: open',
    'Proxy-Authorization: open',
    'X-Auth: open',
    'X-AuthToken: open',
    'Cookie: a=b',
    'X-Api-Key: open',
    'x-apikey: open',
    'X-Key: open',
    'X-Origin-Secret: correct horse battery staple',
    'X-Origin-Pass: open',
    'X-Password: open',
    'CF-Access-Client-Secret: 2b',
    'X-Session-Id: 7',
    'x-vercel-protection-bypass: open',
  ])('by its name: %s', (line) => {
    expect(headerSecrets(line)).toEqual([line.slice(line.indexOf(':') + 2)]);
  });

  test.each([
    'CF-Access-Client-Id: 9f86d081884c7d659a2feaa0c55ad015.access',
    'X-Check: 550e8400-e29b-41d4-a716-446655440000',
    'X-Check: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN',
    'X-Check: dXNlcjpwYXNzd29yZDE=',
    'User-Agent: probe 7f3k9x8v7b2n5m1q',
    'X-Check: hX7!kd92Lq',
  ])('by what its value looks like: %s', (line) => {
    expect(headerSecrets(line)).toEqual([line.slice(line.indexOf(':') + 2)]);
  });

  test('by the scheme before it, which is no secret itself', () => {
    expect(headerSecrets('X-Any: Bearer open\nX-Other: basic b3Blbg==')).toEqual([
      'Bearer open',
      'open',
      'basic b3Blbg==',
      'b3Blbg==',
    ]);
  });

  test('where it has no name', () => {
    expect(headerSecrets('open\n: shut')).toEqual(['open', 'shut']);
  });

  test.each([
    'User-Agent: origin pull rotation',
    'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Accept: text/html,application/xhtml+xml,application/xml;q=0.9',
    'Accept-Language: en-US,en;q=0.9',
    'Referer: https://www.example.com/some/long/path/of/words',
    'X-Environment: staging-2026-11-29',
    'X-Author: Jane Doe',
    'X-Forwarded-Proto: https',
    'X-Monkey: yes',
    'X-Version: V1.2.3-rc1',
    'X-Device: iPhone14Pro',
  ])('not where it is harmless: %s', (line) => {
    expect(headerSecrets(line)).toEqual([]);
  });
});
