import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox } from './support/box.ts';
import type { Box } from './support/box.ts';
import type { StageParts } from './support/fake-stage.ts';
import { leafOf, pairOf, TOKEN } from './support/material.ts';
import { flawsOf, leaksOf, play } from './support/play.ts';
import type { Played } from './support/play.ts';

const one = leafOf('one');
const two = leafOf('two');
const expired = leafOf('expired', { from: NOW - 90 * 86_400_000, to: NOW - 86_400_000 });
const base = { 'api-token': TOKEN, zone: 'example.com' };

/** `main` over a zone with `one` in force at zone level and `two` for one hostname. */
async function run(
  inputs: StageParts['inputs'],
  prepare: (box: Box) => void = () => undefined,
  parts: Partial<StageParts> = {},
): Promise<
  Played & { readonly ids: Readonly<Record<'one' | 'two' | 'expired', string>>; readonly box: Box }
> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  const ids = {
    expired: box.model.install(box.zone, 'hostname', pairOf(expired), NOW - 20 * 86_400_000),
    one: box.model.install(box.zone, 'zone', pairOf(one)),
    two: box.model.install(box.zone, 'hostname', pairOf(two)),
  };
  box.model.setEnabled(box.zone, true);
  box.model.associate(box.zone, 'www.example.com', ids.two, true);
  prepare(box);
  const played = await play({ inputs: { ...base, ...inputs }, time, http: box.http, ...parts });
  expect(flawsOf(played)).toEqual([]);
  expect(leaksOf(played, { texts: [TOKEN], keys: [one.keys.privateKey] })).toEqual([]);
  return { ...played, ids, box };
}

const SCALARS = {
  'certificate-id': '',
  fingerprint: '',
  'serial-number': '',
  'expires-on': '',
  'days-left': '',
};

describe('the operation status', () => {
  test('says that all is well, and reads only', async () => {
    const played = await run({ operation: 'status' });
    expect(played.mutations).toEqual([]);
    expect(played.outputs).toMatchObject({ result: 'ok', changed: 'false' });
    // Of one zone they describe what expires first.
    for (const name of Object.keys(SCALARS)) expect([name, played.outputs[name]]).not.toEqual([name, '']);
    expect(played.summary).toContain('All is well');
  });

  test('says what is due against the certificate given, without a key', async () => {
    const played = await run({ operation: 'status', level: 'zone', certificate: two.pem });
    expect(played.outputs['result']).toBe('due');
    expect(played.failed).toBe(false);
    expect(JSON.parse(played.outputs['status'] ?? '')).toMatchObject({
      zones: [
        {
          findings: [{ reason: 'NOT_IN_FORCE', target: 'example.com (zone)' }, { reason: 'EXPIRED_UNUSED' }],
        },
      ],
    });
  });

  test('fails where the zone cannot be read', async () => {
    const played = await run({ operation: 'status', zone: 'example.org' });
    expect(played.outputs['result']).toBe('failed');
    expect(played.view.annotations[0]?.title).toBe('Status not readable');
  });

  test('keeps the issue', async () => {
    const made: unknown[] = [];
    const client = {
      list: () => Promise.resolve([]),
      create: (issue: unknown) => Promise.resolve(made.push(issue)),
      update: () => Promise.resolve({}),
      comment: () => Promise.resolve({}),
      self: () => Promise.resolve({}),
    };
    await run(
      {
        operation: 'status',
        level: 'zone',
        certificate: two.pem,
        'open-issue': 'true',
        'github-token': 'ghs_4XkPq7',
      },
      undefined,
      {
        issues: () => Promise.resolve(client),
        context: { repository: 'acme/site' },
      },
    );
    expect(made).toEqual([
      expect.objectContaining({ title: 'Origin pull certificates: 1 target needs attention' }),
    ]);
  });
});

const manifest = `zones:
  - zone: example.com
    targets:
      - level: zone
        certificate-env: ONE
        private-key-env: KEY
      - level: hostname
        hostnames: [www.example.com]
        certificate-env: ONE
        private-key-env: KEY
`;

describe('with a manifest', () => {
  const env = { ONE: one.pem, KEY: pkcs8(one.keys) };

  test('matrix puts out only what is due', async () => {
    const played = await run({ operation: 'matrix', manifest, zone: '' }, undefined, { env });
    expect(played.outputs).toMatchObject({ result: 'due', changed: 'false', ...SCALARS });
    expect(JSON.parse(played.outputs['matrix'] ?? '')).toEqual({
      include: [{ zone: 'example.com', due: 1 }],
    });
    expect(played.mutations).toEqual([]);
  });

  test('matrix puts out an empty list where nothing is due', async () => {
    const none = await run(
      { operation: 'matrix', manifest: manifest.replace('[www', '[api'), zone: '' },
      (box) => {
        const id = box.model.install(box.zone, 'hostname', pairOf(one));
        box.model.associate(box.zone, 'api.example.com', id, true);
      },
      { env },
    );
    expect(none.outputs).toMatchObject({ result: 'ok', matrix: '{"include":[]}' });
  });

  test('rotate takes the variables it names out of the environment, and leaves scalars empty', async () => {
    const played = await run({ manifest, zone: '' }, undefined, { env });
    expect(played.outputs).toMatchObject({ result: 'rotated', changed: 'true', ...SCALARS });
    expect(played.outputs['previous-certificate-ids']).toContain(played.ids.two);
    expect(Object.keys(played.stage.env).filter((name) => name in env)).toEqual([]);
    expect(leaksOf(played, { keys: [one.keys.privateKey] })).toEqual([]);
    expect(played.summary).toContain('2 targets: 1 rotated, 1 unchanged');
  });
});

describe('the operation delete', () => {
  test('deletes what is expired and unused', async () => {
    const played = await run({ operation: 'delete', 'certificate-id': 'expired' });
    expect(played.mutations.map(({ method, url }) => [method, url.split('/').at(-1)])).toEqual([
      ['DELETE', played.ids.expired],
    ]);
    expect(played.outputs).toMatchObject({ result: 'deleted', changed: 'true', ...SCALARS });
  });

  test('refuses what is in use, and names the hostname', async () => {
    const { ids } = await run({ operation: 'status' });
    const played = await run({ operation: 'delete', 'certificate-id': ids.two });
    expect(played.mutations).toEqual([]);
    expect(played.outputs).toMatchObject({ result: 'failed', changed: 'false' });
    expect(played.annotated('error')[0]).toContain('is in use by www.example.com');
  });
});

describe('the operation disable', () => {
  test('asks whether visitors are let in without a certificate, and changes nothing unless they are', async () => {
    const played = await run({ operation: 'disable', level: 'zone' });
    expect(played.mutations).toEqual([]);
    expect(played.outputs['result']).toBe('failed');
    expect(played.annotated('error')[0]).toContain('accept-unauthenticated');
  });

  test('switches off where the origin lets visitors in', async () => {
    const played = await run({ operation: 'disable', level: 'zone', origin: '192.0.2.7' }, undefined, {
      dial: () => Promise.resolve({ kind: 'http', status: 200, headers: {}, body: 'hello' }),
    });
    expect(played.outputs).toMatchObject({ result: 'disabled', changed: 'true', ...SCALARS });
    expect(played.mutations.map(({ body }) => body)).toEqual(['{"enabled":false}']);
  });
});
