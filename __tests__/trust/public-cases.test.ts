import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { findNginx } from '../../sandbox/origin/index.ts';
import * as made from '../certificate/support/certificates.ts';
import { authorityKeyId, basicConstraints, keyId, make } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import { ec } from '../certificate/support/keys.ts';
import { pairOf } from '../main/support/material.ts';
import { live } from '../rotation/support/scenes.ts';
import { startNginxFor } from './support/judges.ts';
import {
  again,
  at,
  bare,
  before,
  belowNarrow,
  forServers,
  intermediate,
  narrow,
  of,
  ofVersion1,
  old,
  once,
  renamedKey,
  root,
  second,
  three,
  version1,
} from './support/public-authorities.ts';
import { rotate } from './support/runs.ts';
import type { Rotation } from './support/runs.ts';

/** What people met in public: each ended as `rotated` once, and a real nginx refused every visitor. */
interface Row extends Rotation {
  readonly nginx: 200 | 400;
  readonly says: readonly string[];
}

/** Bundles that vouched, and what nginx answers that trusts them. */
const BUNDLES: readonly (readonly [string, Row])[] = [
  [
    'a bundle that holds the intermediate without its root',
    {
      leaf: of(intermediate),
      clientCa: intermediate.pem,
      nginx: 400,
      says: ['UNABLE_TO_GET_ISSUER_CERT', 'Add the root'],
    },
  ],
  [
    'a root with `pathlen:0`, and an intermediate below it',
    {
      leaf: of(belowNarrow),
      clientCa: narrow.pem + belowNarrow.pem,
      nginx: 400,
      says: ['PATH_LENGTH_EXCEEDED', '`pathlen`'],
    },
  ],
  [
    'an intermediate with extendedKeyUsage serverAuth only',
    {
      leaf: of(forServers),
      clientCa: root.pem + forServers.pem,
      nginx: 400,
      says: ['INVALID_PURPOSE', 'lacks clientAuth'],
    },
  ],
  [
    "a leaf whose authority key id is not the authority's subject key id",
    {
      leaf: renamedKey,
      clientCa: root.pem,
      nginx: 400,
      says: ['the key ids do not fit', '07'.repeat(32), keyId(root.keys).toString('hex')],
    },
  ],
];

