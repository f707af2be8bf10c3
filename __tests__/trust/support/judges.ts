import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findNginx } from '../../../sandbox/origin/index.ts';
import { pkcs8 } from '../../certificate/support/keys.ts';
import { make } from '../../certificate/support/certificates.ts';
import type { Chain } from './chains.ts';

/** What the command `openssl verify` says, and how many intermediates its path has. */
export interface CommandVerdict {
  readonly yes: boolean;
  readonly intermediates: number;
  readonly words: string;
}

const VERIFY = 'openssl verify -purpose sslclient -auth_level 2 -no-CApath -no-CAstore -show_chain';

/** Undefined where there is no such command. */
export function opensslVersion(): string | undefined {
  const { status, stdout } = spawnSync('openssl', ['version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Asks the command about each of `count` chains, whose files are `<number>.pem` and `<number>.bundle` in
 * `folder`; all in one shell, since to start a process takes a test runner long.
 */
export async function verifyAll(
  folder: string,
  count: number,
  alone = false,
): Promise<readonly CommandVerdict[]> {
  const anchors = alone ? '-partial_chain -CAfile $i.pem' : '-CAfile $i.bundle';
  const loop = `i=0; while [ $i -lt ${count} ]; do ${VERIFY} ${anchors} $i.pem 2>&1; echo "CODE $?"; i=$((i+1)); done`;
  const out = await shell(loop, folder);
  return out
    .split(/(?<=^CODE \d+\n)/mu)
    .filter((one) => one !== '')
    .map((words) => {
      const depths = [...words.matchAll(/^depth=(\d+)/gmu)].map(([, depth]) => Number(depth));
      const intermediates = Math.max(0, Math.max(0, ...depths) - 1);
      return { yes: words.endsWith('CODE 0\n'), intermediates, words };
    });
}

function shell(script: string, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', script], { cwd, maxBuffer: 64 * 1024 * 1024 }, (_, stdout) => resolve(stdout));
  });
}

/** A real nginx with one server for each chain, which trusts the chain's bundle, with its defaults. */
export async function startNginxFor(
  chains: readonly Chain[],
  folder: string,
): Promise<{ readonly answers: readonly number[] } | undefined> {
  const binary = findNginx();
  if (binary === undefined) return undefined;
  const server = make({ at: Date.now() });
  const ports = await Promise.all(chains.map(freePort));
  await writeFile(join(folder, 'server.pem'), server.pem);
  await writeFile(join(folder, 'server.key'), pkcs8(server.keys), { mode: 0o600 });
  await Promise.all(
    chains.map(({ bundle }, index) => writeFile(join(folder, `trusted-${index}.pem`), bundle)),
  );
  await writeFile(join(folder, 'nginx.conf'), configuration(ports));
  const child = spawn(binary, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = once(child, 'exit');
  try {
    const answers: number[] = [];
    for (const [index, chain] of chains.entries())
      answers.push(await visit(ports[index] ?? 0, chain, () => words));
    return { answers };
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** The status nginx answers with: 400 where it refuses the certificate, 0 where TLS does. Waits until nginx is up. */
async function visit(port: number, { leaf }: Chain, words: () => string): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await ask(port, leaf.pem, pkcs8(leaf.keys));
    if (answer !== 'ECONNREFUSED') return typeof answer === 'number' ? answer : 0;
    await wait(50);
  }
  throw new Error(`nginx did not start: ${words()}`);
}

function ask(port: number, cert: string, key: string): Promise<number | string> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, cert, key, ca: [], ciphers: 'DEFAULT@SECLEVEL=0' };
    const sent = request({ ...options, rejectUnauthorized: false, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.on('error', (error) => resolve('code' in error ? String(error.code) : ''));
    sent.end();
  });
}

function configuration(ports: readonly number[]): string {
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const servers = ports.map(
    (port, index) => `server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate server.pem;
    ssl_certificate_key server.key;
    ssl_client_certificate trusted-${index}.pem;
    ssl_verify_client on;
    location / { return 200 "well"; }
  }`,
  );
  return `${user}
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ssl_session_cache off;
  ${servers.join('\n')}
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
