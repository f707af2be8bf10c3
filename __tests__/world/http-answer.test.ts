import { describe, expect, test } from '@jest/globals';
import { parseAnswer } from '../../src/world/http-answer.ts';

const parsed = (bytes: string): unknown => {
  const result = parseAnswer(bytes);
  return result.kind === 'answer' ? result.answer : result.kind;
};

describe('what has come so far of an HTTP/1 answer', () => {
  test.each([
    ['nothing yet', '', 'more'],
    ['the beginning of a status line', 'HTT', 'more'],
    ['a head without its end', 'HTTP/1.1 200 OK\r\nServer: x\r\n', 'more'],
    ['only an interim answer', 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n', 'more'],
    ['another protocol', 'SSH-2.0-x\r\n', 'not-http'],
    ['HTTP/2 without asking', 'HTTP/2 200\r\n\r\n', 'not-http'],
    ['a status line without a number', 'HTTP/1.1 abc\r\n\r\n', 'not-http'],
  ])('%s', (_name, bytes, expected) => {
    expect(parsed(bytes)).toBe(expected);
  });

  test.each([
    ['a body of known length, all there', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 200, 'ok', true],
    [
      'a body of known length, half there',
      'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nok',
      200,
      'ok',
      false,
    ],
    ['a body that ends with the connection', 'HTTP/1.0 200 OK\r\n\r\nok', 200, 'ok', false],
    [
      'chunks with their end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
      200,
      '2\r\nok\r\n0\r\n\r\n',
      true,
    ],
    [
      'chunks without their end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n',
      200,
      '2\r\nok\r\n',
      false,
    ],
    ['no reason phrase', 'HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n', 404, '', true],
    ['no content', 'HTTP/1.1 204 No Content\r\n\r\n', 204, '', true],
    ['not modified', 'HTTP/1.1 304 Not Modified\r\n\r\n', 304, '', true],
    ['an upgrade', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 101, '', true],
    [
      'an interim answer before it',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 403 No\r\nContent-Length: 1\r\n\r\nx',
      403,
      'x',
      true,
    ],
  ])('%s', (_name, bytes, status, body, complete) => {
    expect(parsed(bytes)).toMatchObject({ status, body, complete });
  });

  test('header names come in lower case, values trimmed, nonsense left out', () => {
    const bytes = 'HTTP/1.1 200 OK\r\nX-Serial:  0A:1B \r\nnonsense\r\n: empty\r\n\r\n';
    expect(parsed(bytes)).toMatchObject({ headers: { 'x-serial': '0A:1B' } });
  });
});
