import { expect, test } from '@jest/globals';
import { main } from '../../src/main.ts';
import { NOW } from '../certificate/support/certificates.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { createBox } from './support/box.ts';
import { fakeStage } from './support/fake-stage.ts';
import { pairOf, TOKEN } from './support/material.ts';
import { readPlayed } from './support/play.ts';
import { before, inputs } from './support/rotation.ts';

/** Runs until something happens in the zone, and crashes there; `undefined`: after its end. */
async function crashedAt(event: string | undefined): Promise<Readonly<Record<string, string>>> {
  const time = new VirtualTime(NOW);
  const box = createBox(time, TOKEN);
  box.model.install(box.zone, 'zone', pairOf(before));
  box.model.setEnabled(box.zone, true);
  const stage = fakeStage({ inputs, time, http: box.http });
  let crash = (): void => undefined;
  let ended = false;
  box.model.onEvent(({ kind }) => (ended ||= kind === event));
  const running = main(stage, (speak) => (crash = speak));
  if (event === 'nothing yet') ended = true;
  else if (event === undefined) void running.finally(() => (ended = true));
  await stage.time.runUntil(() => ended, 3_600_000);
  crash();
  return readPlayed(stage).outputs;
}

test('a crash before anything leaves outputs that say so', async () => {
  const outputs = await crashedAt('nothing yet');
  expect(outputs).toMatchObject({ result: 'failed', changed: 'false', 'certificate-id': '', matrix: '' });
  expect(JSON.parse(outputs['report'] ?? '')).toMatchObject({ failure: { code: 'INTERNAL' } });
});

test('a crash after an upload leaves outputs that name the predecessor, and say where to look', async () => {
  const outputs = await crashedAt('certificate-uploaded');
  expect(outputs).toMatchObject({ result: 'failed', changed: 'true' });
  expect(outputs['previous-certificate-ids']).toMatch(/^[0-9a-f-]{36}$/u);
  const { failure } = JSON.parse(outputs['report'] ?? '') as {
    readonly failure: { readonly inForce: string };
  };
  expect(failure.inForce).toContain('`operation: status`');
});

test('a crash after the end takes nothing back', async () => {
  expect(await crashedAt(undefined)).toMatchObject({ result: 'rotated', changed: 'true' });
});
