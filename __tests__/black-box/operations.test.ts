import { describe, expect, test } from '@jest/globals';
import type { Keys } from '../../sandbox/authority/index.ts';
import { createKeys } from '../../sandbox/authority/index.ts';
import { live, openBox, putInForce } from './support/box.ts';
import type { Box } from './support/box.ts';
import { play } from './support/play.ts';
import './support/patience.ts';

const zone = { level: 'zone' };
const BEFORE = { notBefore: Date.now() - 86_400_000 };
const secretOf = ({ privateKey }: Keys): string =>
  Buffer.from(String(privateKey.export({ format: 'jwk' }).d), 'base64url').toString('hex');

/** A zone whose certificate in force is named after the key that a run is given. */
async function named(
  box: Box,
): Promise<{ readonly id: string; readonly keys: Keys; readonly privateKey: string }> {
  const keys = await createKeys('p256');
  const { id } = await putInForce(
    box,
    'zone',
    undefined,
    await box.issue({ subject: `CN=${secretOf(keys)}` }),
  );
  return { id, keys, privateKey: String(keys.privateKey.export({ format: 'pem', type: 'pkcs8' })) };
}

describe.each([{ debug: true }, { debug: false }])('other operations, with debug $debug', ({ debug }) => {
  test.concurrent(
    'status and matrix look, change nothing, and show nothing of a key they do not need',
    async () => {
      await using box = await openBox();
      const { keys, privateKey } = await named(box);
      const pair = await box.issue({ keys });
      const known = { keys: [keys.privateKey], debug };
      const status = await play(box, { inputs: { ...zone, operation: 'status' }, pair, ...known });
      expect(status).toMatchObject({ result: 'due', mutations: [] });
      expect(status.outputs['status']).toContain('withheld');
      const manifest = `zones: [{ zone: example.test, targets: [{ level: zone, certificate-env: A, private-key-env: B }] }]`;
      const matrix = await play(box, {
        inputs: { operation: 'matrix', zone: '', manifest },
        env: { A: pair.certificate, B: privateKey },
        ...known,
      });
      expect(matrix).toMatchObject({ result: 'due', mutations: [] });
      expect(matrix.outputs['matrix']).toContain('example.test');
    },
  );

  test.concurrent(
    'an expired certificate is deleted, and refused where the API answers with a key',
    async () => {
      await using box = await openBox();
      const { id, keys, privateKey } = await named(box);
      const old = await box.issue({ notBefore: Date.now() - 9e8, notAfter: Date.now() - 86_400_000 });
      const expired = box.sandbox.model.install(box.zone, 'hostname', old);
      const inputs = { operation: 'delete', 'certificate-id': 'expired', 'private-key': privateKey };
      const known = { keys: [keys.privateKey], debug };
      box.sandbox.api.faults.add({
        at: { method: 'DELETE', path: /certificates/ },
        times: 1,
        trouble: { kind: 'status', status: 400, code: 1408, message: `bad ${secretOf(keys)}` },
      });
      const refused = await play(box, { inputs, ...known });
      expect(refused.result).toBe('failed');
      expect(refused.said).toContain('withheld');
      // Only the text is: code and status are still told.
      expect(refused.said).toMatch(/HTTP 400, code 1408/u);
      const deleted = await play(box, { inputs, ...known });
      expect(deleted).toMatchObject({
        result: 'deleted',
        mutations: ['DELETE /aop/hostnames/certificates/{id}'],
      });
      expect(deleted.said).toContain(expired);
      expect(live(box, 'hostname')).toEqual([]);
      expect(box.zone.certificates.get(id)?.status.at(box.sandbox.model.now())).toBe('active');
    },
  );

  test.concurrent('a zone is switched off, and its certificate stays', async () => {
    await using box = await openBox({ originMode: 'optional' });
    const { keys, privateKey } = await named(box);
    const inputs = {
      ...zone,
      operation: 'disable',
      'accept-unauthenticated': 'true',
      'private-key': privateKey,
    };
    const run = await play(box, { inputs, keys: [keys.privateKey], debug });
    expect(run).toMatchObject({ result: 'disabled', mutations: ['PUT /aop/settings'] });
    expect(box.zone.enabled.at(box.sandbox.model.now())).toBe(false);
    expect(live(box, 'zone')).toHaveLength(1);
  });
});

/** Keys of other kinds, and pasted otherwise than every other test does. */
describe('whatever the kind of key and the way it is pasted, it is put in force and shown nowhere', () => {
  const passphrase = 'gU7-pQ2vLx9_Zr4k';
  const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');

  type Issued = Awaited<ReturnType<Box['issue']>>;

  test.concurrent.each<
    readonly [string, 'rsa2048' | 'p256' | 'p384', (pair: Issued) => Readonly<Record<string, string>>]
  >([
    [
      'an encrypted RSA key, with a passphrase',
      'rsa2048',
      ({ certificate, key }) => ({
        certificate,
        'private-key': key.encryptedPkcs8(passphrase),
        'private-key-passphrase': `${passphrase}\n`,
      }),
    ],
    [
      'an RSA key in PKCS#1, percent-encoded with its certificate in one secret',
      'rsa2048',
      ({ certificate, key }) => ({ certificate: encodeURIComponent(certificate + key.pkcs1()) }),
    ],
    [
      'a key in base64 of UTF-16, as Windows shells write it',
      'p256',
      ({ certificate, key }) => ({
        certificate: base64(certificate),
        'private-key': base64(Buffer.from(`\uFEFF${key.sec1()}`, 'utf16le')),
      }),
    ],
    [
      'a P-384 key in bare DER',
      'p384',
      ({ certificate, keys }) => ({
        certificate,
        'private-key': base64(keys.privateKey.export({ format: 'der', type: 'pkcs8' })),
      }),
    ],
  ])('%s', async (_, keyType, paste) => {
    await using box = await openBox();
    await putInForce(box, 'zone', undefined, await box.issue(BEFORE));
    const pair = await box.issue({ keyType });
    const run = await play(box, {
      inputs: { ...zone, ...paste(pair) },
      keys: [pair.keys.privateKey],
      texts: [passphrase],
      debug: keyType === 'p256',
    });
    expect(run.result).toBe('rotated');
    expect(live(box, 'zone')).toEqual([pair.fingerprint]);
  });
});

test.concurrent(
  'a key that is refused is shown nowhere either: swapped, foreign, in a form nobody reads',
  async () => {
    await using box = await openBox();
    const [pair, other] = await Promise.all([box.issue({ keyType: 'rsa2048' }), box.issue()]);
    const jwk = JSON.stringify({ keys: [pair.keys.privateKey.export({ format: 'jwk' })] });
    const pastes = [
      { certificate: pair.privateKey, 'private-key': pair.certificate },
      { certificate: other.certificate, 'private-key': pair.privateKey.replaceAll('\n', '<br>\n') },
      { certificate: pair.certificate, 'private-key': Buffer.from(jwk).toString('base64') },
      {
        certificate: other.certificate,
        'private-key': other.privateKey,
        'client-ca': Buffer.from(pair.privateKey).toString('base64'),
      },
    ];
    for (const [index, inputs] of pastes.entries()) {
      const run = await play(box, {
        inputs: { ...zone, ...inputs },
        keys: [pair.keys.privateKey, other.keys.privateKey],
        debug: index % 2 === 0,
      });
      expect(run).toMatchObject({ result: 'failed', calls: [] });
    }
  },
);
