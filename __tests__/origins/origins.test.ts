import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createAuthority, type Authority, type Pair } from '../../sandbox/authority/index.ts';
import { readEcho } from '../../src/probe/echo.ts';
import { isInstalled, SERVERS, start, versionOf } from './servers.ts';

const page = readFileSync(new URL('../../docs/origins.md', import.meta.url), 'utf8');

let old: Authority;
let next: Authority;
let web: Authority;
let stranger: Pair;
let folder: string;

beforeAll(async () => {
  [old, next, web] = await Promise.all([
    createAuthority({ subject: 'Old authority' }),
    createAuthority({ subject: 'New authority' }),
    createAuthority({ subject: 'Web authority' }),
  ]);
  stranger = await (await createAuthority({ subject: 'Stranger' })).issue();
  const own = await web.issueServer(['localhost', '127.0.0.1']);
  folder = mkdtempSync(join(tmpdir(), 'origins-'));
  mkdirSync(join(folder, 'www'));
  const files = {
    'server.crt': own.certificate,
    'server.key': own.privateKey,
    'server.pem': own.certificate + own.privateKey,
    'authorities.pem': old.certificate + next.certificate,
    'old-authority.pem': old.certificate,
    'new-authority.pem': next.certificate,
    'www/index.html': 'well',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a visit with a client certificate, or without one, comes to: a status, or refused within TLS. */
function visit(port: number, pair?: Pair): Promise<{ readonly status: number; readonly serial: string }> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        servername: 'localhost',
        path: '/index.html',
        headers: { host: `localhost:${String(port)}` },
        ca: web.certificate,
        ...(pair === undefined ? {} : { cert: pair.certificate, key: pair.privateKey }),
        agent: false,
      },
      (message) => {
        message.resume();
        resolve({
          status: message.statusCode ?? 0,
          serial: String(message.headers['x-client-serial'] ?? ''),
        });
      },
    );
    outgoing.on('error', () => {
      resolve({ status: 0, serial: '' });
    });
    outgoing.end();
  });
}

const installed = Object.entries(SERVERS).filter(([, server]) => isInstalled(server));
// A silent skip would look like a pass.
for (const [name, server] of installed)
  process.stderr.write(`ORIGIN TEST RAN: ${name} ${versionOf(server)}\n`);

test('every server of the tests has a block on the page', () => {
  for (const { language } of Object.values(SERVERS)) expect(page).toContain(`\`\`\`${language}\n`);
});

test.each(installed)(
  "with the block for %s either authority's clients come in, their serial is echoed, and nobody else does",
  async (_, server) => {
    const running = await start(server, page, folder);
    try {
      for (const authority of [old, next]) {
        const client = await authority.issue();
        const seen = await visit(running.port, client);
        expect(seen.status).toBe(200);
        const echo = readEcho(seen.serial);
        const digits = echo.kind === 'digits' ? echo.digits : '';
        const serials = [client.serialNumber, BigInt(`0x${client.serialNumber}`).toString()];
        expect(serials.map((serial) => serial.replace(/^0+/u, ''))).toContain(digits);
      }
      expect((await visit(running.port)).status).not.toBe(200);
      expect((await visit(running.port, stranger)).status).not.toBe(200);
    } finally {
      await running.close();
    }
  },
);
