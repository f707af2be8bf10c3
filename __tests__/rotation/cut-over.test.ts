import { describe, expect, test } from '@jest/globals';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf } from '../main/support/material.ts';
import { run, three } from '../operations/support/run.ts';
import type { Scene } from '../operations/support/run.ts';
import { onTarget, page, probedHost, probedZone, REFUSED, row } from './support/scenes.ts';

type Instead = NonNullable<Scene['instead']>;
type Around = NonNullable<Scene['site']>;

const MINUTE = 60_000;
const HIT = { ...page(200), headers: { ...page(200).headers, 'cf-cache-status': 'HIT' } };
const both = { ...probedHost, hostnames: 'www.example.com, api.example.com' };

/** Notes when the API got the first call of a method, and the last. */
function noting(): { readonly instead: Instead; readonly times: Map<string, number[]> } {
  const times = new Map<string, number[]>();
  const instead: Instead = ({ method }, box) => {
    times.set(method, [...(times.get(method) ?? []), box.model.now()]);
    return undefined;
  };
  return { instead, times };
}

describe('the canary', () => {
  test('keeps the others where they are while its probe shows nothing', async () => {
    const ended = await run({
      inputs: both,
      prepare: (box, { two }) => box.model.associate(box.zone, 'api.example.com', two, true),
      site: (box) => {
        const { certificateId: before } = row(box, 'www.example.com') ?? {};
        return () => (row(box, 'www.example.com')?.certificateId === before ? page(200) : HIT);
      },
    });
    expect(ended.result).toBe('failed');
    expect(onTarget(ended)['reason']).toBe('VERIFICATION_FAILED');
    expect(row(ended.box, 'api.example.com')?.certificateId).toBe(ended.ids.two);
    expect(ended.errors).toContain('api.example.com stays on what');
    expect(ended.mutations.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });
});

describe('edges that follow late', () => {
  /** Lets everybody in for a minute, as edges do that show the former certificate still; then refuses. */
  const late =
    (isMoved: (box: Box) => boolean): Around =>
    (box) => {
      let since: number | undefined;
      return () => {
        if (!isMoved(box)) return page(200);
        since ??= box.model.now();
        return box.model.now() - since < MINUTE ? page(200) : page(400, REFUSED);
      };
    };

  test('are waited for where nothing is to be deleted, per hostname', async () => {
    const ended = await run({
      inputs: { ...probedHost, 'delete-previous': 'false' },
      site: (box) => {
        const before = row(box, 'www.example.com')?.certificateId;
        return (
          late((now) => row(now, 'www.example.com')?.certificateId !== before)?.(box) ?? (() => page(200))
        );
      },
    });
    expect(ended.result).toBe('rolled-back');
    expect(row(ended.box, 'www.example.com')?.certificateId).toBe(ended.ids.two);
  });

  test('are waited for on a first set-up of the zone', async () => {
    const ended = await run({
      inputs: probedZone,
      prepare: (box) => {
        box.model.setEnabled(box.zone, false);
        box.zone.certificates.delete(
          [...box.zone.certificates.values()].find((one) => one.level === 'zone')?.id ?? '',
        );
      },
      site: late((box) => box.zone.enabled.at(box.model.now()) === true),
    });
    expect(ended.result).toBe('rolled-back');
    expect(ended.box.zone.enabled.at(ended.box.model.now())).toBe(false);
  });
});

describe('the grace of a resumed run', () => {
  const inputs = { ...both, 'probe-urls': '', 'grace-period': '10m' };

  test('counts from the hostname that this run moved itself, not from one moved long ago', async () => {
    const { instead, times } = noting();
    const ended = await run({
      inputs,
      instead,
      prepare: (box, { two }) => {
        const long = box.model.now() - 30 * MINUTE;
        const id = box.model.install(box.zone, 'hostname', pairOf(three), long);
        box.model.associate(box.zone, 'www.example.com', id, true, long);
        box.model.associate(box.zone, 'api.example.com', two, true, long);
      },
    });
    expect(ended.result).toBe('rotated');
    const moved = times.get('PUT')?.at(-1) ?? Infinity;
    expect((times.get('DELETE')?.[0] ?? 0) - moved).toBeGreaterThanOrEqual(10 * MINUTE);
  });

  test('counts from the switching on of a certificate that was uploaded long ago', async () => {
    const { instead, times } = noting();
    const ended = await run({
      inputs: { ...probedZone, 'probe-urls': '', 'grace-period': '10m' },
      instead,
      prepare: (box) => {
        box.model.install(box.zone, 'zone', pairOf(leafOf('three')), box.model.now() - 30 * MINUTE);
        box.model.setEnabled(box.zone, false);
      },
    });
    expect(ended.result).not.toBe('failed');
    const switched = times.get('PUT')?.at(-1) ?? Infinity;
    expect((times.get('DELETE')?.[0] ?? Infinity) - switched).toBeGreaterThanOrEqual(10 * MINUTE);
  });
});
