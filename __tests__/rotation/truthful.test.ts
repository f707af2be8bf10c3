import { describe, expect, test } from '@jest/globals';
import { TransportError } from '../../src/outside.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { pairOf } from '../main/support/material.ts';
import { one, refusal, run, three, through } from '../operations/support/run.ts';
import type { Ended, Scene } from '../operations/support/run.ts';
import { host, live, onTarget, row, zone } from './support/scenes.ts';

const MINUTE = 60_000;

/** Never sent: the connection was refused. */
const unsent =
  (method: string): NonNullable<Scene['instead']> =>
  (request) => {
    if (request.method === method) throw new TransportError({ reason: 'refused', sent: 'no' });
    return undefined;
  };
/** Perhaps sent; whether it is applied is up to `applied`. */
const lost =
  (method: string, applied: boolean): NonNullable<Scene['instead']> =>
  (request, box) => {
    if (request.method !== method) return undefined;
    if (applied) through(box, request);
    throw new TransportError({ reason: 'reset', sent: 'perhaps' });
  };

const inForce = (ended: Ended): unknown => {
  const failure = onTarget(ended)['failure'] as { readonly inForce?: string } | undefined;
  return failure?.inForce;
};
const fates = (ended: Ended): readonly string[] => {
  const predecessors = onTarget(ended)['predecessors'] as readonly { readonly fate: string }[];
  return predecessors.map(({ fate }) => fate);
};
const two = { ...host, hostnames: 'www.example.com,api.example.com', timeout: '15m' };
const off: NonNullable<Scene['prepare']> = (box) => box.model.setEnabled(box.zone, false);

describe('a PUT of hostnames', () => {
  test('that was never sent moved none', async () => {
    const ended = await run({ inputs: two, instead: unsent('PUT') });
    expect(ended.result).toBe('failed');
    expect(inForce(ended)).toContain('No hostname was moved');
    expect(inForce(ended)).not.toContain('Pointed at');
  });

  test('whose answer was lost, and which was not seen to be applied, moved them perhaps', async () => {
    const ended = await run({ inputs: two, instead: lost('PUT', false) });
    expect(ended.result).toBe('failed');
    expect(inForce(ended)).toMatch(/Perhaps pointed at it.*: www\.example\.com, api\.example\.com\./u);
    expect(inForce(ended)).not.toContain('Pointed at the new certificate');
    expect(row(ended.box, 'www.example.com')?.certificateId).toBe(ended.ids.two);
  });

  test('whose answer was lost, and which was seen to be applied, is as good as answered', async () => {
    const ended = await run({ inputs: two, instead: lost('PUT', true) });
    expect(ended.result).toBe('rotated');
  });
});

test("an upload whose answer was lost is this run's own, and finishes no earlier rotation", async () => {
  const ended = await run({ inputs: zone, instead: lost('POST', true) });
  expect(onTarget(ended)).toMatchObject({
    outcome: 'rotated',
    sentence: 'The new certificate is in force for the zone example.com.',
  });
});

/** From one of its reads on, the id of the new certificate shows another one. */
const swapped =
  (from: number): NonNullable<Scene['instead']> =>
  (request, box) => {
    const id = /[0-9a-f-]{36}$/u.exec(new URL(request.url).pathname)?.[0] ?? '';
    const fresh = pairOf(three).certificate;
    if (request.method !== 'GET' || id === '') return undefined;
    const answer = through(box, request);
    const { result } = JSON.parse(answer.body) as { result?: { certificate?: string } };
    if (result?.certificate?.trim() !== fresh.trim() || (from -= 1) >= 0) return answer;
    const other = { ...result, certificate: pairOf(one).certificate };
    return { ...answer, body: JSON.stringify({ success: true, errors: [], messages: [], result: other }) };
  };

test.each([
  [zone, 0, 'shows another certificate than the new one'],
  [zone, 1, 'the new one, shows another certificate now'],
  [host, 0, 'shows another certificate than the new one'],
  [host, 1, 'the new one, shows another certificate now'],
])(
  'an id that shows another certificate stops the run before anything is deleted: %#',
  async (inputs, from, why) => {
    const ended = await run({ inputs, instead: swapped(from) });
    expect(onTarget(ended)).toMatchObject({
      outcome: 'failed',
      failure: { code: 'WORLD_CHANGED', happened: expect.stringContaining(why) },
    });
    expect(fates(ended)).not.toContain('deleted');
  },
);

describe('switching on', () => {
  test('that was never sent leaves the zone off, and says so', async () => {
    const ended = await run({ inputs: zone, prepare: off, instead: unsent('PUT') });
    expect(ended.result).toBe('failed');
    expect(inForce(ended)).toContain('Origin pulls of the zone are off, as before.');
  });

  test('whose answer was lost, and which was not seen to be on, is said to be in doubt', async () => {
    const ended = await run({ inputs: zone, prepare: off, instead: lost('PUT', false) });
    expect(ended.result).toBe('failed');
    expect(inForce(ended)).toContain('may have been switched on');
  });

  test('whose answer was lost goes on where it is seen to be on', async () => {
    const ended = await run({ inputs: zone, prepare: off, instead: lost('PUT', true) });
    expect(ended.result).toBe('rotated');
  });
});

describe('the delete of a predecessor', () => {
  test.each<[string, NonNullable<Scene['instead']>]>([
    ['that is refused', ({ method }) => (method === 'DELETE' ? refusal(403, 10_000, 'no') : undefined)],
    ['that was never sent', unsent('DELETE')],
  ])('%s has not begun, and the new certificate is in force', async (_, instead) => {
    const ended = await run({ inputs: zone, instead });
    expect(ended.result).toBe('failed');
    expect(fates(ended)).toEqual(['kept']);
    expect(inForce(ended)).toContain('It is active, and Cloudflare uses it.');
    expect(inForce(ended)).toContain('No previous certificate was deleted.');
    expect(inForce(ended)).not.toContain('Until then');
    expect(ended.outputs['certificate-id']).not.toBe(ended.ids.one);
    expect(ended.outputs['certificate-id']).not.toBe('');
    expect(live(ended.box, 'zone')).toHaveLength(2);
  });

  test('that is refused, and the only write of the run, changed nothing', async () => {
    const again = await run({
      inputs: zone,
      prepare: (box, ids) => {
        box.zone.certificates.delete(ids.one);
        box.model.install(box.zone, 'zone', pairOf(one), NOW - 90 * MINUTE);
        box.model.install(box.zone, 'zone', pairOf(three), NOW - 45 * MINUTE);
      },
      instead: ({ method }) => (method === 'DELETE' ? refusal(403, 10_000, 'no') : undefined),
    });
    expect(again.result).toBe('failed');
    expect(again.outputs['changed']).toBe('false');
  });

  test('whose answer was lost has perhaps begun', async () => {
    const ended = await run({ inputs: zone, instead: lost('DELETE', false) });
    expect(fates(ended)).toEqual(['delete-unconfirmed']);
  });
});
