import { describe, expect, test } from '@jest/globals';
import { deleteCertificate, getCertificate } from '../../src/cloudflare/certificates.ts';
import { ActionError } from '../../src/errors.ts';
import { certificateRow, failure, ID, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted, Step } from './support/scripted-api.ts';

const FULL = { ratelimit: '"default";r=1000;t=300' };
const spent = (seconds: number) => ({ ratelimit: `"default";r=0;t=${seconds}` });
const READ = (headers: Readonly<Record<string, string>>): Step =>
  success(certificateRow({ status: 'active' }), undefined, headers);
const DELETED: Step = success({ id: ID }, undefined, FULL);

interface Played {
  readonly script: Scripted;
  /** Virtual ms of each look. */
  readonly looks: readonly number[];
  readonly outcome: unknown;
}

/** Reads, and then deletes as what was read allows; `look` speaks against it by what it throws. */
async function readAndDelete(steps: readonly Step[], look: () => void = () => undefined): Promise<Played> {
  const script = scripted(steps);
  const looks: number[] = [];
  const work = async (): Promise<unknown> => {
    await getCertificate(script.api, ZONE, 'zone', ID);
    return await deleteCertificate(script.api, ZONE, 'zone', ID, async () => {
      looks.push(script.time.now());
      await getCertificate(script.api, ZONE, 'zone', ID);
      look();
    });
  };
  const outcome = await script.time.until(work().catch((error: unknown) => error));
  return { script, looks, outcome };
}

const methods = ({ script }: Played): readonly string[] => script.seen.map(({ method }) => method);

describe('a deletion that has to wait for the rate limit', () => {
  test('looks again before it is sent', async () => {
    const played = await readAndDelete([READ(spent(60)), READ(FULL), DELETED]);
    expect(played.outcome).toEqual({ kind: 'accepted' });
    expect(methods(played)).toEqual(['GET', 'GET', 'DELETE']);
    expect(played.looks).toHaveLength(1);
    expect(played.looks[0]).toBeGreaterThanOrEqual(60_000);
  });

  test('looks once more where that took its time as well', async () => {
    const played = await readAndDelete([READ(spent(60)), READ(spent(60)), READ(FULL), DELETED]);
    expect(methods(played)).toEqual(['GET', 'GET', 'GET', 'DELETE']);
    expect(played.looks).toHaveLength(2);
  });

  test('is not sent where something speaks against it by then', async () => {
    const objection = new ActionError('WORLD_CHANGED', { happened: 'It is used.', remedy: 'Look.' });
    const played = await readAndDelete([READ(spent(60)), READ(FULL)], () => {
      throw objection;
    });
    expect(played.outcome).toBe(objection);
    expect(methods(played)).toEqual(['GET', 'GET']);
  });

  test('also where it is repeated after a 409', async () => {
    const conflict = failure(409, 1460, 'busy', spent(60));
    const played = await readAndDelete([READ(FULL), conflict, READ(FULL), DELETED]);
    expect(methods(played)).toEqual(['GET', 'DELETE', 'GET', 'DELETE']);
    expect(played.looks).toHaveLength(1);
  });
});

test('a deletion that goes at once rests on the look before it', async () => {
  const played = await readAndDelete([READ(spent(5)), DELETED]);
  expect(methods(played)).toEqual(['GET', 'DELETE']);
  expect(played.looks).toEqual([]);
});
