import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../src/cloudflare/associations.ts';
import { EPOCH } from '../cloudflare/support/scripted-api.ts';
import { tied } from '../rotation/support/observed.ts';
import { a, carried } from './support/carried.ts';

const done = 'Deleted, and confirmed by reading again.';

describe('deletions', () => {
  const other = (more: Partial<Association>) => () => [tied('y.example.com', 'other', more)];

  test('of what nobody has named wait until every hostname is quiet', async () => {
    const young = other({ updatedAt: EPOCH });
    const { settled, deletes } = await carried({ quiet: true, users: young });
    expect(settled).toEqual([[a.id, 'deleted', done]]);
    expect(deletes).toEqual([120]);
    expect((await carried({ users: young })).deletes).toEqual([0]);
  });

  test('of what nobody has named are left out where a hostname never becomes quiet', async () => {
    const way = other({ updatedAt: EPOCH, status: 'pending_deployment' });
    const { settled, deletes, error } = await carried({ quiet: true, users: way });
    expect([deletes, error]).toEqual([[], undefined]);
    expect(settled).toEqual([
      [
        a.id,
        'in-use',
        `y.example.com changed a moment ago or is on its way to another certificate, so Cloudflare may still show it there. To delete it: \`operation: delete\` with \`level: hostname\` and \`certificate-id: ${a.id}\`.`,
      ],
    ]);
  });
});
