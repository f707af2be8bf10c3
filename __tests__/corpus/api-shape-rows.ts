import {
  atFirst,
  enveloped,
  isById,
  isList,
  isUpload,
  lost,
  refusal,
  withItems,
  withResult,
} from './api-row.ts';
import type { ApiRow, Fields, Tamper } from './api-row.ts';

const zone = (name: string, tamper: Tamper, result: ApiRow['result'] = 'rotated'): ApiRow => ({
  name,
  level: 'zone',
  tamper,
  result,
});
const hostname = (name: string, tamper: Tamper, result: ApiRow['result'] = 'rotated'): ApiRow => ({
  ...zone(name, tamper, result),
  level: 'hostname',
});
const isAssociations = ({ url }: { readonly url: string }): boolean => /\/hostnames\?/u.test(url);
const emptied = (result: unknown): unknown => (Array.isArray(result) && result.length === 0 ? null : result);
/** A field of every object in every answer. */
const field = (name: string, value: (before: unknown, item: Fields) => unknown): Tamper => {
  return (_, answer) =>
    withItems(answer, (item) => (name in item ? { ...item, [name]: value(item[name], item) } : item));
};
const without = (name: string): Tamper => {
  return (_, answer) =>
    withItems(answer, (item) => Object.fromEntries(Object.entries(item).filter(([key]) => key !== name)));
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Answers of another shape than the API's description has it. */
export function apiShapeRows(): readonly ApiRow[] {
  return [
    zone('`result: null` for a list', (request, answer) =>
      isList(request) ? withResult(answer, emptied) : answer,
    ),
    hostname('`result: null` for the associations', (request, answer) =>
      isAssociations(request) ? withResult(answer, emptied) : answer,
    ),
    zone(
      'an array for a certificate',
      (request, answer) =>
        isUpload(request) || isById(request) ? withResult(answer, (one) => [one]) : answer,
      'either',
    ),
    zone(
      'an object for a list',
      (request, answer) => (isList(request) ? withResult(answer, () => ({})) : answer),
      'failed',
    ),
    zone('a text for a result', (request, answer) =>
      isUpload(request) ? withResult(answer, () => 'ok') : answer,
    ),
    hostname('the PUT answer with another hostname first', (request, answer) =>
      request.method === 'PUT'
        ? withResult(answer, (result) => (Array.isArray(result) ? result.toReversed() : result))
        : answer,
    ),
    hostname(
      'the PUT answer with one association only',
      (request, answer) =>
        request.method === 'PUT'
          ? withResult(answer, (result) => (Array.isArray(result) ? result[0] : result))
          : answer,
      'either',
    ),
    zone(
      'an unknown status for a while',
      atFirst(
        isById,
        2,
        field('status', () => 'brewing'),
      ),
    ),
    zone(
      'an unknown status for ever',
      field('status', () => '::error::brewing'),
      'either',
    ),
    hostname(
      'an unknown status for ever, per hostname',
      field('status', () => '##[error]brewing'),
      'either',
    ),
    zone('no status for a while', atFirst(isById, 2, without('status'))),
    hostname('no status at all', without('status'), 'either'),
    zone(
      'a certificate with CRLF',
      field('certificate', (pem) => text(pem).replaceAll('\n', '\r\n')),
    ),
    hostname(
      'a certificate without a newline at its end',
      field('certificate', (pem) => text(pem).trimEnd()),
    ),
    zone('no certificate', without('certificate'), 'either'),
    hostname('no certificate, per hostname', without('certificate'), 'either'),
    zone(
      'a serial number in decimal',
      field('serial_number', () => '1234567890123456789012345'),
    ),
    zone(
      'a serial number in hex',
      field('serial_number', () => '0A1B2C3D'),
    ),
    zone('no serial number', without('serial_number')),
    zone(
      'dates without a fraction',
      field('uploaded_on', (at) => text(at).replace(/\.\d+Z$/u, 'Z')),
    ),
    zone(
      'dates with nine digits',
      field('uploaded_on', (at) => text(at).replace(/(?:\.\d+)?Z$/u, '.123456789Z')),
    ),
    zone(
      'dates of null',
      field('uploaded_on', () => null),
      'either',
    ),
    hostname(
      'dates of null, per hostname',
      field('updated_at', () => null),
      'either',
    ),
    zone(
      'dates of nonsense',
      field('uploaded_on', () => 'yesterday'),
      'either',
    ),
    zone(
      'two active with one `uploaded_on`',
      field('uploaded_on', () => '2026-11-01T00:00:00Z'),
      'either',
    ),
    zone(
      'a list without the id just created',
      (request, answer, count) =>
        isList(request) && count > 1
          ? withResult(answer, (result) => (Array.isArray(result) ? result.slice(0, 1) : result))
          : answer,
      'either',
    ),
    zone(
      'a 404 on the id just created',
      atFirst(isById, 3, (_, answer) => refusal(answer, 404, [{ code: 1552, message: 'not found' }])),
    ),
    zone('tombstones in a list', (request, answer) =>
      isList(request)
        ? withResult(answer, (result) =>
            Array.isArray(result)
              ? [
                  ...result,
                  { ...(result[0] as Fields), id: '7d0b0c1e-0000-4000-8000-000000000001', status: 'deleted' },
                ]
              : result,
          )
        : answer,
    ),
    zone('`private_key` in the answer', (request, answer) =>
      withItems(answer, (item) => ({
        ...item,
        private_key: (JSON.parse(request.body ?? '{}') as Fields)['private_key'] ?? 'x',
      })),
    ),
    hostname(
      'pages that never end',
      (request, answer) =>
        isAssociations(request)
          ? enveloped(answer, (envelope) => ({
              ...envelope,
              result: Array.from({ length: 1000 }, (_, index) => ({
                hostname: `h${index}.example.com`,
                cert_id: 'x',
                status: 'active',
                enabled: true,
              })),
              result_info: { page: 1, per_page: 1000, total_pages: 1_000_000, total_count: 1e9 },
            }))
          : answer,
      'either',
    ),
    zone(
      'ids with a path in them',
      field('id', (id) => `../${text(id)}`),
      'failed',
    ),
    zone(
      'ids of numbers',
      field('id', () => 7),
      'failed',
    ),
    zone(
      'an answer nested a thousand deep',
      (request, answer) =>
        isList(request) ? { ...answer, body: `${'['.repeat(100_000)}${']'.repeat(100_000)}` } : answer,
      'failed',
    ),
    { ...zone('a clock an hour ahead', (_, answer) => answer), clockAhead: 3_600_000 },
    { ...zone('a clock an hour behind', (_, answer) => answer), clockAhead: -3_600_000 },
    zone('no Date header', (_, answer) => ({ ...answer, headers: {} })),
    zone(
      'HTML with 200, once',
      atFirst(
        () => true,
        1,
        (_, answer) => ({ ...answer, body: '<html>Welcome</html>' }),
      ),
    ),
    zone(
      'HTML with 200 after an upload',
      atFirst(isUpload, 1, (_, answer) => ({ ...answer, body: '<html>' })),
    ),
    zone('HTML with 200, always', (_, answer) => ({ ...answer, body: '<html>::error::x</html>' }), 'failed'),
    zone(
      'an empty body after an upload',
      atFirst(isUpload, 1, (_, answer) => ({ ...answer, body: '' })),
    ),
    zone(
      'a body cut off after an upload',
      atFirst(isUpload, 1, () => lost('cut')),
    ),
    zone(
      'JSON cut off after an upload',
      atFirst(isUpload, 1, (_, answer) => ({ ...answer, body: answer.body.slice(0, 90) })),
    ),
    zone(
      'a body that is not UTF-8, after an upload',
      atFirst(isUpload, 1, () => lost('not-utf8')),
    ),
    zone(
      '50 MB, once',
      atFirst(
        () => true,
        1,
        () => lost('too-large'),
      ),
    ),
    zone('50 MB, always', () => lost('too-large'), 'failed'),
    zone(
      'one byte a second after an upload',
      atFirst(isUpload, 1, () => lost('timeout')),
    ),
  ];
}
