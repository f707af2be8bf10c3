import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { listen } from '../../sandbox/net.ts';

/** A server of docs/origins.md: how its block becomes a whole configuration, and how it is started. */
interface Server {
  readonly language: string;
  readonly binary: string;
  readonly file: string;
  readonly configure: (block: string, folder: string, port: number) => string;
  readonly start: (file: string, folder: string) => readonly string[];
}

const root = process.getuid?.() === 0;

export const SERVERS: Readonly<Record<string, Server>> = {
  nginx: {
    language: 'nginx',
    binary: '/usr/sbin/nginx',
    file: 'nginx.conf',
    configure: (block, folder, port) => `${root ? 'user root;' : ''}
daemon off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${String(port)} ssl;
    ssl_certificate ${folder}/server.crt;
    ssl_certificate_key ${folder}/server.key;
    ${block}
    location / { return 200 "well"; }
  }
}
`,
    start: (file, folder) => ['-p', folder, '-c', file],
  },
  Apache: {
    language: 'apache',
    binary: '/usr/sbin/apache2',
    file: 'apache.conf',
    configure: (block, folder, port) => `ServerRoot ${folder}
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
Mutex file:${folder}
ErrorLog ${folder}/error.log
ServerName localhost
${['mpm_event', 'authn_core', 'authz_core', 'ssl', 'headers', 'alias']
  .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
  .join('\n')}
Listen 127.0.0.1:${String(port)}
SSLSessionCache none
<VirtualHost 127.0.0.1:${String(port)}>
  DocumentRoot ${folder}/www
  SSLEngine on
  SSLCertificateFile ${folder}/server.crt
  SSLCertificateKeyFile ${folder}/server.key
  ${block}
  <Directory ${folder}/www>
    Require all granted
  </Directory>
</VirtualHost>
`,
    start: (file) => ['-D', 'FOREGROUND', '-f', file],
  },
  HAProxy: {
    language: 'haproxy',
    binary: '/usr/sbin/haproxy',
    file: 'haproxy.cfg',
    configure: (block, _, port) => `global
  maxconn 100
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend origin
${block.replace('127.0.0.1:8443', `127.0.0.1:${String(port)}`)}
  http-request return status 200 content-type text/plain string well
`,
    start: (file) => ['-db', '-f', file],
  },
  Caddy: {
    language: 'caddyfile',
    binary: '/usr/bin/caddy',
    file: 'Caddyfile',
    configure: (block, _, port) => `{
  admin off
  auto_https disable_redirects
  skip_install_trust
}
https://localhost:${String(port)} {
  bind 127.0.0.1
  ${block}
  respond "well"
}
`,
    start: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
};

/** The block of one server as it stands on the page, with its files in a folder of the test's. */
export function blockOf(page: string, { language }: Server, folder: string): string {
  const [, block] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'u').exec(page) ?? [];
  if (block === undefined) throw new Error(`The page has no block for ${language}.`);
  return block.replaceAll('/etc/origin-pull/', `${folder}/`);
}

export const isInstalled = ({ binary }: Server): boolean => existsSync(binary);

/** Starts a server on loopback; resolves once it takes connections. */
export async function start(
  server: Server,
  page: string,
  folder: string,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const free = await listen(createServer());
  await free.close();
  const file = join(folder, server.file);
  writeFileSync(file, server.configure(blockOf(page, server, folder), folder, free.port));
  const child = spawn(server.binary, server.start(file, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  const ended = once(child, 'exit');
  const close = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const socket = connect(free.port, '127.0.0.1');
    const up = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (up) return { port: free.port, close };
    await wait(50);
  }
  await close();
  const log = join(folder, 'error.log');
  throw new Error(`It did not start: ${words}${existsSync(log) ? readFileSync(log, 'utf8') : ''}`);
}

export function versionOf({ binary }: Server): string {
  const ran = spawnSync(binary, [binary.endsWith('caddy') ? 'version' : '-v'], { encoding: 'utf8' });
  return (ran.stdout + ran.stderr).trim().split('\n')[0] ?? '';
}
