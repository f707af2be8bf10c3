import { expect, test } from '@jest/globals';
import type { DialAnswer, NetworkReason } from '../../src/probe/origin-dial.ts';
import { judgeOrigin } from '../../src/probe/origin-verdict.ts';

const http = (status: number, body = ''): DialAnswer => ({ kind: 'http', status, headers: {}, body });
const REQUIRED: DialAnswer = {
  kind: 'tls-refused',
  alert: 'certificate required',
  phase: 'after-handshake',
};

test.each<readonly [DialAnswer, DialAnswer | undefined, string]>([
  [
    { kind: 'server-untrusted', reason: 'X' },
    undefined,
    "The origin's own certificate cannot be verified with the CA given for it, so the check ended there.",
  ],
  [
    { kind: 'tls-refused', alert: 'protocol version', phase: 'handshake' },
    undefined,
    'TLS with the origin failed for a reason other than the client certificate (alert "protocol version").',
  ],
  [
    http(495),
    undefined,
    'With the new certificate, the origin answered 495 with its page for a client certificate that it does not accept.',
  ],
  [
    http(503),
    http(503),
    'With the new certificate, the origin answered 503, which says nothing about the certificate.',
  ],
  [
    http(403),
    REQUIRED,
    'The origin accepts the new certificate, yet answered 403: an address filter, a login, or the application.',
  ],
  [
    http(403),
    http(403),
    'With the new certificate, the origin answered 403: it was refused. An origin that filters addresses answers like this as well; if yours does, leave out `origin`.',
  ],
])('what is told: %#', (withIt, without, sentence) => {
  expect(judgeOrigin(withIt, without)).toMatchObject({ sentence });
});

test.each<readonly [NetworkReason, string]>([
  ['dns', 'The origin could not be reached from the runner: its name does not resolve.'],
  ['refused', 'The origin could not be reached from the runner: it refused the connection.'],
  ['unreachable', 'The origin could not be reached from the runner: there is no route to it.'],
  ['timeout', 'The origin could not be reached from the runner: the connection timed out.'],
  ['reset', 'The origin could not be reached from the runner: the connection was cut before TLS began.'],
  ['aborted', 'The check of the origin was not finished: the run was stopped.'],
  ['not-tls', "The origin's port is open, but does not speak TLS."],
  [
    'tls',
    'TLS between runner and origin failed: no version, cipher or signature in common, or a broken answer.',
  ],
  ['not-http', 'The origin accepted TLS, but did not answer in HTTP/1.'],
  ['silent', 'The origin accepted TLS, but did not answer in time.'],
  ['other', 'The origin could not be reached from the runner.'],
])('what is told of a connection that did not come about: %s', (reason, sentence) => {
  expect(judgeOrigin({ kind: 'network', reason }, undefined)).toMatchObject({ status: undefined, sentence });
});
