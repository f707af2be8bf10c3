import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import type { Box, Site } from '../main/support/box.ts';
import { pairOf } from '../main/support/material.ts';
import { run, three } from '../operations/support/run.ts';
import type { Ended, Ids } from '../operations/support/run.ts';
import { host, live, onTarget, page, probedHost, probedZone, REFUSED, row } from './support/scenes.ts';

const LAG = 30_000;
const both = {
  ...host,
  hostnames: 'www.example.com,api.example.com',
  'probe-urls': 'https://www.example.com/',
};
const names = Array.from({ length: 60 }, (_, index) => `h${String(index)}.example.com`);

/** How many hostnames each PUT held. */
const puts = ({ mutations }: Ended): readonly number[] =>
  mutations
    .filter(({ method }) => method === 'PUT')
    .map(({ body }) => {
      const { config }: { readonly config: readonly unknown[] } = JSON.parse(body ?? '');
      return config.length;
    });

const cached = (): ReturnType<Site> => {
  const answer = page(200);
  return { ...answer, headers: { ...answer.headers, 'cf-cache-status': 'HIT' } };
};

/** Whether the hostname is off `former` as an edge shows it that is half a minute late. */
const shownMoved = ({ zone, model }: Box, hostname: string, former: string | undefined): boolean => {
  const then = zone.associations.get(hostname)?.row.at(model.now() - LAG);
  return then !== undefined && then.certificateId !== former;
};

describe('a canary that shows neither good nor bad', () => {
  const whereMoved =
    (ids: () => Ids | undefined): ((box: Box) => Site) =>
    (box) =>
    () =>
      [ids()?.two, undefined].includes(row(box, 'www.example.com')?.certificateId) ? page(200) : cached();

  test('stops the run before another hostname moves, and nothing is undone or deleted', async () => {
    let ids: Ids | undefined;
    const ended = await run({
      inputs: both,
      prepare: (box, known) => {
        ids = known;
        box.model.associate(box.zone, 'api.example.com', known.two, true);
      },
      site: whereMoved(() => ids),
    });
    expect(onTarget(ended)).toMatchObject({ outcome: 'failed', reason: 'VERIFICATION_FAILED' });
    expect(row(ended.box, 'api.example.com')?.certificateId).toBe(ended.ids.two);
    expect(row(ended.box, 'www.example.com')?.certificateId).not.toBe(ended.ids.two);
    expect(live(ended.box, 'hostname')).toHaveLength(3);
    expect(ended.errors).toContain('no further hostname was moved');
  });

  test('is probed again by the next run, with what else was moved by then', async () => {
    const ended = await run({
      inputs: {
        ...host,
        hostnames: 'www.example.com,api.example.com,shop.example.com',
        'probe-urls': 'https://www.example.com/,https://api.example.com/',
      },
      prepare: (box) => {
        const id = box.model.install(box.zone, 'hostname', pairOf(three), NOW - LAG);
        for (const hostname of ['www.example.com', 'api.example.com'])
          box.model.associate(box.zone, hostname, id, true, NOW - LAG);
      },
    });
    expect(ended.result).toBe('rotated');
    const cutAt = ended.requests.findIndex(({ method }) => method === 'PUT');
    const probedBefore = ended.requests.slice(0, cutAt).filter(({ url }) => !url.includes('/client/v4/'));
    // A baseline each, and then often enough to prove them.
    expect(probedBefore.filter(({ url }) => url.includes('api.')).length).toBeGreaterThan(1);
  });
});

describe('where nothing is to be deleted, an edge that lags', () => {
  const zoneMoved = ({ zone, model }: Box, ids: Ids | undefined): boolean =>
    [...zone.certificates.values()].some(
      (one) =>
        one.level === 'zone' &&
        one.id !== ids?.one &&
        one.createdAt <= model.now() - LAG &&
        !['deleted', 'pending_deletion'].includes(one.status.at(model.now() - LAG) ?? ''),
    );
  const shared = (box: Box, ids: Ids): void =>
    Object.entries({ other: ids.two, legacy: ids.expired }).forEach(([name, id]) =>
      box.model.associate(box.zone, `${name}.example.com`, id, true),
    );
  const api = { hostnames: 'api.example.com', 'probe-urls': 'https://api.example.com/' };
  type Moved = (box: Box, ids: Ids | undefined) => boolean;

  test.each<[string, Readonly<Record<string, string>>, Moved, ((box: Box, ids: Ids) => void) | undefined]>([
    ['at zone level, predecessors kept', { ...probedZone, 'delete-previous': 'false' }, zoneMoved, undefined],
    [
      'per hostname, predecessors kept',
      { ...probedHost, 'delete-previous': 'false' },
      (box, ids) => shownMoved(box, 'www.example.com', ids?.two),
      undefined,
    ],
    [
      'per hostname, the predecessor shared',
      probedHost,
      (box, ids) => shownMoved(box, 'www.example.com', ids?.two),
      shared,
    ],
    [
      'on a first set-up',
      { ...probedHost, ...api },
      (box) => shownMoved(box, 'api.example.com', undefined),
      shared,
    ],
  ])('%s is waited for, and its refusal is undone', async (_, inputs, moved, prepare) => {
    let ids: Ids | undefined;
    const ended = await run({
      inputs,
      prepare: (box, known) => {
        ids = known;
        prepare?.(box, known);
      },
      site: (box) => () => (moved(box, ids) ? page(400, REFUSED) : page(200)),
    });
    expect(ended.result).toBe('rolled-back');
    expect(ended.errors).toContain('visitors were refused');
  });
});

describe('the hostnames behind the canary', () => {
  test('move in batches', async () => {
    const ended = await run({ inputs: { ...host, hostnames: names.join() } });
    expect(ended.result).toBe('rotated');
    expect(puts(ended)).toEqual([25, 25, 10]);
  });

  test('move no further than the batch whose probe is refused, and go back', async () => {
    const refusing = 'h30.example.com';
    const ended = await run({
      inputs: {
        ...host,
        hostnames: names.join(),
        'probe-urls': `https://h0.example.com/,https://${refusing}/`,
      },
      prepare: (box, ids) => names.forEach((name) => box.model.associate(box.zone, name, ids.two, true)),
      site: (box) => (request) => {
        const moved = row(box, refusing)?.certificateId !== row(box, 'h59.example.com')?.certificateId;
        return moved && request.url.includes(refusing) ? page(400, REFUSED) : page(200);
      },
    });
    expect(ended.result).toBe('rolled-back');
    expect(puts(ended)).toEqual([1, 25, 25, 51]);
    expect(new Set(names.map((name) => row(ended.box, name)?.certificateId))).toEqual(
      new Set([ended.ids.two]),
    );
  });
});
