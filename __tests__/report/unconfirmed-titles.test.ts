import { expect, test } from '@jest/globals';
import type { OtherResult } from '../../src/operations/operation-result.ts';
import { storyOf } from '../../src/report/rendered-report.ts';
import { deletion, failure, held, status, switchingOff, zone } from './samples-operations.ts';
import { facts } from './samples.ts';

const failed = { outcome: 'failed', failure } as const;

test.each<readonly [string, OtherResult]>([
  [
    'Nothing is due in what could be seen of zone a.test',
    status([zone('a.test', { certificates: [held('a', { notAfter: undefined })] })]),
  ],
  [
    'Switching off not verified: example.com',
    switchingOff({ ...failed, mode: 'zone', hostnames: [], changed: true }),
  ],
  [
    'Deletion not confirmed: example.com',
    deletion({
      ...failed,
      certificates: [{ ...facts('a'), level: 'zone', fate: 'delete-unconfirmed', why: 'It is still there.' }],
    }),
  ],
])('what was not seen is not called so: %s', (title, run) => {
  expect(storyOf(run).title).toBe(title);
});
