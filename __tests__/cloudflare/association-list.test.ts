import { describe, expect, test } from '@jest/globals';
import { listAssociations } from '../../src/cloudflare/associations.ts';
import type { ListedAssociations } from '../../src/cloudflare/associations.ts';
import type { HttpRequest } from '../../src/outside.ts';
import { answer, failure, fault, page, scripted, success, ZONE } from './support/scripted-api.ts';
import type { Scripted, Step } from './support/scripted-api.ts';

const rows = (from: number, to: number): readonly unknown[] =>
  Array.from({ length: to - from }, (_, at) => ({
    hostname: `h${from + at}.example`,
    cert_id: 'c1',
    enabled: true,
    status: 'active',
    created_at: '2026-01-01T00:00:00Z',
  }));

async function list(steps: readonly Step[]): Promise<{ listed: ListedAssociations; script: Scripted }> {
  const script = scripted(steps);
  const listed = await script.time.until(listAssociations(script.api, ZONE));
  return { listed, script };
}

function count(listed: ListedAssociations): number | undefined {
  return listed.kind === 'complete' ? listed.associations.length : undefined;
}

/** A server with so many associations that gives at most so many a page, whatever was asked for. */
function server(total: number, most: number, info: (page: number, perPage: number) => unknown): Step {
  return ({ url }: HttpRequest) => {
    const query = new URL(url).searchParams;
    const number = Number(query.get('page'));
    const perPage = Math.min(Number(query.get('per_page')), most);
    return success(rows((number - 1) * perPage, Math.min(number * perPage, total)), info(number, perPage));
  };
}

describe('all associations of a zone', () => {
  test('are asked for in every status, a thousand a page', async () => {
    const { listed, script } = await list([
      success(rows(0, 3), { total_count: 3, total_pages: 1, per_page: 1000 }),
    ]);
    expect(count(listed)).toBe(3);
    const { pathname, searchParams } = new URL(script.seen[0]?.url ?? '');
    expect(pathname).toMatch(/\/origin_tls_client_auth\/hostnames$/u);
    expect(Object.fromEntries(searchParams)).toEqual({ status: 'all', page: '1', per_page: '1000' });
    expect(script.seen[0]?.maxBytes).toBe(8 * 1024 * 1024);
  });

  test.each([
    ['null', null, undefined, 0],
    ['an empty list', [], { total_count: 0, total_pages: 0 }, 0],
    ['an empty list of which nothing more is said', [], undefined, 0],
    ['one page without any hint', rows(0, 7), undefined, 7],
    [
      'one page with hints that make no sense',
      rows(0, 7),
      { total_count: 'x', total_pages: -1, per_page: null },
      7,
    ],
    ['counts that are text', rows(0, 7), { total_count: '7', total_pages: '1', per_page: '1000' }, 7],
    ['a page as full as asked for, of as many as there are', rows(0, 50), { total_count: 50 }, 50],
    ['a page that its own size says is not full', rows(0, 50), { per_page: 51 }, 50],
  ])('are complete after %s', async (_, result, info, total) => {
    const { listed, script } = await list([success(result, info)]);
    expect(count(listed)).toBe(total);
    expect(script.seen).toHaveLength(1);
  });

  test.each([
    [
      'with all hints',
      (number: number, per: number) => ({
        page: number,
        per_page: per,
        total_count: 2345,
        total_pages: Math.ceil(2345 / per),
      }),
      1000,
      3,
    ],
    ['with the count of all', () => ({ total_count: 2345 }), 1000, 3],
    [
      'with the count of pages',
      (_: number, per: number) => ({ total_pages: Math.ceil(2345 / per) }),
      1000,
      3,
    ],
    ['with the size of a page', (_: number, per: number) => ({ per_page: per }), 1000, 3],
    ['with no hint at all', () => undefined, 1000, 3],
    [
      'where the server gives fewer than asked for',
      (_: number, per: number) => ({ per_page: per, total_count: 2345 }),
      200,
      12,
    ],
  ])('are gathered from pages %s', async (_, info, most, pages) => {
    const { listed, script } = await list([server(2345, most, info)]);
    expect(count(listed)).toBe(2345);
    expect(script.seen).toHaveLength(pages);
  });

  test('are gathered from pages of fifty where the server ignores what was asked for and says nothing', async () => {
    const { listed, script } = await list([server(120, 50, () => undefined)]);
    expect(count(listed)).toBe(120);
    expect(script.seen).toHaveLength(3);
  });

  test('are read on where a page is fuller than asked for', async () => {
    const { listed, script } = await list([success(rows(0, 1001)), success([])]);
    expect(count(listed)).toBe(1001);
    expect(script.seen).toHaveLength(2);
  });

  const tie = (more: object) => ({
    hostname: 'a.example',
    cert_id: 'c1',
    enabled: true,
    status: 'active',
    created_at: '2026-01-01T00:00:00Z',
    ...more,
  });

  test('hold a hostname for each certificate it is tied to, also twice on one page', async () => {
    const all = [
      tie({}),
      tie({ cert_id: 'c2' }),
      tie({ created_at: '2026-02-01T00:00:00Z' }),
      tie({ cert_id: null }),
      tie({}),
    ];
    const { listed } = await list([success(all)]);
    expect(count(listed)).toBe(5);
  });

  test('leave out deleted ones, which are history, and count them all the same', async () => {
    const deleted = { status: 'deleted', enabled: null };
    const all = [
      tie(deleted),
      tie(deleted),
      tie({ ...deleted, cert_id: 'c2' }),
      tie({}),
      tie({ status: 'pending_deletion' }),
    ];
    const { listed, script } = await list([success(all, { total_count: 5 })]);
    expect(listed).toMatchObject({
      kind: 'complete',
      associations: [{ status: 'active' }, { status: 'pending_deletion' }],
    });
    expect(script.seen).toHaveLength(1);
  });
});

