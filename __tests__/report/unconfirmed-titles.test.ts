import { expect, test } from '@jest/globals';
import type { OtherResult } from '../../src/operations/operation-result.ts';
import { renderSummary, storyOf } from '../../src/report/rendered-report.ts';
import { deletion, failure, finding, held, status, switchingOff, zone } from './samples-operations.ts';
import { facts, MANUAL } from './samples.ts';

const failed = { outcome: 'failed', failure } as const;

test.each<readonly [string, OtherResult]>([
  [
    'Nothing is due in what could be seen of zone a.test',
    status([zone('a.test', { certificates: [held('a', { notAfter: undefined })] })]),
  ],
  [
    'Nothing is due in what could be seen of zone a.test',
    status([zone('a.test', { findings: [{ ...finding('warning', 'a.test'), reason: 'ZONE_NOT_ACTIVE' }] })]),
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

test('a certificate in force whose end is not known is told as in force', () => {
  const certificates = [held('a', { notAfter: undefined, daysLeft: undefined })];
  const { lines } = storyOf(status([zone('a.test', { certificates })]));
  expect(lines[0]).toMatch(/1 certificate, in force until an unknown day\.$/u);
});

test('a mark that nobody looked is explained, and only where nobody did', () => {
  const alone = renderSummary(switchingOff({}), MANUAL);
  expect(alone).toMatch(/^## ❓ Switched off: /u);
  expect(alone).toContain('- **Evidence:** ❓ none: nothing looked whether visitors get through.');
  for (const outcome of ['unchanged', 'planned'] as const)
    expect(renderSummary(switchingOff({ outcome }), MANUAL)).not.toContain('❓');
});
