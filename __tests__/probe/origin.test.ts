import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { originEvidence } from '../../src/probe/evidence.ts';
import { checkOrigin } from '../../src/probe/origin.ts';
import type { OriginVerdict } from '../../src/probe/origin-verdict.ts';
import type { DialAnswer, DialRequest, NetworkReason } from '../../src/probe/origin-dial.ts';
import { judgeOrigin } from '../../src/probe/origin-verdict.ts';
import { NGINX_NONE, NGINX_REFUSED } from './virtual-world.ts';

const http = (status: number, body = ''): DialAnswer => ({ kind: 'http', status, headers: {}, body });
const tls = (alert: string, phase: 'handshake' | 'after-handshake' = 'after-handshake'): DialAnswer => ({
  kind: 'tls-refused',
  alert,
  phase,
});
const network = (reason: NetworkReason): DialAnswer => ({ kind: 'network', reason });
const NONE_SENT = http(400, NGINX_NONE);
const REFUSED = http(400, NGINX_REFUSED);
const REQUIRED = tls('certificate required');

const refused = (sentence: string): object => ({
  kind: 'refused',
  sentence: expect.stringContaining(sentence),
});
const PAGE = refused('with its page');
const TURNED_AWAY = refused('it was refused');
const BY_TLS = refused('ended the connection');

