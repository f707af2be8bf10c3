import { describe, expect, test } from '@jest/globals';
import type { Level } from '../../src/cloudflare/certificates.ts';
import { findCertificate } from '../../src/operations/delete/plan-delete.ts';
import type { Inventory } from '../../src/zone/inventory.ts';
import { failure, scripted, success, ZONE } from '../cloudflare/support/scripted-api.ts';
import type { Step } from '../cloudflare/support/scripted-api.ts';
import { held, listed } from '../rotation/support/observed.ts';

const [a, b] = [held('aaaa'), held('bbbb')];
const GONE = failure(404, 1551);

describe('a certificate looked for by its id', () => {
  const inventory: Inventory = {
    zone: { asked: ZONE, id: ZONE, name: undefined },
    switchOn: false,
    certificates: { zone: [b], hostname: [a] },
    associations: listed(),
  };
  const find = async (id: string, level: Level | undefined, step: Step = GONE) => {
    const script = scripted([step]);
    const found = await script.time.until(findCertificate({ api: script.api }, inventory, id, level));
    return [found?.level, found?.certificate.id, script.seen.map(({ url }) => url.includes('/hostnames/'))];
  };

  test('is taken from the lists, or read at each level that counts, hostnames first', async () => {
    expect(await find(a.id, undefined)).toEqual(['hostname', a.id, []]);
    expect(await find(b.id, undefined)).toEqual(['zone', b.id, []]);
    expect(await find(b.id, 'hostname')).toEqual([undefined, undefined, [true]]);
    expect(await find('ffff', undefined)).toEqual([undefined, undefined, [true, false]]);
    const there = success({ id: 'ffff', status: 'active' });
    expect(await find('ffff', undefined, there)).toEqual(['hostname', 'ffff', [true]]);
    expect(await find('ffff', 'zone', there)).toEqual(['zone', 'ffff', [false]]);
  });
});
