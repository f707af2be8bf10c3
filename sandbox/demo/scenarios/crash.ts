import { enforce, putInForce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Stage } from '../stage.ts';
import { say } from '../words.ts';

const [www, api] = hosts;

/** Runs once and is killed as soon as the API has applied a call, then runs again to the end. */
async function killAndRunAgain(
  stage: Stage,
  level: 'zone' | 'hostname',
  moment: { readonly method: string; readonly path: RegExp; readonly words: string },
): Promise<void> {
  const { box, zone, expect, run, start } = stage;
  const successor = await box.clientAuthority.issue({ subject: 'CN=origin pull, O=Example' });
  const inputs = {
    level,
    ...(level === 'hostname' ? { hostnames: hosts.join(',') } : {}),
    'probe-urls': `https://${level === 'zone' ? www : api}/`,
    'probe-echo-header': 'x-client-serial',
  };
  const killed = Promise.withResolvers<undefined>();
  box.api.faults.clear();
  box.api.faults.add({
    at: { method: moment.method, path: moment.path, nth: 0 },
    trouble: {
      kind: 'meanwhile',
      after: () => {
        killed.resolve(undefined);
        return new Promise(() => undefined);
      },
    },
  });
  const action = await start(`Rotation at ${level} level, killed ${moment.words}`, inputs, successor);
  await Promise.race([killed.promise, action.finished]);
  action.kill('SIGKILL');
  const { exitCode } = await action.finished;
  say('Killed. The API had applied the call, but the answer was lost.');
  expect('the first run was killed halfway', exitCode === null);
  box.api.faults.clear();
  const again = await run('The same step again', inputs, successor);
  expect('the second run finished it', again.exitCode === 0);
  const now = box.model.now();
  const left = [...zone.certificates.values()].filter(
    (record) =>
      record.level === level && !['deleted', 'pending_deletion'].includes(record.status.at(now) ?? ''),
  );
  expect(
    'the new certificate is there, once, and nothing else',
    left.map((record) => record.facts.fingerprint).join() === successor.fingerprint,
  );
}

async function play(stage: Stage): Promise<void> {
  await putInForce(stage, 'zone');
  await enforce(stage);
  await killAndRunAgain(stage, 'zone', {
    method: 'POST',
    path: /\/origin_tls_client_auth$/,
    words: 'during the upload',
  });
  await putInForce(stage, 'hostname');
  await killAndRunAgain(stage, 'hostname', {
    method: 'PUT',
    path: /\/hostnames$/,
    words: 'while moving the hostnames',
  });
}

export const crash: Scenario = {
  title: 'A run that is killed halfway, then run again',
  play,
  mayFail: () => false,
  proved: 'No visitor noticed, and the second run finished what the first had begun.',
};
