import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { pairOf, TOKEN } from '../main/support/material.ts';
import { refusal, run, three, through } from './support/run.ts';
import type { Ended, Ids, Scene } from './support/run.ts';

const HOUR = 3_600_000;
const expired = { operation: 'delete', 'certificate-id': 'expired' };

/** Ids do not depend on what is asked, so a first run tells them. */
async function runById(which: keyof Ids, scene: Omit<Scene, 'inputs'> = {}): Promise<Ended> {
  const { ids } = await run({ inputs: { operation: 'status' } });
  return await run({ ...scene, inputs: { operation: 'delete', 'certificate-id': ids[which] } });
}

describe('one certificate, by its id', () => {
  test('one that is not there is nothing to delete, with a doubt about the id', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const ended = await run({ inputs: { operation: 'delete', 'certificate-id': id } });
    expect(ended.result).toBe('unchanged');
    expect(ended.writes).toEqual([]);
    expect(ended.warnings).toContain('Is the id right?');
  });

  test('one that was deleted before is nothing to delete', async () => {
    const gone = (method: string): boolean => method === 'DELETE';
    const ended = await runById('expired', {
      prepare: (box, ids) => {
        const { zone, model } = box;
        const url = `https://api.cloudflare.com/client/v4/zones/${zone.id}/origin_tls_client_auth/hostnames/certificates/${ids.expired}`;
        through(box, {
          method: 'DELETE',
          url,
          headers: { authorization: `Bearer ${TOKEN}` },
          timeoutMs: 1,
          maxBytes: 1,
        });
        expect(zone.certificates.get(ids.expired)?.status.at(model.now())).toBe('pending_deletion');
      },
    });
    expect(ended.result).toBe('unchanged');
    expect(ended.mutations.filter(({ method }) => gone(method))).toEqual([]);
  });

  test.each<readonly [string, Omit<Scene, 'inputs'>, string]>([
    ['the last one of a zone that is switched on', {}, 'LAST_OF_LEVEL'],
    [
      'the newest one of a zone that is switched on',
      { prepare: (box) => void box.model.install(box.zone, 'zone', pairOf(three), NOW - 72 * HOUR) },
      'IN_FORCE',
    ],
  ])('%s is refused, and the hostnames are named', async (_, scene, reason) => {
    const ended = await runById('one', scene);
    expect(ended.result).toBe('failed');
    expect(ended.report['reason']).toBe(reason);
    expect(ended.writes).toEqual([]);
    expect(ended.errors).toContain('every hostname of the zone except www.example.com');
    expect(ended.errors).toContain(`Nothing was changed: ${ended.ids.one} stays.`);
    expect(ended.stage.stdout().split('it serves every').length - 1).toBeLessThanOrEqual(3);
  });

  test.each<readonly [string, Omit<Scene, 'inputs'>]>([
    [
      'an older one of the zone',
      { prepare: (box) => void box.model.install(box.zone, 'zone', pairOf(three), NOW - HOUR) },
    ],
    ['the last one of a zone that is off', { prepare: (box) => box.model.setEnabled(box.zone, false) }],
  ])('%s is deleted', async (_, scene) => {
    const ended = await runById('one', scene);
    expect(ended.result).toBe('deleted');
    expect(ended.writes).toEqual([`DELETE /origin_tls_client_auth/${ended.ids.one}`]);
  });

  test('one that gets a user during the run is kept, and the run fails', async () => {
    const ended = await runById('expired', { instead: usedAtLook(2) });
    expect(ended.result).toBe('failed');
    expect(ended.writes).toEqual([]);
    expect(ended.errors).toContain('is in use by old.example.com');
  });
});

