import { setTimeout as wait } from 'node:timers/promises';
import { enforce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';
import { printSummary, say } from '../words.ts';

/** A year in a minute: a certificate lives for half a minute, and is renewed when twenty seconds are left. */
const ISSUE = 'validity: 30s\nrenew-before: 20s';
const SCHEDULE = 5000;
const A_MINUTE = 60_000;

async function play(stage: Stage): Promise<void> {
  const { box, expect, run, start } = stage;
  const { certificate, privateKey } = box.clientAuthority;
  const inputs = {
    level: 'hostname',
    hostnames: hosts.join(','),
    'authority-certificate': certificate,
    'authority-key': privateKey,
    issue: ISSUE,
    'minimum-validity': '0s',
    'grace-period': '2s',
  };
  const secrets = { secrets: [privateKey] };
  const first = await run('First set-up: the run makes the certificate', inputs, undefined, secrets);
  expect('the first set-up says rotated', first.outputs['result'] === 'rotated');
  say('From now on the origin refuses every connection without a good client certificate.');
  await enforce(stage);

  const ends = Date.now() + A_MINUTE;
  const results: string[] = [];
  let killed = false;
  let summary = '';
  while (Date.now() < ends) {
    await wait(SCHEDULE);
    const renewed = results.filter((result) => result === 'rotated').length;
    if (renewed === 1 && !killed) {
      killed = await killedAfterUpload(stage, () =>
        start('The schedule, killed', inputs, undefined, secrets),
      );
      continue;
    }
    const again = await run('The schedule', inputs, undefined, secrets);
    results.push(again.outputs['result'] ?? '');
    if (again.outputs['result'] === 'rotated') summary = again.summary;
  }
  const renewals = results.filter((result) => result === 'rotated').length;
  expect(`it was renewed several times within a minute: ${renewals}`, renewals >= 3);
  expect(
    'no run of the schedule failed',
    results.every((one) => one === 'rotated' || one === 'unchanged'),
  );
  expect('one run was killed after its upload', killed);
  printSummary(summary);
}

/** True once a run was killed with its certificate at Cloudflare; false where it had nothing to do. */
async function killedAfterUpload({ box }: Stage, begin: () => ReturnType<Stage['start']>): Promise<boolean> {
  const before = box.api.calls.length;
  const isUploaded = (): boolean =>
    box.api.calls.slice(before).some(({ method, answer }) => method === 'POST' && answer?.status === 200);
  const action = await begin();
  const state = { ended: false };
  const watch = async (): Promise<void> => {
    await action.finished;
    state.ended = true;
  };
  const finished = watch();
  while (!state.ended && !isUploaded()) await wait(20);
  if (!state.ended) {
    action.kill('SIGKILL');
    say('Killed. What it uploaded is there, and its key is gone for ever.');
  }
  await finished;
  return isUploaded();
}

export const unattended: Scenario = {
  title:
    'Certificates that nobody pastes: made, renewed and retired by a schedule, while visitors come and go',
  play,
  mayFail: () => false,
  proved: 'No visitor noticed, and nobody did anything.',
};
