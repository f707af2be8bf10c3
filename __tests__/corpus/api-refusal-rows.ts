import type { HttpAnswer } from '../../src/outside.ts';
import { atFirst, isUpload, refusal } from './api-row.ts';
import type { ApiRow, Tamper } from './api-row.ts';

const row = (name: string, tamper: Tamper, result: ApiRow['result'], ...says: readonly string[]): ApiRow => ({
  name,
  level: 'zone',
  tamper,
  result,
  says,
});
const page = (
  answer: HttpAnswer,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer => ({
  status,
  headers: { ...answer.headers, ...headers },
  body: `<html><title>::error::${status}</title></html>`,
});
const always = (status: number, errors: unknown): Tamper => {
  return (_, answer) => refusal(answer, status, errors);
};
const atUpload = (status: number, errors: unknown): Tamper => {
  return (request, answer) => (isUpload(request) ? refusal(answer, status, errors) : answer);
};
const throttled = (retryAfter: string | undefined): Tamper =>
  atFirst(
    () => true,
    1,
    (_, answer) =>
      refusal(
        answer,
        429,
        [{ code: 971, message: 'slow down' }],
        retryAfter === undefined ? {} : { 'retry-after': retryAfter },
      ),
  );

const CODES = [
  1404, 1406, 1408, 1412, 1414, 1415, 1433, 1434, 1551, 1552, 1553, 7000, 7003, 9109, 10_000, 99_999,
];

/** Answers that say no. `secret` is in some of the messages, as are commands. */
export function apiRefusalRows(secret: { readonly token: string; readonly pem: string }): readonly ApiRow[] {
  const foreign = [
    '::error::gotcha',
    '\n::set-output name=result::rotated',
    '##[error]gotcha',
    '\u001B[31mred\u001B[0m',
    '\u202Egnip',
    secret.pem,
    secret.token,
    Buffer.from(secret.pem).toString('base64'),
    '</details><script>alert(1)</script>',
    'x'.repeat(100_000),
  ];
  return [
    ...CODES.flatMap((code) => [
      row(
        `code ${code} at the upload, with another text`,
        atUpload(400, [{ code, message: 'Something else.' }]),
        'either',
      ),
      row(
        `code ${code} at the upload, as a text`,
        atUpload(400, [{ code: String(code), message: 'No.' }]),
        'either',
      ),
      row(
        `code ${code} at the upload, in a chain`,
        atUpload(400, [{ code: 1000, message: 'No.', error_chain: [{ code }] }]),
        'either',
      ),
    ]),
    row(
      'a refusal without a code',
      atUpload(400, [{ message: 'Private key does not match.' }]),
      'failed',
      'HTTP 400',
    ),
    row('a refusal that is a text', atUpload(400, 'No.'), 'failed', 'HTTP 400'),
    row('a refusal without errors', atUpload(400, []), 'failed', 'HTTP 400'),
    row('`success: false` with 200', atUpload(200, [{ code: 1408, message: 'No.' }]), 'failed'),
    ...foreign.map((message, index) =>
      row(
        `a message that would do harm, no. ${index + 1}`,
        atUpload(400, [{ code: 1408, message }]),
        'failed',
        'HTTP 400',
      ),
    ),
    row('401', always(401, [{ code: 10_000, message: 'Authentication error' }]), 'failed', '401'),
    row('403', always(403, [{ code: 10_000, message: 'Authentication error' }]), 'failed', '403'),
    row(
      '403 from a token that is too young',
      atFirst(() => true, 2, always(403, [{ message: 'Unable to authenticate request' }])),
      'rotated',
    ),
    row(
      '403 as a challenge',
      (_, answer) => page(answer, 403, { 'cf-mitigated': 'challenge' }),
      'failed',
      'challenge',
    ),
    row('409 for a while', atFirst(isUpload, 3, always(409, [{ code: 1001, message: 'busy' }])), 'rotated'),
    row('409 for ever', atUpload(409, [{ code: 1001, message: 'busy' }]), 'failed', '409'),
    ...[
      '3',
      new Date(Date.UTC(2026, 10, 23, 12, 0, 20)).toUTCString(),
      '0',
      '-5',
      '99999999999',
      'soon',
      undefined,
    ].map((after) =>
      row(
        `429 with Retry-After ${after ?? 'absent'}`,
        throttled(after),
        after === '99999999999' ? 'either' : 'rotated',
      ),
    ),
    ...[500, 501, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530].flatMap((status) => [
      row(
        `${status} once`,
        atFirst(
          () => true,
          1,
          (_, answer) => page(answer, status),
        ),
        'rotated',
      ),
      row(
        `${status} after an upload`,
        atFirst(isUpload, 1, (_, answer) => page(answer, status)),
        'rotated',
      ),
    ]),
    row('503 for ever', (_, answer) => page(answer, 503), 'failed', '503'),
    row(
      'a redirect to another origin',
      (_, answer) => page(answer, 307, { location: 'https://evil.example/client/v4/zones' }),
      'failed',
      '307',
    ),
    row(
      'a redirect of the upload',
      (request, answer) =>
        isUpload(request) ? page(answer, 308, { location: 'https://evil.example/' }) : answer,
      // It was applied, which a look shows.
      'rotated',
    ),
  ];
}
