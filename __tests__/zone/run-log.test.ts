import { expect, test } from '@jest/globals';
import { createRunLog, plainLog } from '../../src/zone/run-log.ts';

test('steps follow one another on one clock, though the server corrects it under way', async () => {
  const time = { epoch: Date.UTC(2026, 9, 1, 13), monotonic: 0 };
  const pass = (ms: number): Promise<void> => {
    time.epoch += ms;
    time.monotonic += ms;
    return Promise.resolve();
  };
  const runLog = createRunLog({
    now: () => time.epoch,
    monotonic: () => time.monotonic,
    log: plainLog(() => undefined),
  });
  await runLog.phase(
    'observe',
    () => pass(1000),
    () => 'seen',
  );
  // The first answer tells that the local clock was an hour ahead.
  time.epoch -= 3_600_000;
  await runLog.phase(
    'upload',
    () => pass(500),
    () => 'sent',
  );
  const start = Date.UTC(2026, 9, 1, 12);
  expect(runLog.phases()).toMatchObject([
    { name: 'observe', startedAt: start, endedAt: start + 1000 },
    { name: 'upload', startedAt: start + 1000, endedAt: start + 1500 },
  ]);
});
