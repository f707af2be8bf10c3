import { expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import type { Pair } from '../../sandbox/authority/index.ts';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

/** Probes end soon: the sandbox answers at once. */
const QUICK = { 'accept-issuer-change': 'true', 'probe-timeout': '5s' };

/** From an authority the origin has never heard of. */
async function strangersPair(): Promise<Pair> {
  const other = await createAuthority({ subject: 'CN=Another authority' });
  return await other.issue({ subject: 'CN=origin pull, O=Example' });
}

test.concurrent(
  'at hostname level only the canary feels an origin that refuses, and it is pointed back',
  async () => {
    await using box = await openBox();
    const { pair: former } = await putInForce(box, 'hostname');
    box.sandbox.traffic.start();
    const run = await play(box, {
      inputs: {
        ...QUICK,
        level: 'hostname',
        hostnames: `${WWW},${API}`,
        'probe-urls': `https://${WWW}/`,
      },
      pair: await strangersPair(),
    });
    await box.sandbox.traffic.round();
    await box.sandbox.traffic.stop();
    expect(run.result).toBe('rolled-back');
    expect(associated(box)).toEqual({ [WWW]: former.fingerprint, [API]: former.fingerprint });
    expect(live(box, 'hostname')).toEqual([former.fingerprint]);
    const { failures } = box.sandbox.traffic.report();
    expect(failures.filter(({ host }) => host === API)).toEqual([]);
    expect(run.summary).toContain('Rolled back');
  },
);

test.concurrent('at zone level the new certificate is deleted, and the former one serves again', async () => {
  await using box = await openBox();
  const { pair: former } = await putInForce(box, 'zone');
  const run = await play(box, {
    inputs: { ...QUICK, level: 'zone', 'probe-urls': `https://${WWW}/` },
    pair: await strangersPair(),
  });
  expect(run.result).toBe('rolled-back');
  expect(live(box, 'zone')).toEqual([former.fingerprint]);
  await box.sandbox.traffic.round();
  expect(box.sandbox.traffic.report().failures).toEqual([]);
});

test.concurrent('where `origin` is given, nothing is changed at all', async () => {
  await using box = await openBox();
  const { pair: former } = await putInForce(box, 'zone');
  const run = await play(box, {
    inputs: {
      ...QUICK,
      level: 'zone',
      origin: `127.0.0.1:${String(box.sandbox.origin.port)}`,
      'probe-urls': `https://${WWW}/`,
    },
    pair: await strangersPair(),
  });
  expect(run.result).toBe('failed');
  expect(run.mutations).toEqual([]);
  expect(live(box, 'zone')).toEqual([former.fingerprint]);
});
