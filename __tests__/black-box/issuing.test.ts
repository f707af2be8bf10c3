import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { API, associated, live, openBox, putInForce, WWW } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import type { RunOptions } from './support/play.ts';
import './support/patience.ts';

const zone = { level: 'zone' };
const both = { level: 'hostname', hostnames: `${WWW}\n${API}` };

/** The box's own authority, whose certificates its origin trusts, as a secret. */
function byAuthority({ sandbox }: Box, inputs: Readonly<Record<string, string>>): RunOptions {
  const { certificate, privateKey, keys } = sandbox.clientAuthority;
  return {
    inputs: { 'authority-certificate': certificate, 'authority-key': privateKey, ...inputs },
    keys: [keys.privateKey],
  };
}

/** What was uploaded last. */
function uploaded({ sandbox }: Box): X509Certificate {
  const { body } = sandbox.api.calls.findLast(({ method }) => method === 'POST') ?? {};
  const text: unknown = Object(JSON.parse(body ?? '{}')).certificate;
  return new X509Certificate(String(text));
}

describe('an authority in a secret', () => {
  test.concurrent(
    'sets up the zone without any leaf in a secret, and has nothing to do the day after',
    async () => {
      await using box = await openBox({ originMode: 'optional' });
      const run = await play(box, byAuthority(box, zone));
      expect(run.result).toBe('rotated');
      expect(run.mutations).toEqual(['POST /aop', 'PUT /aop/settings']);
      expect(uploaded(box).subject).toBe('CN=example.test');
      expect(uploaded(box).subjectAltName).toBeUndefined();
      const again = await play(box, byAuthority(box, zone));
      expect(again.result).toBe('unchanged');
      expect(again.mutations).toEqual([]);
      expect(again.said).toMatch(/next renewal/iu);
    },
  );

  test.concurrent('renews when told to, under traffic, and nobody is refused', async () => {
    await using box = await openBox();
    await putInForce(box, 'hostname');
    box.sandbox.traffic.start();
    const first = await play(box, byAuthority(box, both));
    expect(first.result).toBe('rotated');
    const second = await play(box, byAuthority(box, { ...both, renew: 'always', issue: 'key: ec-p384' }));
    await box.sandbox.traffic.stop();
    expect(second.result).toBe('rotated');
    expect(second.mutations).toEqual([
      'POST /aop/hostnames/certificates',
      'PUT /aop/hostnames',
      'DELETE /aop/hostnames/certificates/{id}',
    ]);
    const [only, ...others] = live(box, 'hostname');
    expect(others).toEqual([]);
    expect(associated(box)).toEqual({ [WWW]: only, [API]: only });
    expect(uploaded(box).subject).toBe(`CN=${WWW}`);
    expect(box.sandbox.traffic.report().failures).toEqual([]);
  });

  test.concurrent('a dry run makes no key and says what it would do', async () => {
    await using box = await openBox();
    await putInForce(box, 'zone');
    const run = await play(box, byAuthority(box, { ...zone, 'dry-run': 'true' }));
    expect(run.result).toBe('planned');
    expect(run.mutations).toEqual([]);
    expect(run.said).toContain('A new certificate would be put in force');
  });

  test.concurrent(
    'of another issuer is refused before it signs, and with `origin` after it was shown',
    async () => {
      await using box = await openBox();
      const stranger = await box.sandbox.clientAuthority.intermediate({ subject: 'Stranger' });
      await putInForce(box, 'zone');
      const inputs = {
        ...zone,
        'authority-certificate': stranger.certificate,
        'authority-key': stranger.privateKey,
      };
      const run = await play(box, { inputs, keys: [stranger.keys.privateKey] });
      expect(run.result).toBe('failed');
      expect(run.mutations).toEqual([]);
      expect(run.said).toContain('An origin that does not trust the new issuer would refuse every visitor.');
    },
  );
});

test.concurrent('an orphan of a run that was killed is taken over without its key', async () => {
  await using box = await openBox();
  await putInForce(box, 'hostname');
  const left = await box.sandbox.clientAuthority.issue({
    subject: WWW,
    notBefore: Date.now() - 3_600_000,
    notAfter: Date.now() + 100 * 86_400_000,
  });
  box.sandbox.model.install(box.zone, 'hostname', left);
  const run = await play(box, byAuthority(box, both));
  expect(run.result).toBe('rotated');
  expect(run.mutations).toEqual(['PUT /aop/hostnames', 'DELETE /aop/hostnames/certificates/{id}']);
  expect(live(box, 'hostname')).toEqual([left.fingerprint]);
});

describe('a command', () => {
  /** A signer of the user's: openssl, wrapped. */
  async function withSigner<T>(box: Box, work: (options: RunOptions) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'signer-'));
    const { certificate, privateKey, keys } = box.sandbox.clientAuthority;
    await writeFile(join(folder, 'ca.pem'), certificate);
    await writeFile(join(folder, 'ca.key'), privateKey);
    await writeFile(
      join(folder, 'leaf.cnf'),
      'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n',
    );
    const script = join(folder, 'sign');
    await writeFile(
      script,
      `#!/bin/sh\ncd ${folder} && echo "signing for $CERTIFICATE_COMMON_NAME" >&2 && exec openssl x509 -req -CA ca.pem -CAkey ca.key -days "$CERTIFICATE_DAYS" -extfile leaf.cnf\n`,
    );
    await chmod(script, 0o755);
    try {
      return await work({
        inputs: { 'client-ca': certificate, issue: `command: [${script}]` },
        keys: [keys.privateKey],
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  test.concurrent('signs what is put in force, and its standard error is in the log', async () => {
    await using box = await openBox();
    await putInForce(box, 'zone');
    await withSigner(box, async ({ inputs, ...options }) => {
      const run = await play(box, { inputs: { ...zone, ...inputs }, ...options });
      expect(run.result).toBe('rotated');
      expect(run.said).toContain('signing for example.test');
      const again = await play(box, { inputs: { ...zone, ...inputs }, ...options });
      expect(again.result).toBe('unchanged');
    });
  });

  test.concurrent('that fails leaves everything as it was', async () => {
    await using box = await openBox();
    const { pair } = await putInForce(box, 'zone');
    const { certificate } = box.sandbox.clientAuthority;
    const run = await play(box, {
      inputs: { ...zone, 'client-ca': certificate, issue: 'command: ["false"]' },
    });
    expect(run.result).toBe('failed');
    expect(run.mutations).toEqual([]);
    expect(run.said).toContain('exit code 1');
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
  });
});
