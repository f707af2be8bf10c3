import { describe, expect, test } from '@jest/globals';
import type { ObservedCertificate } from '../../../src/zone/observed.ts';
import { EPOCH } from '../../cloudflare/support/scripted-api.ts';
import { listed, tied } from '../support/observed.ts';
import { targetOf } from '../support/planned.ts';
import { copy, former, onItsWay, other, seen, target } from '../support/scene-of-observation.ts';
import type { There } from '../support/scene-of-observation.ts';

const presents = async (there: There): Promise<unknown> => (await seen(there)).seen.presented;
const certificate = (one: ObservedCertificate) => ({ kind: 'certificate', certificate: one });

describe('what a zone presents', () => {
  test.each<readonly [string, There, object]>([
    ['is the newest of its certificates', { zone: [other, former] }, certificate(other)],
    [
      'is not one that does not live',
      { zone: [former, { ...other, status: 'deleted', rawStatus: 'deleted' }] },
      certificate(former),
    ],
    ['is not one on its way', { zone: [former, onItsWay(other)] }, certificate(former)],
    [
      'is one that the list still shows on its way, where its id tells that it arrived',
      { zone: [onItsWay(former), onItsWay(other)], byId: { [former.id]: former } },
      certificate(former),
    ],
    [
      'is not known where none has arrived',
      { zone: [onItsWay(former)], byId: { [former.id]: null } },
      { kind: 'unknown', among: [onItsWay(former)] },
    ],
    [
      'is the one of which no date is known',
      { zone: [{ ...former, uploadedOn: undefined }] },
      certificate({ ...former, uploadedOn: undefined }),
    ],
    [
      'is not known where one of two has no date',
      { zone: [{ ...former, uploadedOn: undefined }, other] },
      { kind: 'unknown', among: [{ ...former, uploadedOn: undefined }, other] },
    ],
    [
      'is not known where two are of the same age',
      { zone: [former, { ...other, uploadedOn: former.uploadedOn }] },
      { kind: 'unknown', among: [former, { ...other, uploadedOn: former.uploadedOn }] },
    ],
    [
      "is Cloudflare's shared one where it is off, and that is on",
      { zone: [former], on: false, shared: 'on' },
      { kind: 'shared' },
    ],
    ['is nothing where both are off', { zone: [former], on: false, shared: 'off' }, { kind: 'nothing' }],
    ['is nothing where it is on without a certificate', { shared: 'off' }, { kind: 'nothing' }],
    ['cannot be read without the permission', {}, { kind: 'unread' }],
  ])('%s', async (_, there, presented) => {
    expect(await presents(there)).toEqual(presented);
  });

  test('is seen with its mode, and with the associations only where something is probed', async () => {
    const { probes } = targetOf().policy;
    const rows = [tied('a.example.com', former.id)];
    const alone = await seen({ zone: [former], ssl: 'strict', rows });
    expect(alone.seen).toMatchObject({
      level: 'zone',
      switchOn: true,
      sslMode: 'strict',
      certificates: [former],
    });
    expect(alone.seen.associations).toBeUndefined();
    expect(alone.calls).toEqual(['origin_tls_client_auth', 'origin_tls_client_auth/settings']);
    expect((await seen({})).seen.sslMode).toBeUndefined();
    const probed = { policy: { probes: { ...probes, urls: ['https://a.example.com/'] } } };
    const { seen: found, calls, evidence } = await seen({ zone: [former], rows }, probed);
    expect(found.associations).toEqual(listed(...rows));
    expect(calls).toContain('origin_tls_client_auth/hostnames');
    // Nothing answers here.
    expect(found.baselines).toMatchObject([{ url: 'https://a.example.com/', baseline: { kind: 'failing' } }]);
    expect(evidence).toMatchObject([{ via: 'origin' }, { via: 'edge', to: 'https://a.example.com/' }]);
  });

  test('is seen with what its origins say to the new certificate', async () => {
    const addresses = [{ hostname: 'a.example.com', host: 'backend', port: 8443 }];
    const asked = { policy: { origin: { addresses, serverCa: undefined, timeout: 1000 } } };
    const { seen: found, evidence, dialled } = await seen({}, asked);
    expect(found.originChecks).toMatchObject([
      {
        address: 'a.example.com@backend:8443',
        verdict: { kind: 'refused', sentence: expect.stringContaining('ended the connection') },
      },
    ]);
    expect(evidence).toMatchObject([{ via: 'origin', to: 'backend:8443', verdict: 'fail' }]);
    expect(dialled).toEqual([target.successor.leaf.pem]);
  });

  test('has the copy of the successor as its id shows it, where that can be read', async () => {
    const young = onItsWay(copy);
    const list = { zone: [young, former] };
    expect((await seen({ ...list, byId: { [copy.id]: copy } })).seen.certificates).toEqual([former, copy]);
    expect((await seen({ ...list, byId: { [copy.id]: null } })).seen.certificates).toEqual([young, former]);
    // A list may show as active what is gone: only the id tells.
    const gone = (await seen({ zone: [copy, former], byId: { [copy.id]: null } })).seen.certificates;
    expect(gone.find(({ id }) => id === copy.id)?.status).toBe('unknown');
    expect((await seen({ zone: [former] })).calls).not.toContain(`origin_tls_client_auth/${former.id}`);
  });
});

