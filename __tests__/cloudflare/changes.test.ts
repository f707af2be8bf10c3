import { describe, expect, test } from '@jest/globals';
import { putAssociations } from '../../src/cloudflare/associations.ts';
import { deleteCertificate, listCertificates } from '../../src/cloudflare/certificates.ts';
import type { Level } from '../../src/cloudflare/certificates.ts';
import { setZoneSwitch } from '../../src/cloudflare/zones.ts';
import {
  answer,
  certificateRow,
  failure,
  fault,
  ID,
  page,
  scripted,
  success,
  ZONE,
} from './support/scripted-api.ts';
import type { Scripted, Step } from './support/scripted-api.ts';

const UNCLEAR: readonly (readonly [string, Step])[] = [
  ['the connection was reset', fault('reset')],
  ['no answer came in time', fault('timeout')],
  ['the answer broke off', fault('cut')],
  ['500 came', page(500)],
  ['522 came', page(522)],
  ['200 came with nothing', answer(200, '')],
  ['200 came with HTML', page(200)],
  ['408 came', failure(408, undefined)],
  ['403 came as HTML, from a firewall', page(403)],
  ['404 came as HTML, from a proxy', page(404)],
  ['a redirect came', answer(302, '', { location: '/' })],
];
const DELETED = success(certificateRow({ status: 'pending_deletion' }));

async function remove(
  steps: readonly Step[],
  level: Level = 'zone',
): Promise<{ outcome: Awaited<ReturnType<typeof deleteCertificate>>; script: Scripted }> {
  const script = scripted(steps);
  const outcome = await script.time.until(deleteCertificate(script.api, ZONE, level, ID));
  return { outcome, script };
}

describe('a deletion', () => {
  test.each<readonly [string, Step, string]>([
    ['answered with the certificate', DELETED, 'accepted'],
    ['answered with the id alone', success({ id: ID }), 'accepted'],
    ['answered with null', success(null), 'accepted'],
    ['of what is being deleted (1414)', failure(400, 1414), 'gone'],
    ['of what is not at this level (1415)', failure(400, 1415), 'gone'],
    ['of what is not there (1551)', failure(404, 1551), 'gone'],
    ['of what is not there (1552)', failure(404, 1552), 'gone'],
    ['of what is not there (404 of the API without a code)', failure(404, undefined), 'gone'],
    [
      'of what is deleted, told without a code',
      failure(400, undefined, 'Certificate is already deleted.'),
      'gone',
    ],
    ['of what is in use (1433)', failure(400, 1433), 'in-use'],
    ['of what is not deployed yet (1434)', failure(400, 1434), 'pending-deployment'],
    ['told by a code that is text', failure(400, '1433' as never), 'in-use'],
    ['told in the chain of an error', answer(400, chained(1552)), 'gone'],
    ['by a token without permission', failure(403, 10000), 'refused'],
    ['at a malformed zone id (7003)', failure(404, 7003), 'refused'],
    ['at a path that is none (7000)', failure(400, 7000), 'refused'],
    ['refused with an unknown code', failure(400, 4711), 'refused'],
  ])('%s', async (_, step, kind) => {
    const { outcome, script } = await remove([step]);
    expect(outcome.kind).toBe(kind);
    expect(script.seen).toHaveLength(1);
  });

  test.each(UNCLEAR)('is sent again where %s, and a certificate then missing is gone', async (_, step) => {
    expect((await remove([step, failure(404, 1552)])).outcome).toEqual({ kind: 'gone' });
    expect((await remove([step, failure(400, 1414)])).outcome).toEqual({ kind: 'gone' });
    expect((await remove([step, DELETED])).outcome).toEqual({ kind: 'accepted' });
  });

  test.each(UNCLEAR)('refused after an attempt where %s is not clear', async (_, step) => {
    const { outcome } = await remove([step, failure(403, 10000)]);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'API_UNAUTHORIZED' } });
  });

  test('that never gets an answer is not clear, after some attempts', async () => {
    const { outcome, script } = await remove([fault('timeout')]);
    expect(outcome).toMatchObject({ kind: 'ambiguous', error: { code: 'API_UNREACHABLE' } });
    expect(script.seen.length).toBeGreaterThan(3);
    expect(script.seen.length).toBeLessThan(10);
  });

  test('has no body, and the path of its level', async () => {
    const { script } = await remove([DELETED], 'hostname');
    expect(script.seen[0]?.url).toMatch(/\/origin_tls_client_auth\/hostnames\/certificates\/aaaaaaaa-/u);
    expect(script.seen[0]?.body).toBeUndefined();
    expect(script.seen[0]?.headers).not.toHaveProperty('content-type');
  });
});

function chained(code: number): unknown {
  return { success: false, errors: [{ code: 1000, message: 'x', error_chain: [{ code, message: 'y' }] }] };
}

