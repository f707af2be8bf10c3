import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createProgress } from '../../src/fleet/progress.ts';
import { startHeartbeat } from '../../src/heartbeat.ts';
import type { PhaseName } from '../../src/zone/result-parts.ts';
import { fakeStage } from './support/fake-stage.ts';

/** A target does something, so many milliseconds after what was done before. */
interface Event {
  readonly after: number;
  readonly target: number;
  readonly does: 'say' | 'news' | 'end' | PhaseName;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

/** The lines of a run, and when it began and ended. */
async function play(count: number, events: readonly Event[]): Promise<readonly [Line[], number, number]> {
  const stage = fakeStage({ inputs: {} });
  const { time } = stage;
  const lines: Line[] = [];
  const sink = { ...stage.sink, line: (text: string) => void lines.push({ at: time.now, text }) };
  const heartbeat = startHeartbeat({ ...stage, sink });
  const names = Array.from({ length: count }, (_, index) => `t${String(index)}`);
  const progress = createProgress(names, {
    now: () => time.now,
    say: (line) => heartbeat.host.sink.line(line),
    debug: () => undefined,
  });
  heartbeat.reports(progress.standing);
  const began = time.now;
  for (const { after, target, does } of events) {
    await time.pass(after);
    const name = names[target % count] ?? '';
    const log = progress.logOf(name);
    if (does === 'news') log.news('going back');
    else if (does === 'end') progress.ended(name);
    else if (does !== 'say') log.reached(does);
    if (does !== 'news') log.say('a step');
  }
  heartbeat.end();
  const ended = time.now;
  await time.pass(60_000);
  return [lines, began, ended];
}

const event = fc.record<Event>({
  after: fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 90_000 })),
  target: fc.nat(50),
  does: fc.constantFrom('say', 'say', 'say', 'news', 'end', 'upload', 'activate', 'observe-again'),
});

test('whatever targets do and leave undone, no silence is longer than fifteen seconds, and none is filled up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.array(event, { maxLength: 60 }),
      async (count, events) => {
        const [lines, began, ended] = await play(count, events);
        const moments = [began, ...lines.map(({ at }) => at), ended];
        const silences = moments.slice(1).map((at, index) => at - (moments[index] ?? at));
        expect(Math.max(...silences)).toBeLessThanOrEqual(15_000);
        expect(moments.every((at) => at <= ended)).toBe(true);
        // What targets tell, each change of what all have come to, and one line for each silence.
        const told = events.filter(({ does }) => count === 1 || does === 'news').length;
        const changes =
          count === 1 ? 0 : events.filter(({ does }) => does !== 'say' && does !== 'news').length;
        expect(lines.length).toBeLessThanOrEqual(told + changes + Math.floor((ended - began) / 14_000));
      },
    ),
  );
});

test('a silence of many targets is filled with how far they are, of one with how long there was no news', async () => {
  const texts = async (count: number): Promise<readonly string[]> => {
    const events: Event[] = [
      { after: 0, target: 0, does: 'upload' },
      { after: 32_000, target: 0, does: 'end' },
    ];
    const [lines, began] = await play(count, events);
    return lines.map(({ at, text }) => `${String((at - began) / 1000)}: ${text}`);
  };
  expect(await texts(3)).toEqual(['14: 1 of 3 uploaded', '28: 1 of 3 uploaded', '32: 1 of 3 done']);
  expect(await texts(1)).toEqual([
    '0: A step',
    '14: Still working: nothing new for 14 s.',
    '28: Still working: nothing new for 28 s.',
    '32: A step',
  ]);
});
