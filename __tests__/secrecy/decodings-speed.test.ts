import { expect, test } from '@jest/globals';
import { decodings } from '../../src/secrecy/decodings.ts';

test('a text made to be slow takes no time to speak of', () => {
  const text = '%41+&plus;\\101=41=41\\u0041;2|7-A_'.repeat(2000);
  const start = performance.now();
  const total = [...decodings(text)].reduce((sum, { length }) => sum + length, 0);
  expect(total).toBeGreaterThan(text.length);
  expect(performance.now() - start).toBeLessThan(10_000);
});
