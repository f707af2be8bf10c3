import { expect, test } from '@jest/globals';
import { createAuthority } from '../../sandbox/authority/index.ts';
import { createEdge } from '../../sandbox/model/index.ts';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

/** What nobody knows of the real API, played at its worst with real sockets. */

const HOSTS = { level: 'hostname', hostnames: `${WWW},${API}` };

test.concurrent(
  'edges that lag behind `active` show the former certificate, which is still there',
  async () => {
    await using box = await openBox({
      edges: [createEdge('fra'), createEdge('sin', { lagMs: 2500, seed: 2 })],
    });
    await putInForce(box, 'zone');
    await new Promise((resolve) => setTimeout(resolve, 2600));
    box.sandbox.traffic.start();
    const pair = await box.issue();
    const run = await play(box, { inputs: { level: 'zone', 'grace-period': '3s' }, pair });
    await box.sandbox.traffic.stop();
    expect(run.result).toBe('rotated');
    expect(box.sandbox.traffic.report().failures).toEqual([]);
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
  },
);

test.concurrent(
  'a zone that does not fall back to the older certificate: the run says that visitors are refused',
  async () => {
    await using box = await openBox({ variants: { zoneFallback: 'nothing' } });
    const { pair: former } = await putInForce(box, 'zone');
    const other = await createAuthority({ subject: 'CN=Another authority' });
    const run = await play(box, {
      inputs: {
        level: 'zone',
        'accept-issuer-change': 'true',
        'probe-urls': `https://${WWW}/`,
        'probe-timeout': '5s',
        'grace-period': '5s',
      },
      pair: await other.issue({ subject: 'CN=origin pull, O=Example' }),
    });
    expect(run.exitCode).toBe(1);
    expect(run.result).toBe('failed');
    expect(run.outputs['certificate-id']).toBe('');
    expect(live(box, 'zone')).toEqual([former.fingerprint]);
    expect(run.said).toMatch(/fails/u);
  },
);

test.concurrent(
  'a certificate that was deleted and is uploaded again is taken for what it is: new',
  async () => {
    await using box = await openBox({ variants: { tombstonesInList: true } });
    const [first, second] = await Promise.all([
      box.issue({ notBefore: Date.now() - 86_400_000 }),
      box.issue(),
    ]);
    await putInForce(box, 'hostname', box.sandbox.hosts, first);
    const there = await play(box, { inputs: HOSTS, pair: second });
    expect(there.result).toBe('rotated');
    expect(live(box, 'hostname')).toEqual([second.fingerprint]);
    const back = await play(box, { inputs: HOSTS, pair: first });
    expect(back.result).toBe('rotated');
    expect(associated(box)).toEqual({ [WWW]: first.fingerprint, [API]: first.fingerprint });
  },
);

test.concurrent('rows of deleted associations and an answer with the whole zone do not mislead', async () => {
  await using box = await openBox({
    variants: { deletedAssociationsListed: true, putAnswer: 'whole-zone', tombstonesInList: true },
  });
  await putInForce(box, 'hostname');
  const pair = await box.issue();
  const run = await play(box, { inputs: HOSTS, pair });
  expect(run.result).toBe('rotated');
  const again = await play(box, { inputs: HOSTS, pair });
  expect(again.result).toBe('unchanged');
  expect(again.mutations).toEqual([]);
});

test.concurrent(
  'a void that lingers: hostnames go back to the zone level, and the upload is removed once no row names it',
  async () => {
    await using box = await openBox({ timings: { voidLinger: 4000 } });
    const { pair: former } = await putInForce(box, 'zone');
    const other = await createAuthority({ subject: 'CN=Another authority' });
    const run = await play(box, {
      inputs: {
        ...HOSTS,
        'accept-issuer-change': 'true',
        'probe-urls': `https://${WWW}/`,
        'probe-timeout': '5s',
      },
      pair: await other.issue({ subject: 'CN=origin pull, O=Example' }),
    });
    expect(run.result).toBe('rolled-back');
    expect(run.mutations.slice(0, 3)).toEqual([
      'POST /aop/hostnames/certificates',
      'PUT /aop/hostnames',
      'PUT /aop/hostnames',
    ]);
    // Not asked for while the void lingers: Cloudflare would refuse with 1433.
    expect(run.mutations.slice(3)).toEqual(['DELETE /aop/hostnames/certificates/{id}']);
    expect(live(box, 'hostname')).toEqual([]);
    expect(Object.values(associated(box)).filter((one) => one !== undefined)).toEqual([]);
    expect(live(box, 'zone')).toEqual([former.fingerprint]);
    await box.sandbox.traffic.round();
    expect(box.sandbox.traffic.report().failures).toEqual([]);
  },
);
