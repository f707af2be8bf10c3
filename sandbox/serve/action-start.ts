/** The main step of `sandbox/action.yml`: starts the box beside the job, and puts what a user needs into outputs. */
import { spawn } from 'node:child_process';
import { appendFileSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Facts } from './announce.ts';

const input = (name: string): string => (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

function words(): string[] {
  const hostnames = input('hostnames');
  return [
    '--zones',
    input('zones') || 'example.test',
    ...(hostnames === '' ? [] : ['--hostnames', hostnames]),
    ...input('options')
      .split(/\s+/)
      .filter((word) => word !== ''),
    '--json',
  ];
}

function outputsOf(facts: Facts): Readonly<Record<string, string>> {
  const [first, second] = facts.certificates.map((pair) => `${pair.certificate}${pair['private-key']}`);
  return {
    'api-base-url': facts['api-base-url'],
    'api-token': facts.token,
    zone: facts.zones[0]?.id ?? '',
    'authority-certificate': facts['authority-certificate'],
    'authority-key': facts['authority-key'],
    certificate: first ?? '',
    'next-certificate': second ?? '',
    proxy: facts.proxy,
    'web-authority-file': facts['web-authority-file'],
    management: facts.management,
  };
}

/** Appends to one of the runner's files, each value between lines that it cannot hold. */
function append(variable: string, values: Readonly<Record<string, string>>): void {
  const file = process.env[variable];
  if (file === undefined || file === '') return;
  for (const [name, value] of Object.entries(values)) {
    const mark = `end-of-${name}-${String(process.pid)}`;
    appendFileSync(file, `${name}<<${mark}\n${value.trim()}\n${mark}\n`);
  }
}

const log = join(process.env['RUNNER_TEMP'] ?? '.', 'origin-pull-sandbox.log');
const child = spawn(
  process.execPath,
  [fileURLToPath(new URL('main.ts', import.meta.url)), ...words()],
  // It outlives this step; a pipe for what it says once, a file for the calls it gets.
  { detached: true, stdio: ['ignore', 'pipe', openSync(log, 'a')] },
);
const { stdout } = child;
if (stdout === null) throw new Error('The process has no standard output.');
append('GITHUB_STATE', { pid: String(child.pid ?? '') });
const line = await new Promise<string | undefined>((resolve) => {
  createInterface({ input: stdout }).once('line', resolve);
  child.once('exit', () => {
    resolve(undefined);
  });
});
if (line === undefined) {
  process.stdout.write(`::error::The sandbox did not start. Its output is in ${log}.\n`);
  process.exitCode = 1;
} else {
  const facts: Facts = JSON.parse(line);
  append('GITHUB_OUTPUT', outputsOf(facts));
  process.stdout.write(`The sandbox is up at ${facts['api-base-url']}. Its calls are written to ${log}.\n`);
  stdout.destroy();
  child.unref();
}
