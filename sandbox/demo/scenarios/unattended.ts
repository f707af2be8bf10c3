import { setTimeout as wait } from 'node:timers/promises';
import { startSigner, type SignerKind } from '../../serve/signer.ts';
import { enforce } from '../in-force.ts';
import type { Scenario } from '../scenario.ts';
import { hosts, type Further, type Stage } from '../stage.ts';
import { say } from '../words.ts';

/**
 * A year in a minute: a certificate lives for a minute, and is renewed when fifty seconds are left. That is early,
 * since on a busy machine a run may take twenty.
 */
const ISSUE = 'validity: 60s\nrenew-before: 50s\n';
const SCHEDULE = 5000;
const A_MINUTE = 60_000;

/** Who signs, as the runs are told, and what else they are given for it. */
interface SignedBy extends Further {
  readonly inputs: Readonly<Record<string, string>>;
  readonly openTokens: () => number;
}

function byAuthority({ box }: Stage): SignedBy {
  const { certificate, privateKey } = box.clientAuthority;
  const inputs = { 'authority-certificate': certificate, 'authority-key': privateKey, issue: ISSUE };
  return { inputs, secrets: [privateKey], openTokens: () => 0 };
}

/** No key in any secret: the runs show GitHub's word on who they are. */
async function byServer({ box }: Stage, kind: SignerKind, stack: AsyncDisposableStack): Promise<SignedBy> {
  const { address, env, issue, openTokens } = await startSigner(kind, box, [], stack);
  say(`${kind === 'vault' ? 'Vault' : 'step-ca'} listens at ${address}. There is no key in any secret.`);
  const inputs = { 'client-ca': box.clientAuthority.certificate, issue: issue + ISSUE };
  return { inputs, env, secrets: [env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''], openTokens };
}

async function play(stage: Stage, signer: SignerKind | undefined): Promise<void> {
  const { expect, run, start } = stage;
  await using stack = new AsyncDisposableStack();
  const signing = signer === undefined ? byAuthority(stage) : await byServer(stage, signer, stack);
  const { inputs: signedBy, openTokens, ...further } = signing;
  const inputs = {
    level: 'hostname',
    hostnames: hosts.join(','),
    'minimum-validity': '0s',
    'grace-period': '2s',
    ...signedBy,
  };
  const first = await run('First setup: the run issues the certificate', inputs, undefined, further);
  expect('the first setup reports "rotated"', first.outputs['result'] === 'rotated');
  say('From now on the origin refuses connections without a valid client certificate.');
  await enforce(stage);

  const ends = Date.now() + A_MINUTE;
  const results: string[] = [];
  let killed = false;
  while (Date.now() < ends) {
    await wait(SCHEDULE);
    const renewed = results.filter((result) => result === 'rotated').length;
    if (renewed === 1 && !killed) {
      killed = await killedAfterUpload(stage, () =>
        start('A scheduled run, killed', inputs, undefined, further),
      );
      continue;
    }
    const again = await run('A scheduled run', inputs, undefined, further);
    results.push(again.outputs['result'] ?? '');
  }
  const renewals = results.filter((result) => result === 'rotated').length;
  expect(`renewals within a minute: ${renewals}`, renewals >= 3);
  expect(
    'no run of the schedule failed',
    results.every((one) => one === 'rotated' || one === 'unchanged'),
  );
  expect('one run was killed after its upload', killed);
  if (signer === 'vault') expect('every token of Vault was revoked', openTokens() === 0);
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
    say('Killed. Its upload is at Cloudflare, and the key is gone for good.');
  }
  await finished;
  return isUploaded();
}

export const unattended = (signer: SignerKind | undefined): Scenario => ({
  title: 'Certificates issued, renewed and retired on a schedule, under traffic',
  play: (stage) => play(stage, signer),
  mayFail: () => false,
  proved: `No visitor noticed, and nobody had to do anything.${signer === undefined ? '' : ' No key was stored anywhere.'}`,
});
