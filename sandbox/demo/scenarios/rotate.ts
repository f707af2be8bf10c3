import { enforce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';
import { say } from '../words.ts';

const [www, api] = hosts;
const zoneInputs = { level: 'zone' };
const hostnameInputs = { level: 'hostname', hostnames: api };
const evidence = { 'probe-echo-header': 'x-client-serial' };

async function play(stage: Stage): Promise<void> {
  const { box, expect, run } = stage;
  const issue = (subject: string) => box.clientAuthority.issue({ subject });
  const [zoneOne, hostOne, zoneTwo, hostTwo] = await Promise.all([
    issue('CN=zone level, O=Example'),
    issue('CN=api, O=Example'),
    issue('CN=zone level, O=Example'),
    issue('CN=api, O=Example'),
  ]);

  const first = await run('First setup at zone level', zoneInputs, zoneOne);
  expect('the first setup at zone level reports "rotated"', first.outputs['result'] === 'rotated');
  const second = await run(`First setup for ${api}`, hostnameInputs, hostOne);
  expect(`the first setup for ${api} reports "rotated"`, second.outputs['result'] === 'rotated');

  say('From now on the origin refuses connections without a valid client certificate.');
  await enforce(stage);

  const third = await run(
    'Rotation at zone level, under traffic',
    { ...zoneInputs, ...evidence, 'probe-urls': `https://${www}/` },
    zoneTwo,
  );
  expect('the rotation at zone level reports "rotated"', third.outputs['result'] === 'rotated');
  const fourth = await run(
    `Rotation for ${api}, under traffic`,
    { ...hostnameInputs, ...evidence, 'probe-urls': `https://${api}/` },
    hostTwo,
  );
  expect(`the rotation for ${api} reports "rotated"`, fourth.outputs['result'] === 'rotated');

  await box.traffic.round();
  const { served } = box.traffic.report();
  expect(`${www} is served with the new certificate`, served.get(www)?.has(zoneTwo.fingerprint) === true);
  expect(`${api} is served with the new certificate`, served.get(api)?.has(hostTwo.fingerprint) === true);
}

export const rotate: Scenario = {
  title: 'A first setup and a rotation at both levels, under traffic',
  play,
  mayFail: () => false,
  proved: 'No visitor noticed.',
};
