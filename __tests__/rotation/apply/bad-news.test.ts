import { expect, test } from '@jest/globals';
import { siteOf } from '../../../src/rotation/apply/verify.ts';
import { sceneOf } from '../support/scene-of-removal.ts';

test.each([
  [
    true,
    'After the change, visitors were refused. It answered 400.',
    'Make the origin trust the new certificate, then run again.',
  ],
  [
    false,
    'After the change, the site failed. It answered 400.',
    'This does not look like a refused certificate: fix the site first, then run again.',
  ],
])('a failure blames the certificate only where it looks so: %s', (fault, happened, remedy) => {
  const site = siteOf(sceneOf({ level: 'hostname' }).context);
  expect(site.badNews('It answered 400.', fault)).toMatchObject({ happened, remedy });
});
