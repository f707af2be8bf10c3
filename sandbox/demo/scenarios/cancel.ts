import { enforce, putInForce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';
import { say } from '../words.ts';

const [www] = hosts;

async function play(stage: Stage): Promise<void> {
  const { box, zone, expect, run, start } = stage;
  const { id } = await putInForce(stage, 'hostname');
  await enforce(stage);
  const successor = await box.clientAuthority.issue({ subject: 'CN=origin pull, O=Example' });
  const inputs = {
    level: 'hostname',
    hostnames: hosts.join(','),
    'probe-urls': `https://${www}/`,
    'probe-echo-header': 'x-client-serial',
  };
  const moved = Promise.withResolvers<undefined>();
  const leave = box.model.onEvent((event) => {
    if (event.kind === 'association-set') moved.resolve(undefined);
  });
  const action = await start('A rotation, cancelled after the first hostname was moved', inputs, successor);
  await Promise.race([moved.promise, action.finished]);
  leave();
  await new Promise((resolve) => {
    setTimeout(resolve, 300);
  });
  say('Cancelled: SIGINT, as the runner sends it.');
  const asked = box.api.calls.length;
  action.cancel();
  const cancelled = await action.finished;
  expect('the run ended by itself, as failed', cancelled.exitCode === 1);
  const writes = box.api.calls.slice(asked).filter((call) => call.method !== 'GET');
  expect('nothing was written after the cancel', writes.length === 0);
  expect('nothing was deleted', zone.certificates.get(id)?.status.at(box.model.now()) === 'active');

  const again = await run('The same step again', inputs, successor);
  expect('the second run finished it', again.outputs['result'] === 'rotated');
}

export const cancel: Scenario = {
  title: 'A run that is cancelled halfway, then run again',
  play,
  mayFail: () => false,
  proved: 'No visitor noticed, and nothing was lost.',
};
