import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchBox } from './box.ts';
import { seconds, table, times } from './figures.ts';
import { measure } from './run.ts';

/** The same rotation at zone level by others, as a user would write it, side by side with the action. */
export async function peers(box: BenchBox): Promise<string> {
  const others: readonly (readonly [string, string, readonly string[]])[] = [
    ['a script with curl and jq', 'bash', [fileURLToPath(new URL('peers/rotate.sh', import.meta.url))]],
    [
      'the official client for node',
      process.execPath,
      [fileURLToPath(new URL('peers/official.mjs', import.meta.url))],
    ],
  ];
  const rows: (readonly [string, number, number, string])[] = [];
  for (const [name, command, parameters] of others) {
    const { zone, certificate, privateKey } = await protectedZone(box, command);
    const before = box.sandbox.api.calls.length;
    const began = performance.now();
    await run(command, parameters, {
      API: box.sandbox.baseUrl,
      TOKEN: box.token,
      ZONE: zone,
      CERTIFICATE: certificate,
      PRIVATE_KEY: privateKey,
    });
    const wall = performance.now() - began;
    rows.push([name, wall, box.sandbox.api.calls.length - before, 'nothing']);
  }
  const { zone, certificate, privateKey } = await protectedZone(box, 'action');
  const inputs = { zone, level: 'zone', certificate, 'private-key': privateKey, 'grace-period': '0s' };
  const own = await measure(box, inputs);
  rows.push(['the action, without grace', own.wall, own.calls.length, 'see the list below']);
  return table(
    ['the same rotation', 'wall', 'against the action', 'calls', 'checked besides'],
    rows.map(([name, wall, calls, checked]) => [
      name,
      seconds(wall),
      times(wall / own.wall),
      String(calls),
      checked,
    ]),
  );
}

async function protectedZone(
  box: BenchBox,
  name: string,
): Promise<{ readonly zone: string; readonly certificate: string; readonly privateKey: string }> {
  const zone = box.zone(`${name.replaceAll(/[^a-z]/gu, '')}.peer.test`);
  const former = await box.sandbox.clientAuthority.issue({ subject: 'CN=origin pull' });
  const { certificate, privateKey } = await box.sandbox.clientAuthority.issue({ subject: 'CN=origin pull' });
  box.sandbox.model.install(zone, 'zone', former);
  box.sandbox.model.setEnabled(zone, true);
  return { zone: zone.id, certificate, privateKey };
}

async function run(
  command: string,
  parameters: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(command, parameters, {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((done) => {
    child.once('close', done);
  });
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}`);
}
