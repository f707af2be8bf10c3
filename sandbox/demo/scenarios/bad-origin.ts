import { createAuthority } from '../../authority/index.ts';
import type { Pair } from '../../authority/index.ts';
import type { Level } from '../../model/state.ts';
import { enforce, putInForce, toZoneLevel } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';

const [www, api] = hosts;

async function play(stage: Stage): Promise<void> {
  const stranger = await createAuthority({ subject: 'New authority, unknown to the origin' });
  const issue = (): Promise<Pair> => stranger.issue({ subject: 'CN=origin pull, O=Example' });
  await hostnameLevel(stage, issue);
  await zoneLevel(stage, issue);
}

async function hostnameLevel(stage: Stage, issue: () => Promise<Pair>): Promise<void> {
  const { box, zone, expect, run } = stage;
  const { id } = await putInForce(stage, 'hostname');
  await enforce(stage);
  const inputs = {
    level: 'hostname',
    hostnames: `${www},${api}`,
    'accept-issuer-change': 'true',
  };

  const refused = await run(
    'With `origin`: caught before the cut-over',
    { ...inputs, origin: `${www}@127.0.0.1:${String(box.origin.port)}` },
    await issue(),
  );
  expect('the step failed', refused.exitCode === 1);
  expect('not one handshake failed', box.traffic.report().failed === 0);
  expect('nothing is left behind', liveCertificates(stage, 'hostname').join() === id);

  const rolledBack = await run(
    'With only a probe: rolled back after the canary',
    { ...inputs, 'probe-urls': `https://${www}/`, 'probe-echo-header': 'x-client-serial' },
    await issue(),
  );
  expect('the step failed', rolledBack.exitCode === 1);
  expect('the result is rolled-back', rolledBack.outputs['result'] === 'rolled-back');
  const { failures } = box.traffic.report();
  expect(
    `only ${www} had failures`,
    failures.every((failure) => failure.host === www),
  );
  for (const host of hosts) {
    const row = zone.associations.get(host)?.row.at(box.model.now());
    expect(`${host} is back on the certificate it had`, row?.certificateId === id);
  }
  expect('nothing is left behind', liveCertificates(stage, 'hostname').join() === id);
  await servedAgain(stage);
}

/** Here the upload is the cut-over for all hostnames at once, and the way back is its deletion. */
async function zoneLevel(stage: Stage, issue: () => Promise<Pair>): Promise<void> {
  const { box, expect, run } = stage;
  const before = box.traffic.report().failed;
  const { id, pair } = await toZoneLevel(stage);
  expect('the hostnames now use the zone level, and nobody noticed', box.traffic.report().failed === before);

  const rolledBack = await run(
    'At zone level, with only a probe: the new certificate is deleted, and the older one takes over',
    {
      level: 'zone',
      'accept-issuer-change': 'true',
      'probe-echo-header': 'x-client-serial',
      'probe-urls': `https://${www}/`,
    },
    await issue(),
  );
  expect('the step failed', rolledBack.exitCode === 1);
  expect('the result is rolled-back', rolledBack.outputs['result'] === 'rolled-back');
  expect('only the older certificate is left', liveCertificates(stage, 'zone').join() === id);
  await servedAgain(stage);
  const { served } = box.traffic.report();
  for (const host of hosts)
    expect(`${host} was served with the older certificate`, served.get(host)?.has(pair.fingerprint) === true);
}

async function servedAgain({ box, expect }: Stage): Promise<void> {
  const before = box.traffic.report().failed;
  await box.traffic.round();
  expect('visitors are served', box.traffic.report().failed === before);
}

function liveCertificates({ box, zone }: Stage, level: Level): string[] {
  const now = box.model.now();
  return [...zone.certificates.values()]
    .filter((record) => record.level === level)
    .filter((record) => !['deleted', 'pending_deletion'].includes(record.status.at(now) ?? ''))
    .map((record) => record.id);
}

export const badOrigin: Scenario = {
  title: 'An origin that does not trust the new issuer',
  play,
  // How far they reached is looked at where it happens: at zone level there is no canary.
  mayFail: () => true,
  proved: `With \`origin\` it was caught before any change; with only a probe it was rolled back. At hostname level that affected only the canary, ${www}; at zone level every hostname, until the older certificate was back.`,
};
