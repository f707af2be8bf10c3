import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inputVariables } from '../sandbox/runner/index.ts';
import { prepareWorkplace } from '../sandbox/runner/workplace.ts';
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
  const workplace = await prepareWorkplace({});
  const env = { ...workplace.env, ...inputVariables(inputs) };
  const [bare, bundle]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timeUntil('x', ['-e', 'process.stdout.write("x")'], process.env));
    bundle.push(await timeUntil('The inputs are good.', [BUNDLE], env));
  }
  await workplace.clear();
  const [one, other] = [median(bare), median(bundle)];
  return table(
    ['start-up', 'median', 'against bare node'],
    [
      ['bare node, one word printed', `${one.toFixed(0)} ms`, times(1)],
      ['the action, inputs found good', `${other.toFixed(0)} ms`, times(other / one)],
    ],
  );
}

/** Milliseconds from the start of a node to these words. */
async function timeUntil(words: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  let taken = Number.NaN;
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += String(chunk);
    if (Number.isNaN(taken) && said.includes(words)) taken = performance.now() - began;
  });
  await once(child, 'close');
  if (Number.isNaN(taken)) throw new Error(`It never said: ${words}`);
  return taken;
}
