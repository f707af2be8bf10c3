import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '../net.ts';

export interface NginxOptions {
  readonly server: { readonly certificate: string; readonly privateKey: string };
  /** PEM of the authorities whose client certificates are let in. */
  readonly trusted: readonly string[];
  /** Whether visitors without a good certificate are refused; true by default. */
  readonly demanding?: boolean;
}

/** A real nginx with `ssl_verify_client on`, on loopback, in a folder of its own. */
export interface NginxOrigin extends AsyncDisposable {
  readonly port: number;
  /** Replaces what is trusted, as an operator would: new file, reload. */
  readonly trust: (authorities: readonly string[]) => Promise<void>;
  /** Refuses visitors without a good certificate from now on, or lets everybody in. */
  readonly demand: (demanding: boolean) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where nginx is, if it is on the PATH or where distributions put it. */
export function findNginx(path = process.env['PATH'] ?? ''): string | undefined {
  return [...path.split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
    .map((folder) => join(folder, 'nginx'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Starts nginx; undefined where there is none. Rejects with nginx's own words if it does not start. */
export async function startNginx(options: NginxOptions): Promise<NginxOrigin | undefined> {
  const binary = findNginx();
  if (binary === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-nginx-'));
  const port = await freePort();
  const file = (name: string, text: string): Promise<void> =>
    writeFile(join(folder, name), text, { mode: 0o600 });
  const trust = (authorities: readonly string[]): Promise<void> =>
    file('trusted.pem', authorities.join('\n'));
  const configure = (demanding: boolean): Promise<void> => file('nginx.conf', configuration(port, demanding));
  await Promise.all([
    file('server.pem', options.server.certificate),
    file('server.key', options.server.privateKey),
    trust(options.trusted),
    configure(options.demanding ?? true),
  ]);
  const child = spawn(binary, ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = once(child, 'exit');
  const close = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const isUp = await answers(port, () => child.exitCode !== null);
  if (!isUp) {
    await close();
    throw new Error(`nginx did not start: ${words.trim()}`);
  }
  const reload = async (): Promise<void> => {
    child.kill('SIGHUP');
    // The old worker takes no more connections once the new one is up; nginx does not say when.
    await wait(300);
  };
  return {
    port,
    trust: async (authorities) => {
      await trust(authorities);
      await reload();
    },
    demand: async (demanding) => {
      await configure(demanding);
      await reload();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function configuration(port: number, demanding: boolean): string {
  // As root, nginx would hand its worker to a user that may not read the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  // Short of connections, nginx closes the ones it still waits on for a request, as if it had refused them.
  return `${user}
daemon off;
worker_processes 1;
worker_rlimit_nofile 4096;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen 127.0.0.1:${String(port)} ssl;
    ssl_certificate server.pem;
    ssl_certificate_key server.key;
    ssl_client_certificate trusted.pem;
    ssl_verify_client ${demanding ? 'on' : 'optional_no_ca'};
    ssl_session_cache off;
    ssl_session_tickets off;
    location / {
      add_header x-client-serial $ssl_client_serial always;
      add_header x-client-fingerprint $ssl_client_fingerprint always;
      default_type text/plain;
      return 200 "The origin is well.\\n";
    }
  }
}
`;
}

async function freePort(): Promise<number> {
  const { port, close } = await listen(createServer());
  await close();
  return port;
}

async function answers(port: number, gaveUp: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100 && !gaveUp(); tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const up = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (up) return true;
    await wait(20);
  }
  return false;
}
