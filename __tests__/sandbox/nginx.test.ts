import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../sandbox/index.ts';
import { findNginx } from '../../sandbox/origin/index.ts';
import { createAuthority } from '../../sandbox/authority/index.ts';

const installed = findNginx() !== undefined;
const describeWithNginx = installed ? describe : describe.skip;

// A silent skip would look like a pass.
process.stderr.write(
  installed ? 'NGINX TEST RAN\n' : 'nginx is not installed: the tests with a real nginx are skipped.\n',
);

test('nginx is looked for on the PATH and where distributions put it', async () => {
  const empty = await mkdtemp(`${tmpdir()}/empty-`);
  expect(findNginx(empty) !== undefined).toBe(installed);
  await rm(empty, { recursive: true });
});

describeWithNginx('a real nginx as the origin', () => {
  let box: Sandbox;
  beforeAll(async () => {
    box = await startSandbox({ nginx: true });
  });
  afterAll(async () => {
    await box.close();
  });

  test('refuses without a certificate, lets the right one in, and a stranger not', async () => {
    const zone = box.model.addZone({ name: 'example.test', enabled: true });
    await box.traffic.round();
    expect(box.traffic.report().failures.map((failure) => failure.reason)).toEqual([
      '400',
      '400',
      '400',
      '400',
    ]);
    box.model.install(zone, 'zone', await box.clientAuthority.issue());
    await box.traffic.round();
    expect(box.traffic.report()).toMatchObject({ made: 8, failed: 4 });
    const stranger = await createAuthority({ subject: 'Somebody else' });
    await box.origin.trust([stranger.certificate]);
    await box.traffic.round();
    expect(box.traffic.report()).toMatchObject({ made: 12, failed: 8 });
    box.model.install(zone, 'zone', await stranger.issue(), Date.now() - 60_000);
    await box.traffic.round();
    expect(box.traffic.report()).toMatchObject({ made: 16, failed: 8 });
  });

  test('lets in three hundred visitors at once, as an estate under traffic brings them', async () => {
    const own = await startSandbox({ nginx: true });
    const zone = own.model.addZone({ name: 'example.test', enabled: true });
    own.model.install(zone, 'zone', await own.clientAuthority.issue(), Date.now() - 60_000);
    await Promise.all(Array.from({ length: 75 }, () => own.traffic.round()));
    const { made, failures } = own.traffic.report();
    await own.close();
    expect({ made, failures }).toEqual({ made: 300, failures: [] });
  });
});
