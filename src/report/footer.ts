import { count, duration, moment } from './wording.ts';

/** The last line of every summary: when, how long, how many calls. */
export function footer(run: {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly calls: Readonly<Record<string, number>>;
}): string {
  const calls = Object.values(run.calls).reduce(
    (sum, amount) => sum + (Number.isFinite(amount) ? amount : 0),
    0,
  );
  const span = `Began ${moment(run.startedAt)}, took ${duration(run.endedAt - run.startedAt)}`;
  return `${span}, with ${count(calls, "call to Cloudflare's API", "calls to Cloudflare's API")}. All times are UTC.`;
}
