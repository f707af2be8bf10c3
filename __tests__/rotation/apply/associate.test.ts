import { describe, expect, test } from '@jest/globals';
import type { Association } from '../../../src/cloudflare/associations.ts';
import { RollbackRequired } from '../../../src/errors.ts';
import { associate } from '../../../src/rotation/apply/associate.ts';
import type { Move } from '../../../src/rotation/plan/plan.ts';
import { failure, fault, success, type Step } from '../../cloudflare/support/scripted-api.ts';
import { tied } from '../support/observed.ts';
import { moving, sceneOf, successor } from '../support/scene-of-removal.ts';

const [A, B] = ['a.example.com', 'b.example.com'];
const [a, b] = [moving(A, 'old'), moving(B, 'old')];
const listOf = (...rows: readonly Association[]): Step =>
  success(
    rows.map(({ hostname, certificateId, enabled, rawStatus }) => ({
      hostname,
      cert_id: certificateId,
      enabled,
      status: rawStatus,
    })),
    { total_count: rows.length },
  );
const there = (hostname: string, more: Partial<Association> = {}) => tied(hostname, successor.id, more);
const formerly = (hostname: string) => tied(hostname, a.before?.certificateId ?? '');
const oneByOne = (...steps: readonly Step[]): Step => {
  let at = 0;
  return () => steps[Math.min(at++, steps.length - 1)] ?? failure(500, undefined);
};
const DONE = success([]);
/** The call is refused; asked for by its name, a hostname is where the rows say. */
const refusedBut =
  (...rows: readonly Association[]): Step =>
  ({ method, url }) => {
    if (method === 'PUT') return failure(400, 1999);
    const row = rows.find(({ hostname }) => url.endsWith(`/hostnames/${hostname}`));
    return row === undefined
      ? failure(404, 1551)
      : success({ hostname: row.hostname, cert_id: row.certificateId, enabled: true, status: 'active' });
  };

async function associated(moves: readonly Move[], put: Step, lists: Step, earlier: readonly Move[] = []) {
  const said: string[] = [];
  const steps: string[] = [];
  const hostnames = moves.map(({ hostname }) => hostname);
  const inZone = { done: (step: string) => void steps.push(step) };
  const scene = sceneOf({ level: 'hostname', hostnames, others: put, tiedNow: lists, inZone });
  const { context, script } = scene;
  const runLog = { ...context.runLog, say: (line: string) => void said.push(line) };
  context.writeRecord.moved = earlier;
  const ended = await script.time.until(
    associate({ ...context, runLog }, successor.id, moves).catch((error: unknown) => error),
  );
  const names = (some: readonly Move[]) => some.map(({ hostname }) => hostname);
  const { moved, asked, unseen } = context.writeRecord;
  return {
    ended,
    said,
    steps,
    writeRecord: { moved: names(moved), asked: names(asked), unseen: [...unseen] },
    bodies: script.seen
      .filter(({ method }) => method === 'PUT')
      .map(({ body = '' }): unknown => JSON.parse(body)),
    firstLook: script.seen.find(({ method }) => method === 'GET')?.at,
  };
}

