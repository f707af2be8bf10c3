import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findNginx } from '../../sandbox/origin/index.ts';
import { ask, serve, serveFile, type Managed, type Served } from './serve-support.ts';

let box: Served;
beforeAll(async () => {
  box = await serve('--zones', 'a.test,b.test', '--seed', '7', '--unknowns', 'kind', '--speed', '1000');
});
afterAll(async () => {
  await box[Symbol.asyncDispose]();
});

const call = (method: string, path: string, body?: unknown): Promise<Managed> =>
  ask(`${box.facts['api-base-url']}${path}`, method, body === undefined ? undefined : JSON.stringify(body), {
    authorization: `Bearer ${box.facts.token}`,
    'content-type': 'application/json',
  });
const zone = (): string => box.facts.zones[0]?.id ?? '';
const upload = (which: 0 | 1): Promise<Managed> => {
  const pair = box.facts.certificates[which];
  return call('POST', `/zones/${zone()}/origin_tls_client_auth`, {
    certificate: pair?.certificate,
    private_key: pair?.['private-key'],
  });
};

describe('a served box', () => {
  test('answers the API with the token it told, and nobody else', async () => {
    const found = await call('GET', '/zones?name=a.test');
    expect(found.body.result[0].id).toBe(zone());
    const other = await ask(`${box.facts['api-base-url']}/zones?name=a.test`, 'GET', undefined, {
      authorization: 'Bearer another',
    });
    expect(other.body.success).toBe(false);
  });

  test('tells its state: what stands in each zone and what each edge shows', async () => {
    const uploaded = await upload(0);
    await call('PUT', `/zones/${zone()}/origin_tls_client_auth/settings`, { enabled: true });
    const { body, text } = await box.manage('GET', 'state');
    expect(body.zones[0]).toMatchObject({
      name: 'a.test',
      enabled: true,
      certificates: [{ id: uploaded.body.result.id, level: 'zone' }],
    });
    expect(Object.keys(body.presented)).toEqual(['fra', 'iad', 'sin']);
    expect(body.presented.fra['www.b.test']).toBe('none: not-configured');
    expect(text).not.toContain('PRIVATE KEY');
  });

  test('tells its calls, without a body, a header or a key', async () => {
    const { body, text } = await box.manage('GET', 'calls');
    expect(body.length).toBeGreaterThan(2);
    expect(body[0]).toMatchObject({ index: 0, method: 'GET', status: 200, fault: null });
    expect(text).not.toMatch(/PRIVATE KEY|Bearer/);
    expect(text).not.toContain(box.facts.token);
  });

  test('plays the faults it is given while it runs, and forgets them', async () => {
    expect((await box.manage('PUT', 'faults', 'denied=1')).body).toEqual({ planned: 'denied=1' });
    expect((await call('GET', '/zones')).status).toBe(403);
    expect((await call('GET', '/zones')).status).toBe(200);
    await box.manage('PUT', 'faults', 'server-error=5');
    await box.manage('DELETE', 'faults');
    expect((await call('GET', '/zones')).status).toBe(200);
    expect((await box.manage('GET', 'faults')).body.planned).toBe('');
    const refused = await box.manage('PUT', 'faults', 'nonsense=1');
    expect(refused.status).toBe(400);
    expect(refused.body.error).toContain('upload-lost');
  });

  test('lets visitors in and out, and tells what they saw', async () => {
    await box.manage('POST', 'traffic/start');
    const { body } = await box.manage('POST', 'traffic/stop');
    expect(body.made).toBeGreaterThan(0);
    expect((await box.manage('GET', 'traffic')).body.made).toBe(body.made);
  });

  test('answers only requests that name this machine, and what it has', async () => {
    const foreign = await ask(`${box.facts.management}state`, 'GET', undefined, { host: 'evil.example' });
    expect(foreign.status).toBe(403);
    expect((await box.manage('GET', 'nothing')).status).toBe(404);
  });

  test('says a line for each call on standard error', () => {
    expect(box.errors()).toMatch(/POST \/zones\/[0-9a-f]{32}\/origin_tls_client_auth → 200/);
  });

  test('listens on loopback alone, as Linux tells', () => {
    if (process.platform !== 'linux') return;
    const sockets = readdirSync(`/proc/${String(box.pid)}/fd`).flatMap((fd) => {
      try {
        return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${String(box.pid)}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
    const inodes = new Set(sockets);
    const rows = ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .map((row) => row.trim().split(/\s+/)),
    );
    const listening = rows.filter((row) => row[3] === '0A' && inodes.has(row[9] ?? ''));
    expect(listening.length).toBeGreaterThan(4);
    expect(listening.filter((row) => row[1]?.startsWith('0100007F:') !== true)).toEqual([]);
  });
});

describe('the same seed', () => {
  test('gives the same zones and the same token', async () => {
    await using again = await serve('--zones', 'a.test,b.test', '--seed', '7');
    expect(again.facts.zones).toEqual(box.facts.zones);
    expect(again.facts.token).toBe(box.facts.token);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async (signal) => {
  const one = await serve();
  const file = one.facts['web-authority-file'];
  expect(existsSync(file)).toBe(true);
  expect(await one.end(signal)).toBe(0);
  expect(existsSync(file)).toBe(false);
});

const nginx = findNginx() === undefined ? [] : ['nginx'];
test.each(['node', ...nginx])('with --origin %s visitors without a certificate get 400', async (origin) => {
  await using one = await serve('--origin', origin, '--unknowns', 'kind');
  await one.manage('POST', 'traffic/start');
  const { body } = await one.manage('POST', 'traffic/stop');
  expect(new Set(body.failures.map(({ reason }: { readonly reason: string }) => reason))).toEqual(
    new Set(['400']),
  );
});

test('with --port it is there, and a port that is taken is said', async () => {
  await using one = await serve();
  const { port } = new URL(one.facts['api-base-url']);
  const ran = spawnSync(process.execPath, [serveFile('main.ts'), '--port', port], { encoding: 'utf8' });
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain('The sandbox did not start');
  await one.end('SIGTERM');
  await using again = await serve('--port', port);
  expect(again.facts['api-base-url']).toContain(`:${port}/`);
});

test('hostile, it says which unknowns a change brings into play', async () => {
  await using one = await serve('--unknowns', 'hostile', '--seed', '5', '--faults', '', '--speed', '1000');
  const [pair] = one.facts.certificates;
  const path = `/zones/${one.facts.zones[0]?.id ?? ''}/origin_tls_client_auth`;
  const body = JSON.stringify({ certificate: pair?.certificate, private_key: pair?.['private-key'] });
  const headers = { authorization: `Bearer ${one.facts.token}`, 'content-type': 'application/json' };
  await ask(`${one.facts['api-base-url']}${path}`, 'POST', body, headers);
  expect(one.errors()).toContain('unknowns in play: deployment=flap');
});

test('a wrong option ends it with the usage', () => {
  const ran = spawnSync(process.execPath, [serveFile('main.ts'), '--speed', 'fast'], { encoding: 'utf8' });
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain('--speed takes a number');
  expect(ran.stderr).toContain('npm run sandbox');
});

test('as text it gives variables that a shell can read', () => {
  const script = `"$NODE" "$MAIN" --seed 3 > "$OUT" 2>/dev/null & box=$!
    for _ in $(seq 100); do grep -q 'Ctrl+C' "$OUT" && break; sleep 0.05; done
    kill $box; wait $box
    sed -n '/^export/,/^$/p' "$OUT" > "$OUT.env"; . "$OUT.env"; rm -f "$OUT" "$OUT.env"
    printf '%s\\n' "$SANDBOX_CERTIFICATE_2" | openssl x509 -noout -subject; echo "$SANDBOX_API_BASE_URL"`;
  const ran = spawnSync('bash', ['-c', script], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE: process.execPath,
      MAIN: serveFile('main.ts'),
      OUT: `${process.env['TMPDIR'] ?? '/tmp'}/sandbox-text-${String(process.pid)}`,
    },
  });
  expect(ran.stdout).toContain('Origin pull client 2');
  expect(ran.stdout).toContain('http://127.0.0.1:');
});

test.each([
  ['vault', 'rotation'],
  ['step-ca', 'github'],
])(
  'with --signer %s there is one, a GitHub that gives tokens for it, and a block for `issue`',
  async (kind, part) => {
    await using one = await serve('--signer', kind);
    const { signer } = one.facts;
    expect(signer?.address).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect(signer?.issue).toContain(`${kind}:\n  address: ${signer?.address ?? ''}`);
    expect(signer?.issue).toContain(part);
    const token = await ask(
      `${signer?.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? ''}&audience=a`,
      'GET',
      undefined,
      {
        authorization: `Bearer ${signer?.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}`,
      },
    );
    expect(token.body.value).toMatch(/^eyJ/);
  },
);
