import { describe, expect, test } from '@jest/globals';
import type { DialAnswer, DialRequest } from '../../src/probe/origin-dial.ts';
import { originEvidence } from '../../src/probe/evidence.ts';
import { checkWithoutCertificate } from '../../src/probe/origin.ts';
import { judgeOpenness } from '../../src/probe/origin-verdict.ts';
import type { Openness } from '../../src/probe/origin-verdict.ts';

const answered = (status: number, body = 'hello'): DialAnswer => ({
  kind: 'http',
  status,
  headers: {},
  body,
});
const ADDRESS = { host: '192.0.2.7', port: 8443, hostname: 'www.example.com' };

describe('an origin that is shown no client certificate', () => {
  test.each<readonly [string, DialAnswer, Openness['kind'], number | undefined]>([
    ['lets the visitor in', answered(200), 'open', 200],
    ['redirects: that is the application speaking', answered(301), 'open', 301],
    ['has no such page: that is the application speaking', answered(404), 'open', 404],
    [
      'shows the page of nginx that asks for one',
      answered(400, '<title>400 No required SSL certificate was sent</title>'),
      'closed',
      400,
    ],
    ['says Bad Request', answered(400), 'closed', 400],
    ['says Unauthorized', answered(401), 'closed', 401],
    ['says Forbidden', answered(403), 'closed', 403],
    ['does not know the name', answered(421), 'unknown', 421],
    ['is broken', answered(500), 'unknown', 500],
    ['is overloaded', answered(503), 'unknown', 503],
  ])('%s', (_, answer, kind, status) => {
    expect(judgeOpenness(answer)).toMatchObject({ kind, status });
  });

  test.each<readonly [DialAnswer, string]>([
    [answered(200), 'Without a client certificate, the origin answered 200.'],
    [answered(499), 'Without a client certificate, the origin answered 499.'],
    [answered(500), 'Without a client certificate, the origin answered 500, which says nothing.'],
    [answered(401), 'Without a client certificate, the origin answered 401: it was refused.'],
    [
      answered(496),
      'Without a client certificate, the origin answered 496 with the page that asks for a client certificate.',
    ],
  ])('in words: %#', (answer, sentence) => {
    expect(judgeOpenness(answer).sentence).toBe(sentence);
  });

  test('ends the connection: that is a closed door', () => {
    const alert = 'certificate required';
    expect(judgeOpenness({ kind: 'tls-refused', alert, phase: 'after-handshake' })).toEqual({
      kind: 'closed',
      status: undefined,
      sentence: 'Without a client certificate, the origin ended the TLS connection.',
    });
  });

  test('is not reached: that is told as ever', () => {
    expect(judgeOpenness({ kind: 'network', reason: 'dns' })).toEqual({
      kind: 'unknown',
      status: undefined,
      sentence: 'The origin could not be reached from the runner: its name does not resolve.',
    });
  });

  test('is asked under its own name, by its own authority, and not after the run has ended', async () => {
    const asked: DialRequest[] = [];
    const stop = new AbortController().signal;
    const dial = (request: DialRequest): Promise<DialAnswer> => {
      asked.push(request);
      return Promise.resolve(answered(200));
    };
    await checkWithoutCertificate(dial, ADDRESS, { serverCa: 'CA', timeout: 5 }, stop);
    await checkWithoutCertificate(dial, ADDRESS, { serverCa: undefined, timeout: 5 });
    expect(asked[0]).toMatchObject({
      servername: 'www.example.com',
      hostHeader: 'www.example.com',
      ca: 'CA',
      signal: stop,
      timeoutMs: 5,
    });
    expect(asked[1]).not.toHaveProperty('ca');
    expect(asked[1]).not.toHaveProperty('signal');
    expect(asked.every((one) => !('key' in one) && !('cert' in one))).toBe(true);
  });

  test.each<readonly [Openness['kind'], string]>([
    ['open', 'pass'],
    ['closed', 'fail'],
    ['unknown', 'inconclusive'],
  ])('%s is evidence: %s', (kind, verdict) => {
    const seen: Openness = { kind, status: 200, sentence: 'So it was.' };
    expect(originEvidence(7, ADDRESS, seen)).toEqual({
      at: 7,
      when: 'before',
      via: 'origin',
      to: '192.0.2.7:8443',
      verdict,
      status: 200,
      served: undefined,
      sentence: 'So it was.',
    });
  });
});
