import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { createBox } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf, TOKEN } from '../main/support/material.ts';
import { flawsOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { refusal } from './support/run.ts';

const [former, next, other] = [leafOf('former'), leafOf('next'), leafOf('other')];
const variable = (leaf: typeof next): string => pairOf(leaf).certificate + pairOf(leaf).privateKey;
const soon = leafOf('soon', { to: NOW + 11 * 86_400_000 });
const env = { NEXT: variable(next), OTHER: variable(other), SOON: variable(soon) };

interface Outcome {
  readonly name: string;
  readonly outcome: string;
  readonly sentence: string;
}

async function estate(
  manifest: (box: Box) => string,
  options: {
    readonly inputs?: Readonly<Record<string, string>>;
    /** Part of the path of a request that is refused. */
    readonly refuse?: (box: Box) => string;
  } = {},
): Promise<Played & { readonly box: Box; readonly targets: readonly Outcome[] }> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  box.model.install(box.zone, 'zone', pairOf(former));
  box.model.setEnabled(box.zone, true);
  for (const name of ['a.test', 'b.test', 'c.test']) {
    const zone = box.model.addZone({ name });
    box.model.install(zone, 'zone', pairOf(former));
    box.model.setEnabled(zone, true);
  }
  const refused = options.refuse?.(box);
  const played = await play({
    inputs: { 'api-token': TOKEN, manifest: manifest(box), ...options.inputs },
    env,
    time,
    http: async (request) =>
      refused !== undefined && request.method !== 'GET' && request.url.includes(refused)
        ? refusal(400, 1400, 'bad')
        : await box.http(request),
  });
  expect(flawsOf(played)).toEqual([]);
  const report: { readonly targets?: readonly Outcome[] } = JSON.parse(played.outputs['report'] ?? '{}');
  return { ...played, box, targets: report.targets ?? [] };
}

const zoneEntry = (zone: string, env_ = 'NEXT'): string =>
  `  - zone: ${zone}\n    targets:\n      - level: zone\n        certificate-env: ${env_}\n`;
const hostEntry = (zone: string, hostname: string, env_ = 'OTHER'): string =>
  `  - zone: ${zone}\n    targets:\n      - level: hostname\n        hostnames: [${hostname}]\n        certificate-env: ${env_}\n`;

describe('a zone that is named once by its name and once by its id', () => {
  test('is one zone: its hostnames come first, and its mutations never meet', async () => {
    const ended = await estate(
      (box) => `zones:\n${zoneEntry('example.com')}${hostEntry(box.zone.id, 'www.example.com')}`,
    );
    expect(ended.outputs['result']).toBe('rotated');
    const writes = ended.mutations.map(
      ({ method, url }) => `${method} ${url.split('origin_tls_client_auth')[1] ?? ''}`,
    );
    expect(writes.slice(0, 3)).toEqual(['POST /hostnames/certificates', 'PUT /hostnames', 'POST ']);
  });

  test('is refused where both names want the same level, before any write', async () => {
    const ended = await estate(
      (box) => `zones:\n${zoneEntry('example.com')}${zoneEntry(box.zone.id, 'OTHER')}`,
    );
    expect(ended.outputs['result']).toBe('failed');
    expect(ended.mutations).toEqual([]);
    expect(ended.annotated('error').join()).toContain('are one zone');
  });

  test('is refused where both names want the same hostname', async () => {
    const ended = await estate(
      (box) =>
        `zones:\n${hostEntry('example.com', 'www.example.com')}${hostEntry(box.zone.id, 'www.example.com', 'NEXT')}`,
    );
    expect(ended.outputs['result']).toBe('failed');
    expect(ended.mutations).toEqual([]);
    expect(ended.annotated('error').join()).toContain('the hostname www.example.com');
  });

  test('fails by itself where its name leads nowhere', async () => {
    const ended = await estate((box) => `zones:\n${zoneEntry('nowhere.test')}${zoneEntry(box.zone.id)}`, {
      inputs: { 'on-failure': 'continue' },
    });
    expect(ended.targets.map(({ outcome }) => outcome)).toEqual(['failed', 'rotated']);
  });
});

test('what several targets are warned of alike is said once, and nobody of certificate and key in one variable', async () => {
  const zones = zoneEntry('a.test', 'SOON') + zoneEntry('b.test', 'SOON') + zoneEntry('c.test');
  const warnings = (await estate(() => `zones:\n${zones}`)).annotated('warning');
  expect(warnings.filter((text) => text.includes('`SOON`')).map((text) => text.slice(0, 24))).toEqual([
    'a.test (zone) and 1 more',
  ]);
  expect(warnings.join()).not.toContain('holds a certificate and a private key');
});

describe('where a zone fails', () => {
  test('its later targets are not started, and say so', async () => {
    const ended = await estate(
      () =>
        `zones:\n  - zone: a.test\n    targets:\n      - level: zone\n        certificate-env: NEXT\n      - level: hostname\n        hostnames: [www.a.test]\n        certificate-env: OTHER\n`,
      { refuse: () => '/hostnames/certificates' },
    );
    expect(ended.outputs['result']).toBe('failed');
    const byLevel = new Map(ended.targets.map(({ name, outcome }) => [name, outcome]));
    expect([...byLevel.values()].toSorted()).toEqual(['failed', 'not-started']);
    expect(ended.mutations.every(({ url }) => url.includes('/hostnames'))).toBe(true);
    expect(ended.summary).toContain('Not started');
  });

  test.each<readonly [string, readonly string[]]>([
    ['continue', ['failed', ...Array.from({ length: 17 }, () => 'rotated')]],
    ['stop', ['failed', ...Array.from({ length: 15 }, () => 'rotated'), 'not-started', 'not-started']],
  ])('`on-failure: %s` decides about zones that were not begun', async (onFailure, outcomes) => {
    const time = new VirtualTime(NOW);
    const box = createBox(time, TOKEN);
    const zones = Array.from({ length: 18 }, (_, index) =>
      box.model.addZone({ name: `z${String(index)}.test` }),
    );
    for (const zone of zones) {
      box.model.install(zone, 'zone', pairOf(former));
      box.model.setEnabled(zone, true);
    }
    const [first] = zones;
    const played = await play({
      inputs: {
        'api-token': TOKEN,
        manifest: `zones:\n${zones.map(({ name }) => zoneEntry(name)).join('')}`,
        'on-failure': onFailure,
      },
      env,
      time,
      http: async (request) =>
        request.method !== 'GET' && request.url.includes(first?.id ?? '-')
          ? refusal(400, 1400, 'bad')
          : await box.http(request),
    });
    expect(flawsOf(played)).toEqual([]);
    const report: { readonly targets: readonly Outcome[] } = JSON.parse(played.outputs['report'] ?? '');
    expect(report.targets.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(played.outputs['result']).toBe('failed');
  });
});