describe('nothing is promised, for a delete relies on it, where', () => {
  test.each<readonly [string, readonly Step[]]>([
    ['an empty page comes while more are announced', [success([], { total_count: 3 })]],
    ['an empty page comes before the last one', [success([], { total_pages: 2 })]],
    ['the same page comes again', [success(rows(0, 1000)), success(rows(0, 1000))]],
    ['the same page comes again though more are announced', [success(rows(0, 9), { total_count: 10 })]],
    [
      'the list changes between two pages',
      [success(rows(0, 1000), { total_count: 1500 }), success(rows(1000, 1499), { total_count: 1499 })],
    ],
    [
      'the count of all is missing on the second page',
      [success(rows(0, 1000), { total_count: 1500 }), success(rows(1000, 1500))],
    ],
  ])('%s', async (_, steps) => {
    const { listed } = await list(steps);
    expect(listed).toMatchObject({
      kind: 'unavailable',
      error: { code: 'API_ANSWER_UNREADABLE', status: 200 },
    });
  });

  test('the same page comes again: that is enough, and told as an answer nobody can read', async () => {
    const { listed, script } = await list([success(rows(0, 1000))]);
    expect(script.seen).toHaveLength(2);
    expect(listed).toMatchObject({
      error: {
        apiCodes: [],
        apiMessages: [],
        readable: false,
        happened: expect.stringMatching(
          /^Cloudflare gave no readable answer to `GET \/zones\/\{zone_id\}\/origin_tls_client_auth\/hostnames` with HTTP 200\. The answer was empty/u,
        ),
      },
    });
  });

  test('pages never end: after twenty it is enough', async () => {
    const { listed, script } = await list([server(1e6, 1000, () => undefined)]);
    expect(listed.kind).toBe('unavailable');
    expect(script.seen).toHaveLength(20);
    expect(script.seen.at(-1)?.url).toContain('page=20');
  });

  test.each([
    ['401', failure(401, 10000)],
    ['403', failure(403, 10000)],
    ['403 of a firewall', page(403)],
    ['404', failure(404, 7003)],
    ['404 of a proxy', page(404)],
    ['405', failure(405, undefined)],
    ['a row without hostname', success([...rows(0, 1), { cert_id: 'x' }])],
    ['a row that is null', success([...rows(0, 1), null])],
    ['a row whose certificate cannot be told', success([{ hostname: 'a.example', cert_id: 7 }])],
    ['text for a list', success('none')],
    ['an empty 200', answer(200, '')],
    ['HTML with 200', page(200)],
  ])('%s came', async (_, step) => {
    const { listed } = await list([step]);
    expect(listed).toMatchObject({ kind: 'unavailable', error: { name: 'ApiError' } });
  });

  test('the second page is refused', async () => {
    const { listed } = await list([success(rows(0, 1000)), failure(403, 10000)]);
    expect(listed).toMatchObject({ kind: 'unavailable', error: { status: 403 } });
  });
});

test.each<readonly [string, Step, string]>([
  ['the rate limit is used up', failure(429, 971, 'x', { 'retry-after': '7200' }), 'API_RATE_LIMITED'],
  ['the API is down', page(503), 'API_UNREACHABLE'],
  ['nothing answers', fault('refused', 'no'), 'API_UNREACHABLE'],
  ['another refusal came', failure(400, 4711), 'API_REFUSED'],
])('it is an error, and not a list that does not exist, where %s', async (_, step, code) => {
  await expect(list([step])).rejects.toMatchObject({ code });
});
