import { describe, expect, test } from '@jest/globals';
import type { HttpRequest } from '../../src/outside.ts';
import { DAY, NOW } from '../certificate/support/certificates.ts';
import { createBox } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf, TOKEN } from '../main/support/material.ts';
import { flawsOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { refusal } from '../operations/support/run.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const formers = LETTERS.map((letter) => leafOf(`former-${letter}`, { from: NOW - 50 * DAY }));
const nexts = LETTERS.map((letter) => leafOf(`next-${letter}`));
const foreign = leafOf('foreign', { issuer: undefined });

interface Told {
  readonly name: string;
  readonly outcome: string;
  readonly sentence: string;
}

interface Scene {
  readonly count?: number;
  /** More live certificates beside those of the targets. */
  readonly others?: number;
  /** The first target's new certificate is of another issuer. */
  readonly foreign?: boolean;
  readonly refuse?: (request: HttpRequest, box: Box) => boolean;
  readonly inputs?: Readonly<Record<string, string>>;
}

async function zoneOf(scene: Scene): Promise<Played & { readonly box: Box; readonly told: readonly Told[] }> {
  const { count = 3, others = 0, refuse = () => false } = scene;
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  const env: Record<string, string> = {};
  const targets = LETTERS.slice(0, count).map((letter, index) => {
    const [former, next] = [formers[index], index === 0 && scene.foreign === true ? foreign : nexts[index]];
    if (former === undefined || next === undefined) throw new Error('no such certificate');
    const id = box.model.install(box.zone, 'hostname', pairOf(former));
    box.model.associate(box.zone, `${letter}.example.com`, id, true);
    env[letter.toUpperCase()] = pairOf(next).certificate + pairOf(next).privateKey;
    return `      - { level: hostname, hostnames: [${letter}.example.com], certificate-env: ${letter.toUpperCase()} }\n`;
  });
  for (let index = 0; index < others; index += 1)
    box.model.install(
      box.zone,
      'hostname',
      pairOf(leafOf(`other-${String(index)}`, { subject: { CN: `other ${String(index)}` } })),
    );
  const manifest = `zones:\n  - zone: example.com\n    targets:\n${targets.join('')}`;
  const played = await play({
    inputs: { 'api-token': TOKEN, manifest, ...scene.inputs },
    env,
    time,
    http: async (request) => (refuse(request, box) ? refusal(400, 1400, 'bad') : await box.http(request)),
  });
  expect(flawsOf(played)).toEqual([]);
  const report: { readonly targets?: readonly Told[] } = JSON.parse(played.outputs['report'] ?? '{}');
  return { ...played, box, told: report.targets ?? [] };
}

const writes = ({ mutations }: Played): readonly string[] =>
  mutations.map(({ method, url }) => `${method} ${url.split('/hostnames')[1]?.split('/')[1] ?? 'hostnames'}`);

describe('a failure within a zone stops the hostname targets listed after it', () => {
  test('refused before any write: none of the others is begun', async () => {
    const ended = await zoneOf({ foreign: true });
    expect(ended.told.map(({ outcome }) => outcome)).toEqual(['failed', 'not-started', 'not-started']);
    expect(ended.mutations).toEqual([]);
    expect(ended.told[1]?.sentence).toBe('Not started, since an earlier target of its zone failed.');
  });

  test('a dry run says the same', async () => {
    const ended = await zoneOf({ foreign: true, inputs: { 'dry-run': 'true' } });
    expect(ended.told.map(({ outcome }) => outcome)).toEqual(['failed', 'not-started', 'not-started']);
  });

  test('its upload refused: no other is sent', async () => {
    const ended = await zoneOf({ refuse: ({ method }) => method === 'POST' });
    expect(ended.told.map(({ outcome }) => outcome)).toEqual(['failed', 'not-started', 'not-started']);
    expect(writes(ended)).toEqual(['POST certificates']);
  });

  test('its hostname refused: no other hostname is moved, and what was uploaded is taken back', async () => {
    const ended = await zoneOf({
      refuse: ({ method, body }) => method === 'PUT' && body?.includes('a.example.com') === true,
    });
    expect(ended.told.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
    expect(ended.told[1]?.sentence).toContain('A target listed before this one in the same zone failed');
    const { box } = ended;
    expect(writes(ended).filter((write) => write.startsWith('PUT'))).toHaveLength(1);
    const live = [...box.zone.certificates.values()].filter(
      ({ status }) => !['deleted', 'pending_deletion'].includes(status.at(box.model.now()) ?? ''),
    );
    expect(live.length).toBe(3);
  });
});

describe('what is there is looked at', () => {
  const LIST = 'GET /zones/{zone_id}/origin_tls_client_auth/hostnames/certificates';
  const looks = async (scene: Scene): Promise<number | undefined> => {
    const { outputs } = await zoneOf({ ...scene, inputs: { 'dry-run': 'true' } });
    const report: { readonly calls: Readonly<Record<string, number>> } = JSON.parse(outputs['report'] ?? '');
    return report.calls[LIST];
  };

  test('once for the quota, and once for all that begin together', async () => {
    expect(await looks({ count: 3 })).toBe(2);
  });

  test('anew by each that begins later', async () => {
    expect(await looks({ count: 3, others: 7 })).toBe(4);
  });

  test('by none that is to begin after a failure', async () => {
    expect(await looks({ count: 3, others: 7, foreign: true })).toBe(2);
  });
});

describe('the quota of hostname certificates', () => {
  test('is never exceeded by targets of one run: where there is no room for all at once, they take turns', async () => {
    const ended = await zoneOf({ count: 6, others: 2 });
    expect(ended.outputs['result']).toBe('rotated');
    expect(ended.mutations.filter(({ method }) => method === 'POST')).toHaveLength(6);
    // Two places are free: the third upload follows the first deletions.
    expect(writes(ended).slice(0, 5).toSorted()).toEqual([
      'DELETE certificates',
      'POST certificates',
      'POST certificates',
      'PUT hostnames',
      'PUT hostnames',
    ]);
  });

  test('has no room for the second though the first is done: it is begun all the same, and says why it fails', async () => {
    const inputs = { 'delete-previous': 'false' };
    const { told } = await zoneOf({ count: 2, others: 7, inputs });
    expect(told.map(({ outcome }) => outcome)).toEqual(['rotated', 'failed']);
    expect(told[1]?.sentence).toContain('10');
  });

  test('has room for all: they go side by side', async () => {
    const ended = await zoneOf({ count: 3 });
    expect(ended.outputs['result']).toBe('rotated');
    expect(writes(ended).slice(0, 3)).toEqual([
      'POST certificates',
      'POST certificates',
      'POST certificates',
    ]);
  });
});
