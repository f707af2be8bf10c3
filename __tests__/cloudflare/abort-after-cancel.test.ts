import { describe, expect, test } from '@jest/globals';
import { abortAfterCancel } from '../../src/cloudflare/attempt.ts';
import { createVirtualTime } from './support/virtual-time.ts';

/** When the patience ended, in virtual milliseconds; undefined where it never did. */
async function endedAt(
  before: (stop: AbortController) => void,
  after: (stop: AbortController, close: () => void) => readonly (readonly [number, () => void])[],
): Promise<number | undefined> {
  const time = createVirtualTime();
  const stop = new AbortController();
  before(stop);
  const { signal, close } = abortAfterCancel(stop.signal, 4000, time.sleep);
  let ended: number | undefined;
  signal.addEventListener('abort', () => {
    ended = time.now();
  });
  const happens = after(stop, close).map(async ([at, what]) => {
    await time.sleep(at);
    what();
  });
  await time.until(Promise.all([...happens, time.sleep(60_000)]));
  return ended;
}

const nothing = (): void => undefined;

describe('the patience with what was begun', () => {
  test('never ends without a cancel', async () => {
    expect(await endedAt(nothing, () => [])).toBeUndefined();
  });

  test('ends so long after the cancel', async () => {
    expect(await endedAt(nothing, (stop) => [[1000, () => stop.abort()]])).toBe(5000);
  });

  test('counts from now where the cancel came before', async () => {
    expect(
      await endedAt(
        (stop) => stop.abort(),
        () => [],
      ),
    ).toBe(4000);
  });

  test.each([
    ['before the cancel', 500],
    ['while it runs out', 3000],
  ])('does not end once closed %s', async (_, closedAt) => {
    expect(
      await endedAt(nothing, (stop, close) => [
        [1000, () => stop.abort()],
        [closedAt, close],
      ]),
    ).toBeUndefined();
  });
});
