import { expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { pairOf } from '../main/support/material.ts';
import { one, run, three } from '../operations/support/run.ts';
import type { Scene } from '../operations/support/run.ts';
import { host, zone } from './support/scenes.ts';

const MINUTE = 60_000;
const grace = { 'grace-period': '10m' };

test.each<[string, Scene['inputs'], NonNullable<Scene['prepare']>]>([
  [
    'hostnames moved by this run, behind one that was moved long ago',
    { ...host, ...grace, hostnames: 'www.example.com,api.example.com' },
    (box, ids) => {
      const id = box.model.install(box.zone, 'hostname', pairOf(three), NOW - 45 * MINUTE);
      box.model.associate(box.zone, 'www.example.com', id, true, NOW - 42 * MINUTE);
      box.model.associate(box.zone, 'api.example.com', ids.two, true, NOW - 60 * MINUTE);
    },
  ],
  [
    'an old upload that this run switches on',
    { ...zone, ...grace },
    (box, ids) => {
      box.zone.certificates.delete(ids.one);
      box.model.install(box.zone, 'zone', pairOf(one), NOW - 90 * MINUTE);
      box.model.install(box.zone, 'zone', pairOf(three), NOW - 45 * MINUTE);
      box.model.setEnabled(box.zone, false);
    },
  ],
])('the grace of %s is all of it', async (_, inputs, prepare) => {
  let deletedAt: number | undefined;
  const ended = await run({
    inputs,
    prepare,
    instead: ({ method }, box) => {
      if (method === 'DELETE') deletedAt ??= box.model.now();
      return undefined;
    },
  });
  expect(ended.result).toBe('rotated');
  expect(deletedAt).toBeGreaterThanOrEqual(NOW + 10 * MINUTE);
});