describe('what hostnames present', () => {
  const AT_LEVEL = { level: 'hostname', hostnames: ['a.example.com', 'b.example.com'] } as const;
  const [a, b] = AT_LEVEL.hostnames;
  const by = async (there: There): Promise<unknown> => {
    const { seen: found } = await seen(there, AT_LEVEL);
    return found.level === 'hostname' ? Object.fromEntries(found.presented) : undefined;
  };

  test.each<readonly [string, There, object]>([
    [
      'is what each is on',
      { hostname: [former, other], rows: [tied(a, former.id), tied(b, other.id)] },
      { [a]: certificate(former), [b]: certificate(other) },
    ],
    [
      'is nothing where one is off',
      { hostname: [former], rows: [tied(a, former.id, { enabled: false }), tied(b, former.id)] },
      { [a]: { kind: 'nothing' }, [b]: certificate(former) },
    ],
    [
      'is that of the zone where one has none',
      { hostname: [other], zone: [former], rows: [tied(b, other.id)] },
      { [a]: certificate(former), [b]: certificate(other) },
    ],
    [
      'is read by its id where the list does not show it',
      { byId: { [former.id]: former }, rows: [tied(a, former.id), tied(b, other.id)] },
      { [a]: certificate(former), [b]: { kind: 'unknown' } },
    ],
    [
      'is that of the zone where its certificate is gone',
      {
        zone: [former],
        byId: { [other.id]: { ...other, status: 'deleted', rawStatus: 'deleted' } },
        rows: [tied(a, other.id), tied(b, copy.id, { updatedAt: EPOCH - 121_000 })],
      },
      { [a]: certificate(former), [b]: certificate(former) },
    ],
    [
      'is not known where its certificate may be too young to be read',
      { zone: [former], rows: [tied(a, copy.id, { updatedAt: EPOCH - 119_000 }), tied(b, copy.id)] },
      { [a]: { kind: 'unknown' }, [b]: { kind: 'unknown' } },
    ],
  ])('%s', async (_, there, presented) => {
    expect(await by(there)).toEqual(presented);
  });

  test('is read with the zone level only where one falls back to it', async () => {
    const rows = [tied(a, former.id), tied(b, former.id)];
    const { calls, seen: found } = await seen({ hostname: [former], rows }, AT_LEVEL);
    expect(calls).toEqual([
      'origin_tls_client_auth/hostnames/certificates',
      'origin_tls_client_auth/hostnames',
    ]);
    expect(found).toMatchObject({
      certificates: [former],
      hostnames: [a, b],
      associations: listed() && { complete: true },
    });
  });

  test('is asked of each hostname where there is no list', async () => {
    const rows = [tied(a, former.id)];
    const { seen: found } = await seen({ hostname: [former], alone: rows, shared: 'off' }, AT_LEVEL);
    expect(found.associations).toEqual({ complete: false, refused: false, rows });
  });

  test('is told of those on the certificate to replace, and of those an earlier run has moved', async () => {
    const asked = { level: 'hostname', hostnames: [], replace: former.id } as const;
    const rows = [
      tied('a.example.com', former.id),
      tied('b.example.com', other.id),
      tied('c.example.com', copy.id),
      tied('d.example.com', former.id, { status: 'pending_deletion' }),
      tied('e.example.com', former.id, { enabled: false }),
    ];
    const { seen: found } = await seen(
      { hostname: [copy, other], byId: { [former.id]: former }, rows },
      asked,
    );
    expect(found).toMatchObject({ hostnames: ['a.example.com', 'e.example.com', 'c.example.com'] });
    expect(found.certificates.map((one) => one.id).toSorted()).toEqual(
      [copy.id, former.id, other.id].toSorted(),
    );
    const alone = await seen({ hostname: [former, other], rows }, asked);
    expect(alone.seen).toMatchObject({ hostnames: ['a.example.com', 'e.example.com'] });
    expect(alone.seen.certificates).toEqual([former, other]);
  });
});
