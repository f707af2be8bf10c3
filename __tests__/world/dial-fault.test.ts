import { expect, test } from '@jest/globals';
import { classify } from '../../src/world/dial-fault.ts';
import type { Connection } from '../../src/world/dial-fault.ts';

const BEFORE: Connection = { connected: false, spoke: false, secure: false };
const CONNECTED: Connection = { connected: true, spoke: false, secure: false };
const SPOKE: Connection = { connected: true, spoke: true, secure: false };
const SECURE: Connection = { connected: true, spoke: true, secure: true };
const failure = (code: unknown): Error => Object.assign(new Error('text of the system'), { code });
const network = (reason: string): object => ({ kind: 'network', reason });
const refused = (alert: string, phase: string): object => ({ kind: 'tls-refused', alert, phase });

test.each([
  ['an unknown name', failure('ENOTFOUND'), BEFORE, network('dns')],
  ['a resolver that does not answer', failure('EAI_AGAIN'), BEFORE, network('dns')],
  ['a closed port', failure('ECONNREFUSED'), BEFORE, network('refused')],
  ['no route', failure('ENETUNREACH'), BEFORE, network('unreachable')],
  ['no answer to SYN, said by the system', failure('ETIMEDOUT'), BEFORE, network('timeout')],
  ['no answer to SYN, said by our clock', 'timeout', BEFORE, network('timeout')],
  ['silence in the handshake', 'timeout', SPOKE, network('timeout')],
  ['silence after the handshake', 'timeout', SECURE, network('silent')],
  ['a reset before a byte', failure('ECONNRESET'), CONNECTED, network('reset')],
  ['a reset before the connection stood', failure('ECONNRESET'), BEFORE, network('other')],
  ['a hang-up before a byte', 'close', CONNECTED, network('reset')],
  ['a hang-up in the handshake', 'close', SPOKE, refused('none', 'handshake')],
  ['a reset after the handshake', failure('ECONNRESET'), SECURE, refused('none', 'after-handshake')],
  ['a broken pipe after the handshake', failure('EPIPE'), SECURE, refused('none', 'after-handshake')],
  [
    'an end without close_notify',
    failure('ERR_SSL_UNEXPECTED_EOF_WHILE_READING'),
    SECURE,
    refused('none', 'after-handshake'),
  ],
  [
    'an alert under TLS 1.2',
    failure('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'),
    SPOKE,
    refused('unknown ca', 'handshake'),
  ],
  [
    'an alert of old name',
    failure('ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE'),
    SPOKE,
    refused('bad certificate', 'handshake'),
  ],
  [
    'an alert under TLS 1.3',
    failure('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    SECURE,
    refused('certificate required', 'after-handshake'),
  ],
  [
    'an alert as newer OpenSSL names it',
    failure('ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED'),
    SECURE,
    refused('certificate expired', 'after-handshake'),
  ],
  ['plain text where TLS was due', failure('ERR_SSL_WRONG_VERSION_NUMBER'), SPOKE, network('not-tls')],
  ['some other failure of the handshake', failure('ERR_SSL_BAD_SIGNATURE'), SPOKE, network('tls')],
  ['some other failure after it', failure('ERR_SSL_BAD_SIGNATURE'), SECURE, network('tls')],
  ['an error with a strange code', failure(42), SPOKE, network('other')],
  ['something that is no error', undefined, BEFORE, network('other')],
])('%s', (_name, event, stage, expected) => {
  expect(classify(event, stage)).toEqual(expected);
});
