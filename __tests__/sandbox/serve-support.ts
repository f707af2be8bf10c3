import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Facts } from '../../sandbox/serve/announce.ts';

export const serveFile = (name: string): string =>
  fileURLToPath(new URL(`../../sandbox/serve/${name}`, import.meta.url));

/** A box as `npm run sandbox -- --json` starts it, in a process of its own. */
export interface Served extends AsyncDisposable {
  readonly facts: Facts;
  readonly pid: number;
  readonly errors: () => string;
  /** Sends a signal and tells the exit code. */
  readonly end: (signal: 'SIGINT' | 'SIGTERM') => Promise<number | null>;
  readonly manage: (method: string, path: string, body?: string) => Promise<Managed>;
}

export interface Managed {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- assertions read answers of any shape
  readonly body: any;
  readonly text: string;
}

export async function serve(...words: string[]): Promise<Served> {
  const child = spawn(process.execPath, [serveFile('main.ts'), '--json', ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  const line = await Promise.race([
    new Promise<string>((resolve) => {
      createInterface({ input: child.stdout }).once('line', resolve);
    }),
    exited.then((code) => {
      throw new Error(`The box ended with ${String(code)}: ${errors}`);
    }),
  ]);
  const facts: Facts = JSON.parse(line);
  const end: Served['end'] = (signal) => {
    child.kill(signal);
    return exited;
  };
  return {
    facts,
    pid: child.pid ?? 0,
    errors: () => errors,
    end,
    manage: (method, path, body) => ask(`${facts.management}${path}`, method, body),
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null) await end('SIGTERM');
    },
  };
}

export async function ask(
  url: string,
  method = 'GET',
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Managed> {
  const { request } = await import('undici');
  const answer = await request(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: JSON.parse(text), text };
}