describe('what people met in public', () => {
  test.each(BUNDLES)('%s does not vouch, whatever is in force', async (_, row) => {
    for (const inForce of [undefined, before(row.leaf === renamedKey ? root : old)]) {
      const { result, errors, mutations } = await rotate({ ...row, inForce });
      expect([result, mutations]).toEqual(['failed', 0]);
      for (const part of row.says) expect(errors).toContain(part);
    }
    // The origin itself outweighs it.
    expect(await rotate({ ...row, origin: 'admits' })).toMatchObject({ result: 'rotated' });
    expect(await rotate({ ...row, origin: 'refuses' })).toMatchObject({ result: 'failed', mutations: 0 });
  });

  test('a leaf with extendedKeyUsage `any` alone is refused without a bundle, unless the origin takes it', async () => {
    const leaf = of(root, { extensions: [basicConstraints(false), made.extendedKeyUsage('any')] });
    const inForce = before(root, { extensions: [basicConstraints(false), authorityKeyId(keyId(root.keys))] });
    const refused = await rotate({ leaf, inForce });
    expect(refused).toMatchObject({ result: 'failed', mutations: 0 });
    expect(refused.errors).toContain('INVALID_PURPOSE');
    expect(await rotate({ leaf, inForce, origin: 'admits' })).toMatchObject({ result: 'rotated' });
  });

  test("Cloudflare's own recipe run twice leaves the issuer unknown: the run stops unless something vouches", async () => {
    const row = { leaf: of(again, bare), inForce: before(once, bare) };
    const stopped = await rotate(row);
    expect(stopped).toMatchObject({ result: 'failed', mutations: 0 });
    expect(stopped.errors).toContain('The names are the same, but not both certificates name the key');
    expect(await rotate({ ...row, origin: 'admits' })).toMatchObject({ result: 'rotated' });
    const ofOne = await rotate({ leaf: of(once, bare), inForce: before(once, bare), clientCa: once.pem });
    expect(ofOne).toMatchObject({ result: 'rotated' });
    const newOnly = await rotate({ ...row, clientCa: again.pem });
    expect(newOnly).toMatchObject({ result: 'failed', mutations: 0 });
  });

  test('two authorities of one name are told apart by both key ids', async () => {
    const ids = [once, again].map(({ keys }) => keyId(keys).toString('hex'));
    const named = (issuer: Made) => ({
      extensions: [basicConstraints(false), authorityKeyId(keyId(issuer.keys))],
    });
    const { result, errors, mutations } = await rotate({
      leaf: of(again, named(again)),
      inForce: before(once, named(once)),
    });
    expect([result, mutations]).toEqual(['failed', 0]);
    for (const id of ids) expect(errors).toContain(`key id ${id}`);
    expect(errors).toContain('The names are the same, but the keys are not');
  });

  test('a root of version 1 vouches', async () => {
    const row = {
      leaf: of(version1, ofVersion1),
      inForce: before(version1, ofVersion1),
      clientCa: version1.pem,
    };
    expect(await rotate(row)).toMatchObject({ result: 'rotated', errors: '' });
  });

  test('of empty subjects with other names, each is a lineage of its own and left alone', async () => {
    const named = (name: string, from: number, serial: string): Made =>
      make({
        at,
        issuer: root,
        keys: ec(name),
        serial,
        from,
        subject: {},
        extensions: [made.alternativeNames(name), basicConstraints(false), authorityKeyId(keyId(root.keys))],
      });
    const formerly = named('api.example.com', at - 60 * made.DAY, '31');
    let shop = '';
    const { result, box } = await rotate({
      leaf: named('api.example.com', at - made.DAY, '32'),
      inputs: { level: 'hostname', hostnames: 'api.example.com' },
      prepare: ({ model, zone }) => {
        const api = model.install(zone, 'hostname', pairOf(formerly), at - 50 * made.DAY);
        model.associate(zone, 'api.example.com', api, true);
        shop = model.install(
          zone,
          'hostname',
          pairOf(named('shop.example.com', at - 40 * made.DAY, '33')),
          at - 40 * made.DAY,
        );
      },
    });
    expect(result).toBe('rotated');
    expect(live(box, 'hostname')).toContain(shop);
    expect(live(box, 'hostname')).toHaveLength(2);
  });

  test('two intermediates in the bundle do not vouch: the origin decides', async () => {
    const row = { leaf: of(second), inForce: before(old), clientCa: three + old.pem };
    const stopped = await rotate(row);
    expect(stopped).toMatchObject({ result: 'failed', mutations: 0 });
    expect(stopped.warnings).toContain('ssl_verify_depth');
    expect(await rotate({ ...row, origin: 'admits' })).toMatchObject({ result: 'rotated' });
    // Where the issuer stays, what works today works tomorrow.
    const stays = await rotate({ ...row, inForce: before(second) });
    expect(stays.result).toBe('rotated');
  });

  test('one intermediate vouches, with a warning that names the settings of nginx and Apache', async () => {
    const { result, warnings } = await rotate({
      leaf: of(intermediate),
      inForce: before(old),
      clientCa: root.pem + intermediate.pem + old.pem,
    });
    expect(result).toBe('rotated');
    expect(warnings).toContain('`ssl_verify_depth 1`');
    expect(warnings).toContain('`SSLVerifyDepth 2`');
  });

  test('a bundle with only the new authority does not vouch, since it would refuse what is in force', async () => {
    const row = { leaf: of(root), inForce: before(old), clientCa: root.pem };
    const stopped = await rotate(row);
    expect(stopped).toMatchObject({ result: 'failed', mutations: 0 });
    expect(stopped.warnings).toContain('No certificate in `client-ca` issued the certificate in force');
    expect(await rotate({ ...row, clientCa: root.pem + old.pem })).toMatchObject({ result: 'rotated' });
  });
});

(findNginx() === undefined ? describe.skip : describe)('a real nginx that trusts such a bundle', () => {
  test('answers as the action says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'public-cases-'));
    const shown: readonly (readonly [number, Made, string])[] = [
      ...BUNDLES.map(([, { nginx, leaf, clientCa = '' }]) => [nginx, leaf, clientCa] as const),
      [200, of(version1, ofVersion1), version1.pem],
      [200, of(intermediate), root.pem + intermediate.pem],
      [400, of(second), three],
      [400, of(root, { extensions: [basicConstraints(false), made.extendedKeyUsage('any')] }), root.pem],
      [400, before(old), root.pem],
    ];
    const seen = await startNginxFor(
      shown.map(([, leaf, bundle]) => ({ leaf, bundle })),
      folder,
    );
    await rm(folder, { recursive: true });
    expect(seen?.answers).toEqual(shown.map(([answer]) => answer));
  });
});
