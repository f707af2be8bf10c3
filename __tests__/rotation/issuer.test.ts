import { describe, expect, test } from '@jest/globals';
import { AUTHORITY, leafOf, pairOf, TOKEN } from '../main/support/material.ts';
import { run } from '../operations/support/run.ts';
import type { Scene } from '../operations/support/run.ts';
import { host, live, zone } from './support/scenes.ts';

const mayNotRead: NonNullable<Scene['prepare']> = (box, ids) => {
  box.model.setToken(TOKEN, { zoneSettings: 'none' });
  box.zone.certificates.delete(ids.one);
};
const api = { ...host, hostnames: 'api.example.com' };

describe('where the token may not read whether the shared certificate is shown', () => {
  test.each<[string, Scene['inputs']]>([
    ['at zone level', zone],
    ['per hostname', api],
  ])('%s a first set-up goes on, and is told what was not compared', async (_, inputs) => {
    const ended = await run({ inputs, prepare: mayNotRead });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).toContain('Zone Settings: Read');
  });

  test.each<[string, Scene['inputs']]>([
    ['an authority that vouches for it', { ...zone, 'client-ca': AUTHORITY.pem }],
    ['`accept-issuer-change`', { ...zone, 'accept-issuer-change': 'true' }],
  ])('%s makes the warning needless', async (_, inputs) => {
    const ended = await run({ inputs, prepare: mayNotRead });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).not.toContain('Zone Settings: Read');
  });

  test('what is in force is compared all the same, and a rotation is told nothing', async () => {
    const ended = await run({
      inputs: zone,
      prepare: (box) => {
        box.model.setToken(TOKEN, { zoneSettings: 'none' });
      },
    });
    expect(ended.result).toBe('rotated');
    expect(ended.warnings).not.toContain('Zone Settings: Read');
    expect(live(ended.box, 'zone')).toHaveLength(1);
  });

  test('an issuer that differs from what is read stops the run as ever', async () => {
    const ended = await run({
      inputs: { ...host, hostnames: 'www.example.com,api.example.com' },
      prepare: (box, ids) => {
        mayNotRead(box, ids);
        const foreign = leafOf('foreign', { issuer: undefined });
        const id = box.model.install(box.zone, 'hostname', pairOf(foreign));
        box.model.associate(box.zone, 'www.example.com', id, true);
      },
    });
    expect(ended.result).toBe('failed');
    expect(ended.writes).toEqual([]);
  });
});