describe('with the certificate, and without any', () => {
  test.each<[string, DialAnswer, DialAnswer | undefined, Partial<Record<string, unknown>>]>([
    ['let in; TLS refuses without', http(200), REQUIRED, { kind: 'admitted', enforced: true, status: 200 }],
    ['let in; nginx refuses without', http(200), NONE_SENT, { kind: 'admitted', enforced: true }],
    ['let in; 403 without', http(200), http(403), { kind: 'admitted', enforced: true }],
    ['let in; 401 without', http(404), http(401), { kind: 'admitted', enforced: true }],
    ['let in; hung up without', http(301), tls('none'), { kind: 'admitted', enforced: true }],
    ['let in either way', http(200), http(200), { kind: 'admitted', enforced: false }],
    ['let in either way, by redirect', http(302), http(302), { kind: 'admitted', enforced: false }],
    ['let in; unknown without', http(200), network('reset'), { kind: 'admitted', enforced: 'unknown' }],
    ['let in; a failure without', http(200), http(502), { kind: 'admitted', enforced: 'unknown' }],
    [
      'let in; TLS failed otherwise without',
      http(200),
      tls('internal error'),
      { kind: 'admitted', enforced: 'unknown' },
    ],
    ['let in; not asked without', http(200), undefined, { kind: 'admitted', enforced: 'unknown' }],
    [
      'let in to a failing application',
      http(503),
      REQUIRED,
      { kind: 'admitted', enforced: true, status: 503 },
    ],
    ['a failing application either way', http(503), http(503), { kind: 'unclear', status: 503 }],
    ['500 either way', http(500), http(500), { kind: 'unclear', status: 500 }],
    ['499 either way', http(499), http(499), { kind: 'admitted', enforced: false, status: 499 }],
    ['let in; 500 without', http(200), http(500), { kind: 'admitted', enforced: 'unknown' }],
    ['let in; 499 without', http(200), http(499), { kind: 'admitted', enforced: false }],
    ['let in; 400 without', http(200), http(400), { kind: 'admitted', enforced: true }],
    ['another host than asked; TLS refuses without', http(421), REQUIRED, { kind: 'admitted', status: 421 }],
    ['403; 401 without', http(403), http(401), { kind: 'unclear', status: 403 }],
    ['another host than asked', http(421), http(421), { kind: 'unclear', status: 421 }],
    ['refused by nginx', REFUSED, undefined, { ...PAGE, status: 400 }],
    ['nginx saw none', NONE_SENT, NONE_SENT, PAGE],
    ['refused by 495', http(495), undefined, { ...PAGE, status: 495 }],
    ['403 that names the certificate', http(403, 'Client certificate?'), REQUIRED, PAGE],
    ['403 either way', http(403), http(403), { ...TURNED_AWAY, status: 403 }],
    ['400 of an ingress either way', http(400), http(400), { ...TURNED_AWAY, status: 400 }],
    ['401, let in without', http(401), http(200), { ...TURNED_AWAY, status: 401 }],
    ['403, TLS refuses without', http(403), REQUIRED, { kind: 'unclear', status: 403 }],
    ['403, nginx refuses without', http(403), NONE_SENT, { kind: 'unclear', status: 403 }],
    ['unknown issuer', tls('unknown ca'), undefined, { ...BY_TLS, status: undefined }],
    ['hung up', tls('none'), undefined, BY_TLS],
    ['handshake failure', tls('handshake failure', 'handshake'), undefined, BY_TLS],
    ['no common version', tls('protocol version', 'handshake'), undefined, { kind: 'unclear' }],
    ['unknown name', tls('unrecognized name', 'handshake'), undefined, { kind: 'unclear' }],
    ['a stranger at the address', { kind: 'server-untrusted', reason: 'X' }, undefined, { kind: 'unclear' }],
    ['no such name', network('dns'), undefined, { kind: 'unreachable' }],
    ['refused connection', network('refused'), undefined, { kind: 'unreachable' }],
    ['no route', network('unreachable'), undefined, { kind: 'unreachable' }],
    ['timeout', network('timeout'), undefined, { kind: 'unreachable' }],
    ['reset before TLS', network('reset'), undefined, { kind: 'unreachable' }],
    ['stopped', network('aborted'), undefined, { kind: 'unreachable' }],
    ['something else', network('other'), undefined, { kind: 'unreachable' }],
    ['no TLS', network('not-tls'), undefined, { kind: 'unclear' }],
    ['TLS failed', network('tls'), undefined, { kind: 'unclear' }],
    ['no HTTP', network('not-http'), undefined, { kind: 'unclear' }],
    ['silence', network('silent'), undefined, { kind: 'unclear' }],
  ])('%s', (_name, withIt, without, expected) => {
    expect(judgeOrigin(withIt, without)).toMatchObject(expected);
  });

  test.each<[DialAnswer, DialAnswer | undefined, string]>([
    [
      http(200),
      REQUIRED,
      'With the new certificate, the origin answered 200; without one it refuses the connection.',
    ],
    [
      http(200),
      http(200),
      'With the new certificate, the origin answered 200; without one it accepts the connection as well, so nothing is enforced there.',
    ],
    [
      http(200),
      undefined,
      'With the new certificate, the origin answered 200; whether it requires a certificate could not be determined.',
    ],
    [
      tls('unknown ca'),
      undefined,
      'With the new certificate, the origin ended the connection right after the TLS handshake with the alert "unknown ca": it does not accept the certificate.',
    ],
    [
      tls('none', 'handshake'),
      undefined,
      'With the new certificate, the origin ended the connection during the TLS handshake without an alert: it does not accept the certificate.',
    ],
  ])('in words: %#', (withIt, without, sentence) => {
    expect(judgeOrigin(withIt, without).sentence).toBe(sentence);
  });
});

