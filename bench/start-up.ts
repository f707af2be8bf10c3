import { spawn } from 'node:child_process';
import { startAction } from '../sandbox/runner/index.ts';
import type { BenchBox } from './box.ts';
import { median, table, times } from './figures.ts';
import { BUNDLE } from './run.ts';

/** From the start of the process to its inputs found good, against a node that starts and says one word. */
export async function startUp(box: BenchBox, rounds: number): Promise<string> {
  const zone = box.zone('start.example.test');
  const pair = await box.sandbox.clientAuthority.issue({ subject: 'CN=start' });
  const inputs = {
    'api-token': box.token,
    'api-base-url': box.sandbox.baseUrl,
    zone: zone.id,
    level: 'zone',
    certificate: pair.certificate,
    'private-key': pair.privateKey,
    'dry-run': 'true',
  };
  const [bare, bundle]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await bareNode());
    bundle.push(await untilInputsAreGood(inputs));
  }
  const [one, other] = [median(bare), median(bundle)];
  return table(
    ['start-up', 'median', 'against bare node'],
    [
      ['bare node, one word printed', `${one.toFixed(0)} ms`, times(1)],
      ['the action, inputs found good', `${other.toFixed(0)} ms`, times(other / one)],
    ],
  );
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, ['-e', 'process.stdout.write("x")'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.stdout.once('data', () => {
    resolve(performance.now() - began);
  });
  const [taken] = await Promise.all([
    promise,
    new Promise((done) => {
      child.once('close', done);
    }),
  ]);
  return taken;
}

async function untilInputsAreGood(inputs: Readonly<Record<string, string>>): Promise<number> {
  let taken = Number.NaN;
  const began = performance.now();
  const action = await startAction({
    script: BUNDLE,
    inputs,
    onDebug: (text) => {
      if (text === 'The inputs are good.') taken = performance.now() - began;
    },
  });
  await action.finished;
  if (Number.isNaN(taken)) throw new Error('The inputs were never found good.');
  return taken;
}
