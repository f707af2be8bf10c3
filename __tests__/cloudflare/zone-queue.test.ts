import { expect, test } from '@jest/globals';
import { createZoneQueue } from '../../src/cloudflare/client.ts';

/** Lets everything go on that can. */
async function settle(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}

test('changes of one zone go one after another, in the order they came', async () => {
  const queue = createZoneQueue();
  const gates = [gate(), gate(), gate()];
  const log: string[] = [];
  const ends = gates.map((one, nth) =>
    queue('z', async () => {
      log.push(`${nth} begins`);
      await one.opened;
      log.push(`${nth} ends`);
      return nth;
    }),
  );
  gates[2]?.open();
  await settle();
  expect(log).toEqual(['0 begins']);
  gates[0]?.open();
  await settle();
  expect(log).toEqual(['0 begins', '0 ends', '1 begins']);
  gates[1]?.open();
  expect(await Promise.all(ends)).toEqual([0, 1, 2]);
  expect(log.slice(3)).toEqual(['1 ends', '2 begins', '2 ends']);
});

test('one that comes while the second runs waits for that one', async () => {
  const queue = createZoneQueue();
  const [second, log] = [gate(), new Array<string>()];
  const first = queue('z', () => Promise.resolve());
  const slow = queue('z', async () => {
    await second.opened;
    log.push('second ends');
  });
  await first;
  const third = queue('z', () => Promise.resolve(void log.push('third begins')));
  await settle();
  second.open();
  await Promise.all([slow, third]);
  expect(log).toEqual(['second ends', 'third begins']);
});

test('other zones do not wait', async () => {
  const queue = createZoneQueue();
  const { opened, open } = gate();
  const slow = queue('a', async () => {
    await opened;
  });
  expect(await queue('b', () => Promise.resolve('done'))).toBe('done');
  open();
  await slow;
});

test('a change that fails makes way for the next', async () => {
  const queue = createZoneQueue();
  const failing = queue('z', () => Promise.reject(new Error('lost')));
  const next = queue('z', () => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('lost');
  expect(await next).toBe('done');
  expect(await queue('z', () => Promise.resolve('later'))).toBe('later');
});
