import { describe, expect, test } from '@jest/globals';
import { run } from '../operations/support/run.ts';
import type { Ended, Scene } from '../operations/support/run.ts';
import { host, onTarget, zone } from './support/scenes.ts';

/** The outputs as they stood before the first write. */
function atFirst({ stage }: Ended): {
  readonly ids: string | undefined;
  readonly report: string | undefined;
} {
  const firstOf = (name: string): string | undefined =>
    stage.happened.flatMap((one) => (one.kind === 'output' && one.name === name ? [one.value] : [])).at(0);
  return { ids: firstOf('previous-certificate-ids'), report: firstOf('report') };
}

const keep = { 'delete-previous': 'false' };
const shared: NonNullable<Scene['prepare']> = (box, ids) =>
  box.model.associate(box.zone, 'other.example.com', ids.two, true);

describe('the certificates that are replaced are named, also where they stay', () => {
  test.each<[string, Scene['inputs'], Scene['prepare'], 'one' | 'two', string]>([
    ['at zone level on request', { ...zone, ...keep }, undefined, 'one', 'kept'],
    ['per hostname on request', { ...host, ...keep }, undefined, 'two', 'kept'],
    ['per hostname for other hostnames', host, shared, 'two', 'in-use'],
  ])('%s', async (_, inputs, prepare, part, fate) => {
    const ended = await run({ inputs, ...(prepare === undefined ? {} : { prepare }) });
    const id = ended.ids[part];
    expect(ended.result).toBe('rotated');
    expect(ended.outputs['previous-certificate-ids']?.split(',')).toContain(id);
    expect(onTarget(ended)['predecessors']).toEqual(
      expect.arrayContaining([expect.objectContaining({ id, fate })]),
    );
    expect(onTarget(ended)['spared']).not.toEqual(expect.arrayContaining([expect.objectContaining({ id })]));
    expect(atFirst(ended).ids?.split(',')).toContain(id);
  });
});

test('what each hostname had is in the report before the first write, and at the end', async () => {
  const ended = await run({ inputs: { ...host, hostnames: 'www.example.com,api.example.com' } });
  const before = {
    'www.example.com': { certificateId: ended.ids.two, enabled: true },
    'api.example.com': {},
  };
  expect(onTarget(ended)['before']).toEqual(before);
  expect(JSON.parse(atFirst(ended).report ?? '{}')).toMatchObject({ state: 'begun', targets: [{ before }] });
});
