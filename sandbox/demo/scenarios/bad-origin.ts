import { createAuthority } from '../../authority/index.ts';
import { enforce, putInForce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';
import { printSummary } from '../words.ts';

const [www, api] = hosts;

async function play(stage: Stage): Promise<void> {
  const { box, zone, expect, run } = stage;
  const { id } = await putInForce(stage, 'hostname');
  await enforce(stage);
  const stranger = await createAuthority({ subject: 'New authority, unknown to the origin' });
  const inputs = {
    level: 'hostname',
    hostnames: `${www},${api}`,
    'accept-issuer-change': 'true',
    'probe-header': 'x-client-serial',
  };

  const refused = await run(
    'With `origin`: caught before the cut-over',
    { ...inputs, origin: `${www}@127.0.0.1:${String(box.origin.port)}` },
    await stranger.issue({ subject: 'CN=origin pull, O=Example' }),
  );
  expect('the step failed', refused.exitCode === 1);
  expect('not one handshake failed', box.traffic.report().failed === 0);
  expect('nothing is left behind', liveCertificates(stage).join() === id);

  const rolledBack = await run(
    'With a probe only: rolled back after the canary',
    { ...inputs, 'probe-urls': `https://${www}/` },
    await stranger.issue({ subject: 'CN=origin pull, O=Example' }),
  );
  expect('the step failed', rolledBack.exitCode === 1);
  expect('the result is rolled-back', rolledBack.outputs['result'] === 'rolled-back');
  const { failures } = box.traffic.report();
  expect(
    `failures reached no further than ${www}`,
    failures.every((failure) => failure.host === www),
  );
  for (const host of hosts) {
    const row = zone.associations.get(host)?.row.at(box.model.now());
    expect(`${host} is back on the certificate it had`, row?.certificateId === id);
  }
  expect('nothing is left behind', liveCertificates(stage).join() === id);
  const before = box.traffic.report().failed;
  await box.traffic.round();
  expect('visitors are served again', box.traffic.report().failed === before);
  printSummary(rolledBack.summary);
}

function liveCertificates({ box, zone }: Stage): string[] {
  const now = box.model.now();
  return [...zone.certificates.values()]
    .filter((record) => !['deleted', 'pending_deletion'].includes(record.status.at(now) ?? ''))
    .map((record) => record.id);
}

export const badOrigin: Scenario = {
  title: 'An origin that does not trust the new issuer',
  play,
  mayFail: (host) => host === www,
  proved: `It was caught where \`origin\` was given, and rolled back where only a probe was. Only the canary, ${www}, felt it.`,
};