describe('the connections made', () => {
  const ADDRESS = { hostname: 'www.example.com', host: '192.0.2.7', port: 8443 };
  const successor = { certificatePem: 'PEM', key: generateKeyPairSync('ed25519').privateKey };

  async function check(
    answers: readonly DialAnswer[],
    more: { serverCa?: string; stop?: AbortSignal } = {},
  ): Promise<{ verdict: OriginVerdict; requests: readonly DialRequest[] }> {
    const requests: DialRequest[] = [];
    const dial = (request: DialRequest): Promise<DialAnswer> => {
      requests.push(request);
      return Promise.resolve(answers[requests.length - 1] ?? network('other'));
    };
    const verdict = await checkOrigin(
      dial,
      ADDRESS,
      successor,
      { serverCa: more.serverCa, timeout: 5_000 },
      more.stop,
    );
    return { verdict, requests };
  }

  test('go to the address under the name, first with the certificate and then without', async () => {
    const { verdict, requests } = await check([http(200), REQUIRED]);
    const common = {
      host: '192.0.2.7',
      port: 8443,
      servername: 'www.example.com',
      hostHeader: 'www.example.com',
      timeoutMs: 5_000,
      maxBytes: 16_384,
    };
    expect(requests).toEqual([{ ...common, certificate: { pem: 'PEM', key: successor.key } }, common]);
    expect(verdict).toMatchObject({ kind: 'admitted', enforced: true });
  });

  test('carry the stop signal where given', async () => {
    const { signal } = new AbortController();
    const { requests } = await check([http(200), http(200)], { stop: signal });
    expect(requests).toMatchObject([{ signal }, { signal }]);
  });

  describe('with a CA for the origin', () => {
    const on = (server: string, answer: DialAnswer): DialAnswer =>
      answer.kind === 'http' || answer.kind === 'tls-refused' ? { ...answer, server } : answer;
    const within = (...answers: readonly DialAnswer[]) => check(answers, { serverCa: 'CA' });

    test('judge it without the certificate, and show the certificate without the CA', async () => {
      const { verdict, requests } = await within(on('A', REQUIRED), on('A', http(200)));
      expect(requests.map(({ ca, certificate }) => [ca, certificate?.pem])).toEqual([
        ['CA', undefined],
        [undefined, 'PEM'],
      ]);
      expect(verdict).toMatchObject({ kind: 'admitted', enforced: true });
    });

    test.each<[string, readonly DialAnswer[], number, OriginVerdict['kind'], string]>([
      ['end at a stranger', [{ kind: 'server-untrusted', reason: 'X' }], 1, 'unclear', 'cannot be verified'],
      ['end where nobody is', [network('timeout')], 1, 'unreachable', 'the connection timed out'],
      ['tell of another server', [on('A', REQUIRED), on('B', http(200))], 2, 'unclear', 'a different server'],
      ['tell of a server not judged', [REQUIRED, on('A', http(200))], 2, 'unclear', 'could not be verified'],
      ['hear a refusal', [on('A', REQUIRED), tls('unknown ca')], 2, 'refused', 'unknown ca'],
    ])('%s', async (_name, answers, dials, kind, says) => {
      const { verdict, requests } = await within(...answers);
      expect([requests.length, verdict.kind]).toEqual([dials, kind]);
      expect(verdict.sentence).toContain(says);
    });
  });

  test('show the certificate also when asked again', async () => {
    const { requests } = await check([tls('none'), http(200), REQUIRED]);
    const [first, second, third] = requests;
    expect(second).toEqual(first);
    expect(second).toHaveProperty('certificate');
    expect(third).not.toHaveProperty('certificate');
  });

  test.each<[string, readonly DialAnswer[], number, OriginVerdict['kind']]>([
    ['a bare hang-up is asked again: it was a hiccup', [tls('none'), http(200), REQUIRED], 3, 'admitted'],
    ['a bare hang-up twice is a refusal', [tls('none'), tls('none')], 2, 'refused'],
    ['an alert needs no second try', [tls('unknown ca')], 1, 'refused'],
    ['an origin out of reach is not asked without', [network('timeout')], 1, 'unreachable'],
  ])('%s', async (_name, answers, dials, kind) => {
    const { verdict, requests } = await check(answers);
    expect(requests).toHaveLength(dials);
    expect(verdict.kind).toBe(kind);
  });

  test.each<[DialAnswer, string, number | undefined]>([
    [http(200), 'pass', 200],
    [REFUSED, 'fail', 400],
    [network('dns'), 'skipped', undefined],
    [network('silent'), 'inconclusive', undefined],
  ])('as evidence: %#', async (answer, verdict, status) => {
    const seen = (await check([answer])).verdict;
    expect(originEvidence(5, ADDRESS, seen)).toEqual({
      at: 5,
      when: 'before',
      via: 'origin',
      to: '192.0.2.7:8443',
      verdict,
      status,
      served: undefined,
      sentence: seen.sentence,
    });
  });
});