describe('a change that may be repeated', () => {
  const put = async (
    steps: readonly Step[],
    deadline = 3_600_000,
  ): Promise<{ outcome: unknown; script: Scripted }> => {
    const script = scripted(steps, { deadline });
    const outcome = await script.time.until(
      setZoneSwitch(script.api, ZONE, true).catch((error: unknown) => error),
    );
    return { outcome, script };
  };
  const ON = success({ enabled: true });

  test.each(UNCLEAR)('is sent again where %s', async (_, step) => {
    const { outcome, script } = await put([step, ON]);
    expect(outcome).toMatchObject({ kind: 'applied', value: true });
    expect(script.seen).toHaveLength(2);
    expect(script.said).toEqual([expect.stringMatching(/^\S+: PUT \/zones.*attempt 2 of/u)]);
  });

  test.each(UNCLEAR)(
    'and is refused after %s is not clear: the first attempt may have been applied',
    async (_, step) => {
      expect((await put([step, failure(403, 10000)])).outcome).toMatchObject({ kind: 'ambiguous' });
      expect((await put([step, failure(400, 1415)])).outcome).toMatchObject({ kind: 'ambiguous' });
    },
  );

  test.each(UNCLEAR)('and runs out of time after %s is not clear', async (_, step) => {
    expect((await put([step, failure(409, undefined)], 6000)).outcome).toMatchObject({ kind: 'ambiguous' });
  });

  test('that was certainly never sent throws, so that nobody takes it for a refusal', async () => {
    expect((await put([fault('dns', 'no')])).outcome).toMatchObject({
      name: 'ActionError',
      code: 'API_UNREACHABLE',
    });
  });

  test('held up by another change waits about a minute, every five seconds', async () => {
    const { outcome, script } = await put([failure(409, undefined)]);
    expect(outcome).toMatchObject({ kind: 'refused', error: { status: 409 } });
    expect(script.seen).toHaveLength(13);
    expect(script.time.now()).toBe(60_000);
  });

  test.each([
    ['a lone object in an array', success([{ enabled: true }])],
    ['more fields than documented', success({ enabled: true, id: 'x' })],
  ])('is understood from %s', async (_, step) => {
    expect((await put([step])).outcome).toMatchObject({ kind: 'applied', value: true });
  });

  test.each([success({ enabled: 'true' }), success(null), success([]), success({})])(
    'is not clear from an answer of success that says nothing (%#)',
    async (step) => {
      expect((await put([step])).outcome).toMatchObject({
        kind: 'ambiguous',
        error: { code: 'API_ANSWER_UNREADABLE' },
      });
    },
  );
});

describe('pointing hostnames at a certificate', () => {
  const rows = (...hostnames: readonly string[]): readonly unknown[] =>
    hostnames.map((hostname) => ({ hostname, cert_id: ID, enabled: true, status: 'active' }));
  const put = async (step: Step): Promise<unknown> => {
    const script = scripted([step]);
    const config = [{ hostname: 'b.example', certificateId: ID, enabled: null }];
    const outcome = await script.time.until(putAssociations(script.api, ZONE, config));
    expect(JSON.parse(script.seen[0]?.body ?? '')).toEqual({
      config: [{ hostname: 'b.example', cert_id: ID, enabled: null }],
    });
    return outcome;
  };

  test.each([
    ['the rows of all hostnames, another first', rows('a.example', 'b.example', 'c.example')],
    ['its row alone, not in an array', rows('b.example')[0]],
    ['a row of another hostname that cannot be read', [...rows('b.example'), { hostname: 7 }, null, 'x']],
  ])('finds its own row among %s', async (_, result) => {
    expect(await put(success(result))).toMatchObject({
      kind: 'applied',
      value: [{ hostname: 'b.example', certificateId: ID, enabled: true }],
    });
  });

  test.each([
    ['no rows', []],
    ['null', null],
    ['other rows', rows('a.example')],
  ])('was applied though the answer has %s', async (_, result) => {
    expect(await put(success(result))).toMatchObject({ kind: 'applied', value: [] });
  });

  test.each(['done', 7, true])('is not clear from an answer with %j', async (result) => {
    expect(await put(success(result))).toMatchObject({ kind: 'ambiguous' });
  });
});

describe('an authentication error, which strikes valid tokens as well,', () => {
  const NO = failure(403, 10_000, 'Authentication error');
  const OTHER = failure(400, 1431, 'The hostname does not belong to this zone.');
  test.each<readonly [string, readonly Step[], object]>([
    [
      'that stays when a change is repeated is one: nothing was applied',
      [NO],
      { kind: 'refused', error: { code: 'API_UNAUTHORIZED' } },
    ],
    [
      'leaves open what became of a change that is refused for another reason then',
      [NO, OTHER],
      { kind: 'ambiguous', error: { apiCodes: [1431] } },
    ],
    [
      'leaves it open also where another attempt cannot be made',
      [NO, failure(429, 971, 'x', { 'retry-after': '999999' })],
      { kind: 'ambiguous', error: { code: 'API_RATE_LIMITED' } },
    ],
  ])('%s', async (_, answers, expected) => {
    const script = scripted([success([]), ...answers]);
    await script.time.until(listCertificates(script.api, ZONE, 'zone'));
    expect(await script.time.until(setZoneSwitch(script.api, ZONE, true))).toMatchObject(expected);
  });
});
