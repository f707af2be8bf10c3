import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { SecureVersion, TLSSocket, TlsOptions } from 'node:tls';
import type { DialAnswer, DialRequest } from '../../src/probe/origin-dial.ts';
import { checkOrigin } from '../../src/probe/origin.ts';
import { dial } from '../../src/world/dial.ts';
import { both, tlsOrigin } from './origins.ts';
import type { Origin } from './origins.ts';
import { issue, newAuthority } from './pki.ts';
import type { Authority, Issued } from './pki.ts';

const NAME = 'www.example.com';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';

let authority: Authority;
let server: Issued;
let open: Origin[] = [];

beforeAll(async () => {
  authority = await newAuthority('Server');
  server = await issue(authority, NAME);
});

afterEach(async () => {
  await Promise.all(open.map((origin) => origin.close()));
  open = [];
});

function kept(origin: Origin): Origin {
  open.push(origin);
  return origin;
}

function asked({ port }: Pick<Origin, 'port'>, more: Partial<DialRequest>): Promise<DialAnswer> {
  const base = { host: '127.0.0.1', servername: NAME, hostHeader: NAME, timeoutMs: 4_000, maxBytes: 16_384 };
  return dial({ ...base, port, ...more });
}

/** Insists on a client certificate that chains to what is in `ca`, and to nothing that is not sent. */
const trusting = (version: SecureVersion, ca: string): TlsOptions => ({
  ...both(version),
  cert: server.pem,
  key: server.keyPem,
  ca,
  requestCert: true,
  rejectUnauthorized: true,
});

const say =
  (text: string) =>
  (socket: TLSSocket): void => {
    socket.end(text);
  };

async function twoTiers(): Promise<{ root: Authority; intermediate: Authority; client: Issued }> {
  const root = await newAuthority('Root');
  const intermediate = await newAuthority('Intermediate', root);
  return { root, intermediate, client: await issue(intermediate, 'client') };
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'over %s the leaf is sent alone, though its intermediate is at hand',
  async (version) => {
    const { root, intermediate, client } = await twoTiers();
    const origin = kept(await tlsOrigin({ ...trusting(version, root.pem) }, say(OK)));
    const bundle = `${root.pem}\n${intermediate.pem}`;
    const bundles = [{}, { ca: bundle }];
    for (const more of bundles)
      expect(await asked(origin, { certificate: client, ...more })).toMatchObject({ kind: 'tls-refused' });
    const complete = kept(await tlsOrigin({ ...trusting(version, bundle) }, say(OK)));
    expect(await asked(complete, { certificate: client })).toMatchObject({ status: 200 });
  },
);

test("`origin-server-ca` that also holds the client's intermediate vouches for nothing", async () => {
  const { root, intermediate, client } = await twoTiers();
  const origin = kept(await tlsOrigin(trusting('TLSv1.3', root.pem), say(OK)));
  const address = { hostname: NAME, host: '127.0.0.1', port: origin.port };
  const successor = { certificatePem: client.pem, key: client.key };
  const serverCa = `${authority.pem}\n${root.pem}\n${intermediate.pem}`;
  const verdict = await checkOrigin(dial, address, successor, { serverCa, timeout: 4_000 });
  expect(verdict).toMatchObject({
    kind: 'refused',
    sentence: expect.stringContaining('ended the connection'),
  });
  const complete = kept(await tlsOrigin(trusting('TLSv1.3', `${root.pem}\n${intermediate.pem}`), say(OK)));
  const there = { ...address, port: complete.port };
  expect(await checkOrigin(dial, there, successor, { serverCa, timeout: 4_000 })).toMatchObject({
    kind: 'admitted',
    enforced: true,
  });
});

test('an intermediate in `NODE_EXTRA_CA_CERTS` is not sent either', async () => {
  const { root, intermediate, client } = await twoTiers();
  const origin = kept(await tlsOrigin(trusting('TLSv1.3', root.pem), say(OK)));
  const folder = await mkdtemp(join(tmpdir(), 'extra-'));
  await writeFile(join(folder, 'extra.pem'), intermediate.pem);
  const request = {
    host: '127.0.0.1',
    port: origin.port,
    servername: NAME,
    hostHeader: NAME,
    timeoutMs: 9_000,
  };
  const script = `
    import { createPrivateKey } from 'node:crypto';
    import { dial } from ${JSON.stringify(new URL('../../src/world/dial.ts', import.meta.url).href)};
    const certificate = { pem: process.env.PEM, key: createPrivateKey(process.env.KEY) };
    const answer = await dial({ ...${JSON.stringify(request)}, maxBytes: 9999, certificate });
    console.log(answer.kind);`;
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: join(folder, 'extra.pem'),
    PEM: client.pem,
    KEY: client.keyPem,
  };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    env,
  });
  await rm(folder, { recursive: true });
  expect(stdout.trim()).toBe('tls-refused');
});