describe('hostnames', () => {
  test('are pointed in one call, and waited for', async () => {
    const all = await associated(
      [a, { ...b, enabled: false }],
      DONE,
      oneByOne(
        listOf(there(A, { status: 'pending_deployment' }), formerly(B)),
        listOf(there(A), formerly(B)),
        listOf(there(A), there(B, { enabled: false })),
      ),
    );
    expect(all).toEqual({
      ended: undefined,
      said: [expect.stringMatching(/^waiting for 2 hostnames to use it: 1 of 2 done \(/u)],
      steps: ['move'],
      writeRecord: { moved: [A, B], asked: [A, B], unseen: [] },
      bodies: [
        {
          config: [
            { hostname: A, cert_id: successor.id, enabled: true },
            { hostname: B, cert_id: successor.id, enabled: false },
          ],
        },
      ],
      firstLook: 1000,
    });
  });

  test('that were pointed by an earlier run are only waited for', async () => {
    const { ended, steps, writeRecord, bodies, firstLook, said } = await associated(
      [{ ...a, pointed: true }],
      DONE,
      oneByOne(listOf(there(A, { status: 'pending_deployment' })), listOf(there(A))),
    );
    expect([ended, steps, bodies, firstLook]).toEqual([undefined, [], [], 0]);
    expect(writeRecord).toEqual({ moved: [], asked: [], unseen: [] });
    expect(said).toEqual([]);
  });

  test('are sent only where they were not pointed before', async () => {
    const { writeRecord, bodies } = await associated(
      [{ ...a, pointed: true }, b],
      DONE,
      listOf(there(A), there(B)),
    );
    expect(writeRecord.moved).toEqual([B]);
    expect(bodies).toEqual([{ config: [{ hostname: B, cert_id: successor.id, enabled: true }] }]);
  });

  test('whose answer was lost are read, and unseen until they are there', async () => {
    const { ended, said, steps, writeRecord } = await associated(
      [a, b],
      fault('timeout'),
      oneByOne(listOf(formerly(A), formerly(B)), listOf(there(A), formerly(B))),
    );
    expect(ended).toMatchObject({ code: 'ACTIVATION_TIMED_OUT' });
    expect(said[0]).toBe('the answer was lost; checking whether it was applied');
    expect(steps).toEqual(['move']);
    expect(writeRecord).toEqual({ moved: [A, B], asked: [A, B], unseen: [B] });
  });

  test('that were never sent were not moved', async () => {
    const { ended, writeRecord, steps } = await associated([a], fault('refused', 'no'), listOf(), [b]);
    expect(ended).toMatchObject({ code: 'API_UNREACHABLE' });
    expect([writeRecord.moved, writeRecord.asked, steps]).toEqual([[B], [], []]);
  });

  test('that are refused at first are bad news: the upload is taken back', async () => {
    const { ended, writeRecord, steps } = await associated([a], failure(400, 1999), listOf());
    expect(ended).toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({ code: 'API_REFUSED', cause: { code: 'API_REFUSED' } });
    expect(writeRecord).toEqual({ moved: [], asked: [A], unseen: [] });
    expect(steps).toEqual([]);
  });

  test('that are refused once others were moved are left for the next run', async () => {
    const { ended, writeRecord } = await associated([a], failure(400, 1999), listOf(), [b]);
    expect(ended).not.toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({ code: 'API_REFUSED' });
    expect(writeRecord.moved).toEqual([B]);
  });

  test('that may not be moved are no bad news', async () => {
    const { ended } = await associated([a, b], failure(403, 9109), listOf(there(A)));
    expect(ended).not.toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
  });

  test('are read where the token was refused, which says nothing of the call, and are told as unseen', async () => {
    const { ended, writeRecord } = await associated([a], failure(403, 10_000), listOf(formerly(A)));
    expect(ended).toMatchObject({ code: 'API_UNAUTHORIZED' });
    expect(writeRecord).toMatchObject({ moved: [A], unseen: [A] });
  });

  test('are in place where they are seen there, although the token was refused', async () => {
    const { ended, writeRecord } = await associated([a], failure(403, 10_000), listOf(there(A)));
    expect(ended).toBeUndefined();
    expect(writeRecord).toMatchObject({ moved: [A], unseen: [] });
  });

  test('of an accepted call are not seen until a look shows them', async () => {
    const { ended, writeRecord } = await associated([a], DONE, listOf(formerly(A)));
    expect(ended).toMatchObject({ code: 'ACTIVATION_TIMED_OUT' });
    expect(writeRecord).toMatchObject({ moved: [A], unseen: [A] });
  });

  test('that cannot be read for two minutes end with the code of the API', async () => {
    const { ended } = await associated([a], DONE, failure(400, 1999));
    expect(ended).toMatchObject({
      code: 'API_REFUSED',
      happened: expect.stringMatching(/^For 2 min .*after the cut-over, Cloudflare could not be read/u),
      remedy: expect.stringMatching(/^Nothing was deleted\./u),
    });
  });

  test('that are refused together may have been moved in part', async () => {
    // The list lags, and is not asked.
    const lists = listOf(formerly(A), formerly(B));
    const { ended, writeRecord } = await associated([a, b], refusedBut(there(A), formerly(B)), lists);
    expect(ended).toBeInstanceOf(RollbackRequired);
    expect(writeRecord).toEqual({ moved: [A], asked: [A, B], unseen: [] });
  });

  test('that are refused together and cannot be read count as moved', async () => {
    const { ended, writeRecord } = await associated([a, b], failure(400, 1999), failure(403, 10_000));
    expect(ended).toMatchObject({ code: 'API_REFUSED' });
    expect([writeRecord.moved, writeRecord.unseen]).toEqual([
      [A, B],
      [A, B],
    ]);
  });

  test('whose deployment timed out are bad news', async () => {
    const { ended } = await associated(
      [a, b],
      DONE,
      listOf(there(A), there(B, { status: 'deployment_timed_out' })),
    );
    expect(ended).toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({
      code: 'ACTIVATION_FAILED',
      happened: `The association of ${B} ended as \`deployment_timed_out\`: Cloudflare gave up deploying it.`,
      remedy: 'Run again; if it happens twice, ask Cloudflare support and name the hostname.',
    });
  });

  test('whose former association timed out are waited for, as long as `activation-timeout` says', async () => {
    const { ended } = await associated(
      [a],
      DONE,
      listOf({ ...formerly(A), status: 'deployment_timed_out', rawStatus: 'deployment_timed_out' }),
    );
    expect(ended).not.toBeInstanceOf(RollbackRequired);
    expect(ended).toMatchObject({
      code: 'ACTIVATION_TIMED_OUT',
      happened: 'Cloudflare accepted the change, but did not show it within `activation-timeout`.',
      remedy: 'Run again: it continues from what Cloudflare shows then.',
    });
  });
});