describe('all that are expired and unused', () => {
  test.each<readonly [string, Scene, string, string]>([
    ['a dry run plans', { inputs: { ...expired, 'dry-run': 'true' } }, 'planned', 'TO_DELETE'],
    ['at a level without any', { inputs: { ...expired, level: 'zone' } }, 'unchanged', 'NOTHING_EXPIRED'],
    [
      'one that is in use stays',
      {
        inputs: expired,
        prepare: (box, ids) => box.model.associate(box.zone, 'old.example.com', ids.expired, true),
      },
      'unchanged',
      'EXPIRED_IN_USE',
    ],
    [
      'one that gets a user during the run stays',
      { inputs: expired, instead: usedAtLook(2) },
      'unchanged',
      'KEPT_IN_USE',
    ],
    [
      'a cancelled run sends nothing',
      { inputs: expired, parts: { stop: AbortSignal.abort() } },
      'failed',
      'CANCELLED',
    ],
  ])('%s', async (_, scene, result, reason) => {
    const ended = await run(scene);
    expect(ended.result).toBe(result);
    expect(ended.report['reason']).toBe(reason);
    expect(ended.writes).toEqual([]);
    expect(ended.outputs['changed']).toBe('false');
  });

  const unlisted = ({ url }: { readonly url: string }) =>
    url.includes('/hostnames?') ? refusal(403, 10_000, 'Authentication error') : undefined;

  test('where nobody may read the list, what is expired is kept and named', async () => {
    const ended = await run({ inputs: expired, instead: unlisted });
    expect([ended.result, ended.writes]).toEqual(['unchanged', []]);
    expect(ended.warnings).toContain('the token may not read the list of hostnames');
    expect(ended.warnings).toContain(`\`certificate-id: ${ended.ids.expired}\``);
  });

  test('where a proxy blocks the list, the token is not blamed', async () => {
    const instead = ({ url }: { readonly url: string }) =>
      url.includes('/hostnames?') ? { status: 403, headers: {}, body: '<html>Forbidden</html>' } : undefined;
    const ended = await run({ inputs: expired, instead });
    expect(ended.warnings).toContain('Cloudflare gives no readable list of hostnames');
  });

  test('where nobody may read the list, one that is named goes, with a warning', async () => {
    const { ids } = await run({ inputs: { operation: 'status' } });
    const ended = await run({
      inputs: { operation: 'delete', level: 'hostname', 'certificate-id': ids.expired },
      instead: unlisted,
    });
    expect(ended.result).toBe('deleted');
    expect(ended.warnings).toContain('There is no list of hostnames, so it is not known');
  });

  test('where the API gives no list, its own refusal is the guard of what is named', async () => {
    const { ids } = await run({ inputs: { operation: 'status' } });
    const ended = await run({
      inputs: { operation: 'delete', level: 'hostname', 'certificate-id': ids.expired },
      instead: ({ method, url }) => {
        if (method === 'DELETE') return refusal(400, 1433, 'in use');
        return url.includes('/hostnames?') ? refusal(404, 1, 'no route') : undefined;
      },
    });
    expect(ended.result).toBe('failed');
    expect(ended.report['reason']).toBe('IN_USE');
    expect(ended.errors).toContain('Cloudflare says that it is still in use.');
    expect(ended.writes).toHaveLength(1);
  });

  test('one that somebody else deletes during the run leaves nothing to delete', async () => {
    let looks = 0;
    const ended = await run({
      inputs: expired,
      instead: ({ url }, box, ids) => {
        looks += url.includes('/hostnames?') ? 1 : 0;
        if (looks === 2) box.zone.certificates.delete(ids.expired);
        return undefined;
      },
    });
    expect(ended.report['reason']).toBe('NOTHING_LEFT');
    expect(ended.report['sentence']).toContain(`somebody else deleted ${ended.ids.expired} during the run`);
  });

  test('a refused delete has changed nothing', async () => {
    const ended = await run({
      inputs: expired,
      instead: ({ method }) => (method === 'DELETE' ? refusal(403, 10_000, 'no') : undefined),
    });
    expect(ended.result).toBe('failed');
    expect(ended.outputs['changed']).toBe('false');
    expect(ended.report['reason']).toBe('API_UNAUTHORIZED');
  });

  test.each<readonly [string, Scene['instead'], string]>([
    [
      'without a clear answer',
      ({ method }) => (method === 'DELETE' ? { status: 500, headers: {}, body: '' } : undefined),
      'gave no clear answer to the deletion',
    ],
    [
      'accepted, and still there',
      (request, box) =>
        request.method === 'DELETE' ? through(box, { ...request, method: 'GET' }) : undefined,
      'accepted the deletion, but it is still there',
    ],
  ])('a delete %s is no success', async (_, instead, words) => {
    const ended = await run({ inputs: expired, ...(instead === undefined ? {} : { instead }) });
    expect(ended.result).toBe('failed');
    expect(ended.report['reason']).toBe('DELETE_UNCONFIRMED');
    expect(ended.errors).toContain(words);
    expect(ended.errors).toContain('No certificate in force was touched.');
  });
});

/** Somebody ties a hostname to the expired certificate when the associations are listed for the nth time. */
function usedAtLook(nth: number): NonNullable<Scene['instead']> {
  let looks = 0;
  return ({ url }, box, ids) => {
    if (url.includes('/hostnames?')) looks += 1;
    if (looks === nth) {
      looks += 1;
      box.model.associate(box.zone, 'old.example.com', ids.expired, true, box.model.now());
    }
    return undefined;
  };
}
