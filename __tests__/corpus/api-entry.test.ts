import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { pkcs8 } from '../certificate/support/keys.ts';
import { createBox } from '../main/support/box.ts';
import type { Box } from '../main/support/box.ts';
import { leafOf, pairOf, rotationInputs, TOKEN } from '../main/support/material.ts';
import { flawsOf, leaksOf, play } from '../main/support/play.ts';
import type { Played } from '../main/support/play.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { apiChangeRows } from './api-change-rows.ts';
import { apiRefusalRows } from './api-refusal-rows.ts';
import type { ApiRow } from './api-row.ts';
import { apiShapeRows } from './api-shape-rows.ts';

const before = leafOf('before the answer');
const after = leafOf('after the answer');
const HOSTS = ['www.example.com', 'api.example.com'];

interface PlayedRow {
  readonly played: Played;
  readonly box: Box;
  readonly previous: string;
  readonly at: number;
}

async function playAnswers({ level, tamper, clockAhead = 0 }: ApiRow): Promise<PlayedRow> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  const previous = box.model.install(box.zone, level, pairOf(before));
  if (level === 'zone') box.model.setEnabled(box.zone, true);
  else for (const host of HOSTS) box.model.associate(box.zone, host, previous, true);
  const counts = new Map<string, number>();
  const played = await play({
    inputs: {
      ...rotationInputs(after),
      level,
      hostnames: level === 'zone' ? '' : HOSTS.join(),
      'grace-period': '10s',
      'activation-timeout': '2m',
    },
    time,
    clock: { wall: () => time.now + clockAhead, monotonic: () => time.now - NOW },
    http: async (request) => {
      const answer = await box.http(request);
      const key = `${request.method} ${request.url}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      return tamper(request, answer, counts.get(key) ?? 0);
    },
  });
  return { played, box, previous, at: time.now };
}

/** What the model itself knows, without lag: is every visitor served by a good certificate? */
function harmDone({ box, previous, played, at }: PlayedRow, level: ApiRow['level']): readonly string[] {
  const alive = [...box.zone.certificates.values()].filter(
    (one) => one.level === level && one.status.at(at) === 'active',
  );
  const ids = new Set<string | undefined>(alive.map(({ id }) => id));
  const hosts = level === 'zone' ? [] : HOSTS;
  const stranded = hosts.filter(
    (host) => !ids.has(box.zone.associations.get(host)?.row.at(at)?.certificateId),
  );
  // A roll-back also removes what the run uploaded itself; nobody else uploads here.
  const rolledBack = played.outputs['result'] === 'rolled-back';
  const deletes = played.mutations.filter(({ method }) => method === 'DELETE' && !rolledBack);
  return [
    ...(rolledBack && !ids.has(previous) ? ['went back to nothing'] : []),
    ...(alive.length === 0 ? ['no active certificate is left'] : []),
    ...stranded.map((host) => `${host} is without an active certificate`),
    ...deletes.filter(({ url }) => !url.includes(previous)).map(({ url }) => `deleted: ${url}`),
    ...played.requests
      .filter(({ url }) => !url.startsWith('https://api.cloudflare.com/client/v4/'))
      .map(({ url }) => url),
  ];
}

/** A failure names what happened, what is in force, and what to do. */
function tellsAll(played: Played): boolean {
  const { failure, targets = [] } = JSON.parse(played.outputs['report'] ?? '{}') as {
    failure?: Record<string, string>;
    targets?: { failure?: Record<string, string> }[];
  };
  const told = failure ?? targets[0]?.failure;
  return [told?.['happened'], told?.['inForce'], told?.['remedy']].every((part = '') => part.length > 10);
}

const rows = [
  ...apiShapeRows(),
  ...apiRefusalRows({ token: TOKEN, pem: pkcs8(after.keys) }),
  ...apiChangeRows(),
];

describe('answers of the API, through the entry', () => {
  test.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const all = await playAnswers(row);
    const { played } = all;
    expect(flawsOf(played)).toEqual([]);
    expect(leaksOf(played, { keys: [after.keys.privateKey], texts: [TOKEN] })).toEqual([]);
    expect(harmDone(all, row.level)).toEqual([]);
    expect(outsideFences(played.summary)).not.toMatch(/<html|<script|\u001B|\u202E/u);
    const result = played.outputs['result'] ?? '';
    expect(
      row.result === 'either' ? ['rotated', 'failed', 'rolled-back', 'unchanged'] : [row.result],
    ).toContain(result);
    expect(result === 'rotated' || tellsAll(played)).toBe(true);
    for (const part of row.says ?? [])
      expect(played.annotated('error').join('\n') + played.summary).toContain(part);
  });

  test('every row has a name of its own', () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

/** What GitHub would read as Markdown and HTML: not the blocks of code. */
function outsideFences(markdown: string): string {
  return markdown.replaceAll(/^```[^]*?^```$/gmu, '');
}
