import { describe, expect, test } from '@jest/globals';
import type { HttpAnswer } from '../../src/outside.ts';
import { EDGE } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { demanding, refusal, run } from './support/run.ts';
import type { Ended } from './support/run.ts';

const open = {
  dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' } as const),
};
const zone = { operation: 'disable', level: 'zone', origin: '192.0.2.7' };
const probed = { ...zone, 'probe-urls': 'https://api.example.com/' };
const host = { ...zone, level: 'hostname', hostnames: 'www.example.com', mode: 'off' };
const zoneIsOff = ({ zone: { enabled }, model }: Box): boolean => enabled.at(model.now()) !== true;
const page = (status: number): HttpAnswer => ({
  status,
  headers: { ...EDGE, 'cf-cache-status': 'DYNAMIC' },
  body: 'x',
});

interface Told {
  readonly outcome: string;
  readonly changed: boolean;
  readonly reason: string;
  readonly sentence: string;
  readonly failure?: Readonly<Record<string, unknown>>;
}
const told = ({ report }: Ended): Told => {
  const { outcome, changed, reason, sentence, failure } = report as unknown as Told;
  return { outcome, changed, reason, sentence, ...(failure === undefined ? {} : { failure }) };
};
const refused = expect.stringMatching(
  /^After switching off, visitors were refused\. https:\/\/api\.example\.com\/ fails\. Seen from/u,
);

