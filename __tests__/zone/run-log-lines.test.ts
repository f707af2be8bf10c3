import { describe, expect, test } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import type { ErrorCode } from '../../src/errors.ts';
import { createRunLog, plainLog } from '../../src/zone/run-log.ts';

function opened(label = 'a') {
  const said: string[] = [];
  const runLog = createRunLog({
    now: () => 1000,
    monotonic: () => 10,
    log: plainLog((line) => void said.push(line), label),
  });
  return { runLog, said };
}

describe('a journal', () => {
  test('says how each step ended, with the name of its target', async () => {
    const { runLog, said } = opened();
    expect(
      await runLog.phase(
        'upload',
        () => Promise.resolve(7),
        (value) => `uploaded ${value}`,
      ),
    ).toBe(7);
    runLog.say('goes on');
    expect(said).toEqual(['a: uploaded 7', 'a: goes on']);
    expect(runLog.phases()).toEqual([
      { name: 'upload', startedAt: 1000, endedAt: 1000, outcome: 'done', detail: 'Uploaded 7' },
    ]);
  });

  test('has what was left out', () => {
    const { runLog } = opened();
    runLog.skip('upload', 'there already');
    expect(runLog.phases()).toEqual([
      { name: 'upload', startedAt: 1000, endedAt: 1000, outcome: 'skipped', detail: 'There already' },
    ]);
  });

  test.each([
    ['uploaded as 12', 'Uploaded as 12'],
    ['www.example.com uses 12', 'www.example.com uses 12'],
    ['e9c1b78c-b7b3 is active', 'e9c1b78c-b7b3 is active'],
    ["the origin's own words", "The origin's own words"],
  ])('without a name begins as a sentence does: %s', (line, shown) => {
    const { runLog, said } = opened('');
    runLog.say(line);
    expect(said).toEqual([shown]);
  });

  test('keeps every warning once, for the end to tell', () => {
    const { runLog, said } = opened();
    const [one, other] = [
      { reason: 'ODD', sentence: 'It is odd.' },
      { reason: 'ODD', sentence: 'It is odder.' },
    ];
    for (const warning of [one, other, one]) runLog.warn(warning);
    expect(runLog.warnings()).toEqual([one, other]);
    expect(said).toEqual([]);
  });

  test.each<readonly [ErrorCode | undefined, string, string]>([
    ['CANCELLED', 'interrupted', 'So it went.'],
    ['TIMED_OUT', 'interrupted', 'So it went.'],
    ['API_REFUSED', 'failed', 'So it went.'],
    [undefined, 'failed', 'It failed.'],
  ])('has a step that ended with %s as %s', async (code, outcome, detail) => {
    const { runLog } = opened();
    const error =
      code === undefined
        ? new TypeError('odd')
        : new ActionError(code, { happened: 'So it went.', remedy: 'Mend it.' });
    const work = runLog.phase(
      'upload',
      () => Promise.reject(error),
      () => '',
    );
    await expect(work).rejects.toBe(error);
    expect(runLog.phases()).toMatchObject([{ outcome, detail }]);
  });
});
