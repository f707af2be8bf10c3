import { describe, expect, test } from '@jest/globals';
import { readEnvelope } from '../../src/cloudflare/api-answer.ts';

const read = (body: unknown): ReturnType<typeof readEnvelope> =>
  readEnvelope(typeof body === 'string' ? body : JSON.stringify(body), ['s3cret-t0ken']);

describe('a success', () => {
  test.each<readonly [string, unknown, unknown]>([
    ['with a result', { success: true, result: { id: 'x' } }, { id: 'x' }],
    ['with null', { success: true, result: null }, null],
    ['without a result', { success: true }, undefined],
    ['beside errors', { success: true, errors: [{ code: 1 }], result: 7 }, 7],
  ])('%s', (_, body, result) => {
    expect(read(body)).toEqual({ kind: 'success', result, info: undefined });
  });

  test('keeps the facts of its pages', () => {
    expect(read({ success: true, result: [], result_info: { page: 1 } })).toMatchObject({
      info: { page: 1 },
    });
  });
});

describe('unreadable is', () => {
  test.each([
    '',
    ' ',
    'null',
    '7',
    '"success"',
    '[]',
    '[{"success":true}]',
    '{}',
    '{"success":true,"result":{"id":"x"',
    '{"success":"false"}',
    '{"success":1,"result":{}}',
    '{"result":{}}',
    '{"errors":{"code":1}}',
    '<!doctype html><title>502</title>',
    `{"success":true,"result":${'['.repeat(100)}${']'.repeat(100)}}`,
  ])('%s', (body) => {
    expect(read(body)).toEqual({ kind: 'unreadable' });
  });
});

describe('a failure', () => {
  const NOTHING = { codes: [], messages: [] };

  test.each<readonly [string, unknown, { codes: readonly number[]; messages: readonly string[] }]>([
    ['with code and message', [{ code: 1406, message: 'exists' }], { codes: [1406], messages: ['exists'] }],
    ['with null', null, NOTHING],
    ['with nothing', undefined, NOTHING],
    ['with an empty list', [], NOTHING],
    ['with a number', 7, NOTHING],
    ['with null in the list', [null, 7, [], { code: 1 }], { codes: [1], messages: [] }],
    ['with a lone error', { code: 1406, message: 'x' }, { codes: [1406], messages: ['x'] }],
    ['with a bare text', 'broken', { codes: [], messages: ['broken'] }],
    ['with bare texts', ['a', 'b'], { codes: [], messages: ['a', 'b'] }],
    ['with a code that is text', [{ code: ' 1433 ' }], { codes: [1433], messages: [] }],
    ['with code 0', [{ code: 0, message: 'x' }], { codes: [0], messages: ['x'] }],
    [
      'with codes that are none',
      [
        { code: -1 },
        { code: 1.5 },
        { code: 'x1' },
        { code: '1x' },
        { code: '' },
        { code: null },
        { code: 2 ** 60 },
      ],
      NOTHING,
    ],
    ['with a message that is none', [{ code: 1, message: { text: 'x' } }], { codes: [1], messages: [] }],
    [
      'with the same twice',
      [
        { code: 1, message: 'x' },
        { code: 1, message: 'x' },
      ],
      { codes: [1], messages: ['x'] },
    ],
    [
      'with a chain',
      [{ code: 1, message: 'outer', error_chain: [{ code: 2, message: 'inner' }] }, { code: 3 }],
      { codes: [1, 2, 3], messages: ['outer', 'inner'] },
    ],
    [
      'with a chain that is one object',
      [{ code: 1, error_chain: { code: 2 } }],
      { codes: [1, 2], messages: [] },
    ],
  ])('%s', (_, errors, { codes, messages }) => {
    expect(read({ success: false, errors })).toEqual({ kind: 'failure', codes, messages, explicit: true });
  });

  test('without `success` is one that did not say so itself', () => {
    expect(read({ errors: [{ code: 10000, message: 'x' }] })).toEqual({
      kind: 'failure',
      codes: [10000],
      messages: ['x'],
      explicit: false,
    });
    expect(read({ success: null, errors: [] })).toMatchObject({ kind: 'failure', explicit: false });
  });

  test('is read as deep as five errors in a chain, and as many as ten', () => {
    let error: unknown;
    for (let code = 9; code > 0; code -= 1) error = { code, error_chain: error === undefined ? [] : [error] };
    expect(read({ success: false, errors: [error] })).toMatchObject({ codes: [1, 2, 3, 4, 5] });
    const many = Array.from({ length: 30 }, (_, code) => ({ code, message: `m${code}` }));
    const few = Array.from({ length: 10 }, (_, code) => code);
    const wide = many.map((one) => ({
      ...one,
      error_chain: [{ code: one.code + 100, message: `c${one.code}` }],
    }));
    expect(read({ success: false, errors: many })).toMatchObject({
      codes: few,
      messages: few.map((code) => `m${code}`),
    });
    const flat = read({ success: false, errors: wide });
    expect(flat.kind === 'failure' && [flat.codes.length, flat.messages.length]).toEqual([10, 10]);
  });

  test('never repeats a secret', () => {
    expect(read({ success: false, errors: [{ message: 'the token s3cret-t0ken is bad' }] })).toMatchObject({
      messages: ['the token [redacted] is bad'],
    });
  });
});