describe('how it ended is told', () => {
  test('done', async () => {
    const ended = await run({ inputs: zone, parts: open });
    expect(told(ended)).toMatchObject({ outcome: 'disabled', changed: true, reason: 'DISABLED' });
    expect(ended.report).toMatchObject({ hostnames: [], warnings: [], endedAt: ended.report['startedAt'] });
    expect(ended.stage.stdout()).toContain('example.com: switched off\n');
    expect((await run({ inputs: host, parts: open })).stage.stdout()).toContain(
      'example.com: switched off\n',
    );
  });

  test.each([
    ['over the two minutes that traffic takes to follow', '10m', 5, '12:02:00'],
    ['no longer than it takes where the run ends before', '90s', 5, '12:00:04'],
  ])('done and probed %s', async (_, timeout, probes, last) => {
    const { report } = await run({ inputs: { ...probed, timeout }, parts: open });
    const { evidence } = report as unknown as {
      evidence: readonly { when: string; via: string; at: string }[];
    };
    const [before, ...after] = evidence.filter(({ via }) => via === 'edge');
    expect(before?.when).toBe('before');
    expect(after).toHaveLength(probes);
    expect(after.at(-1)?.at).toBe(`2026-11-23T${last}Z`);
  });

  test('done, but not verified', async () => {
    const ended = await run({
      inputs: probed,
      site: (box) => () => ({
        ...page(200),
        headers: { ...EDGE, 'cf-cache-status': zoneIsOff(box) ? 'HIT' : 'DYNAMIC' },
      }),
      parts: open,
    });
    expect(ended.report['warnings']).toMatchObject([
      {
        reason: 'NOT_VERIFIED',
        sentence: expect.stringMatching(
          /^https:\/\/api\.example\.com\/ did not pass 5 times in a row within 180 s\./u,
        ),
      },
    ]);
  });

  test('withdrawn', async () => {
    const ended = await run({ inputs: { ...host, mode: 'withdraw' }, parts: open });
    expect(ended.stage.stdout()).toContain('example.com: withdrawn\n');
    expect(ended.report['hostnames']).toEqual(['www.example.com']);
  });

  test('planned', async () => {
    expect(told(await run({ inputs: { ...host, 'dry-run': 'true' }, parts: open }))).toEqual({
      outcome: 'planned',
      changed: false,
      reason: 'TO_DISABLE',
      sentence:
        'After a real run: No client certificate is sent for www.example.com, even if the zone level is on.',
    });
  });

  test('refused by what was seen', async () => {
    const { sentence, failure } = told(await run({ inputs: zone }));
    expect(failure).toMatchObject({
      code: 'PLAN_REFUSED',
      happened: sentence,
      inForce: 'Nothing was changed.',
      remedy: 'Give every address of the origin in `origin`, or set `accept-unauthenticated: true`.',
      details: [],
    });
  });

  test('refused by Cloudflare', async () => {
    const ended = await run({
      inputs: zone,
      instead: ({ method }) => (method === 'PUT' ? refusal(403, 10_000, 'no') : undefined),
      parts: open,
    });
    expect(told(ended)).toMatchObject({
      changed: false,
      sentence: 'Nothing was switched off.',
      failure: { inForce: 'Nothing was changed.' },
    });
  });

  test('gone back from what does not look like a missing certificate', async () => {
    const site = (box: Box) => () => page(zoneIsOff(box) ? 404 : 200);
    const { failure } = told(await run({ inputs: probed, site, parts: open }));
    expect(failure).toMatchObject({
      happened: expect.stringMatching(/^After switching off, the site failed\. .* answered 404/u),
      remedy: 'This does not look like a missing certificate: fix the site first, then run again.',
    });
  });

  test('gone back', async () => {
    const ended = await run({ inputs: probed, site: demanding(zoneIsOff), parts: open });
    expect(told(ended)).toMatchObject({
      outcome: 'rolled-back',
      changed: false,
      reason: 'VERIFICATION_FAILED',
      sentence: 'Switching off was undone, since visitors did not get through.',
      failure: {
        code: 'VERIFICATION_FAILED',
        happened: refused,
        inForce: expect.stringMatching(/^As before the run\. Seen from the runner's edge, the probe passed/u),
        remedy: 'Make the origin accept visitors without a client certificate, then run again.',
      },
    });
    expect(ended.stage.stdout()).toContain('example.com: rolling back to what was there before\n');
    const { evidence } = ended.report as unknown as { evidence: readonly { when: string }[] };
    expect(new Set(evidence.map(({ when }) => when))).toEqual(new Set(['before', 'after', 'after-rollback']));
  });

  test('gone back to a hostname that was off', async () => {
    const withdrawn = ({ zone: { associations }, model }: Box): boolean =>
      typeof associations.get('www.example.com')?.row.at(model.now())?.enabled !== 'boolean';
    const ended = await run({
      inputs: { ...host, mode: 'withdraw', 'probe-urls': 'https://www.example.com/' },
      prepare: (box, ids) => box.model.associate(box.zone, 'www.example.com', ids.two, false),
      site: demanding(withdrawn),
      parts: open,
    });
    expect(ended.result).toBe('rolled-back');
    expect(ended.writes.map((write) => /"enabled":(\w+)/u.exec(write)?.[1])).toEqual(['null', 'false']);
  });

  test('not gone back', async () => {
    const ended = await run({
      inputs: probed,
      site: demanding(zoneIsOff),
      instead: ({ method, body }) =>
        method === 'PUT' && body === '{"enabled":true}' ? refusal(403, 10_000, 'no') : undefined,
      parts: open,
    });
    expect(told(ended)).toMatchObject({
      outcome: 'failed',
      changed: true,
      reason: 'ROLLBACK_FAILED',
      sentence: 'Visitors do not get through, and restoring the previous state failed.',
      failure: {
        code: 'ROLLBACK_FAILED',
        happened: expect.stringMatching(
          /before the change it answered 200\. Restoring the previous state failed as well\. Cloudflare refused `PUT /u,
        ),
        inForce: 'Switched off, though visitors do not get through.',
        remedy:
          'Switch it on again in the dashboard, or make the origin accept visitors without a certificate.',
      },
    });
  });

  test('cut short while it was probed: the time was up', async () => {
    const ended = await run({
      inputs: { ...probed, timeout: '1m' },
      parts: open,
      site: (box) => () => {
        if (!zoneIsOff(box)) return page(200);
        return { ...page(200), headers: { ...EDGE, 'cf-cache-status': 'HIT' } };
      },
    });
    expect(told(ended)).toMatchObject({
      outcome: 'failed',
      changed: true,
      reason: 'TIMED_OUT',
      sentence: 'Whether that took effect was not verified.',
      failure: {
        happened: 'The time given by `timeout` ran out before the probes were done.',
        inForce:
          'The change was sent to Cloudflare and was not undone; whether it took effect was not verified.',
        remedy: 'Look at the site: another run would find it already switched off, and probe nothing.',
      },
    });
  });
});
