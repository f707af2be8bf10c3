import { pem } from '../certificate/support/certificates.ts';
import { sequence, utf8 } from '../certificate/support/der-writer.ts';
import { ec, pkcs8, sec1 } from '../certificate/support/keys.ts';
import { foreign } from './foreign-text.ts';
import type { ForeignText } from './foreign-text.ts';

const COPY = ['Copy the whole file again', 'if the file itself is like this'];
const CHECK = ['whether the file itself is intact', 'openssl pkey -noout -check -in private-key.pem'];
const body = (text: string): string => text.replaceAll(/-----[A-Z ]+-----|\n/g, '');

/** PEM that was sound once. */
export const BROKEN_TEXTS: readonly ForeignText[] = [
  foreign(
    'END_LINE_MISSING',
    'BEGIN without END',
    sec1(ec()).split('\n').slice(0, -2).join('\n'),
    'BEGIN line without its END line',
    ...COPY,
  ),
  foreign(
    'END_LINE_MISSING',
    'two BEGIN lines and one END',
    `-----BEGIN CERTIFICATE-----\n${sec1(ec())}`,
    'without its END line',
    ...COPY,
  ),
  foreign(
    'BEGIN_LINE_MISSING',
    'END without BEGIN',
    sec1(ec()).split('\n').slice(1).join('\n'),
    'END line without its BEGIN line',
    ...COPY,
  ),
  foreign(
    'LABELS_DIFFER',
    'BEGIN and END that differ',
    pkcs8(ec()).replace('END PRIVATE', 'END RSA PRIVATE'),
    'name different things',
    ...COPY,
  ),
  foreign(
    'BLOCK_EMPTY',
    'nothing between BEGIN and END',
    '-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----',
    'nothing between',
    ...COPY,
  ),
  foreign(
    'TRUNCATED',
    'the last lines missing',
    pkcs8(ec()).replace(/\n[^\n]+\n(?=-----END)/, '\n'),
    'truncated',
    ...CHECK,
  ),
  foreign('TRUNCATED', 'base64 of DER cut off', body(pkcs8(ec())).slice(0, 80), 'truncated', ...CHECK),
  foreign('DAMAGED', 'a foreign character inside', pkcs8(ec()).replace(/\n(.)/, '\n*'), 'damaged', ...CHECK),
  foreign(
    'DAMAGED',
    'DER that is none of ours',
    pem('PRIVATE KEY', sequence(utf8('hello'))),
    'damaged',
    ...CHECK,
  ),
  foreign('DAMAGED', 'a line twice', pkcs8(ec()).replace(/\n([^\n]+)\n/, '\n$1\n$1\n'), 'damaged', ...CHECK),
  foreign(
    'DAMAGED',
    'a key shortened by hand',
    '-----BEGIN PRIVATE KEY-----\nMIIEv...\n-----END PRIVATE KEY-----',
    'damaged',
    ...CHECK,
  ),
];
