import { foreign } from './foreign-text.ts';
import type { ForeignText } from './foreign-text.ts';

const MISSING = ['Does the secret exist', 'forks'];

/** Texts without a trace of a key or a certificate. */
export const ABSENT_TEXTS: readonly ForeignText[] = [
  foreign('INPUT_MISSING', 'nothing but blanks', ' \n\t ', 'is empty', ...MISSING),
  foreign('INPUT_MISSING', 'nothing but quotes', '""', 'is empty', ...MISSING),
  foreign('INPUT_MISSING', 'nothing but a BOM', '\uFEFF', 'is empty', ...MISSING),
  foreign('INPUT_MISSING', 'asterisks', '***', 'asterisks', ...MISSING),
  foreign('INPUT_MISSING', 'the word null', 'null', 'a word for "nothing"', ...MISSING),
  foreign('INPUT_MISSING', 'the word undefined', 'Undefined\n', 'a word for "nothing"', ...MISSING),
  foreign(
    'INPUT_UNRESOLVED',
    'an unresolved expression',
    '${{ secrets.AOP_PEM }}',
    'not replaced',
    ...MISSING,
  ),
  foreign('INPUT_UNRESOLVED', 'a shell variable', '$AOP_PEM', 'not replaced', ...MISSING),
  foreign('INPUT_UNRESOLVED', 'a shell variable in braces', '"${AOP_PEM}"', 'not replaced', ...MISSING),
  foreign('INPUT_UNRESOLVED', 'a shell command', '$(cat client.pem)', 'not replaced', ...MISSING),
  foreign('INPUT_UNRESOLVED', 'a Windows variable', '%AOP_PEM%', 'not replaced', ...MISSING),
  foreign('TOO_LARGE', 'more than 64 KiB', 'A'.repeat(65_537), 'far too large', '64 KiB'),
  foreign('HOLDS_HTML', 'an HTML page', '<!DOCTYPE html><title>AnswerClass in</title>', 'web page'),
  foreign('HOLDS_HTML', 'an HTML page without doctype', '\n<html><body>404</body></html>', 'web page'),
  foreign('HOLDS_HTML', 'an XML error', '<?xml version="1.0"?><Error/>', 'web page'),
  foreign(
    'HOLDS_TEXT_ONLY',
    'a -text description alone',
    'Certificate:\n    Data:\n        Version: 3 (0x2)\n',
    '-text -noout',
  ),
  foreign(
    'HOLDS_TEXT_ONLY',
    'a description of a key alone',
    'RSA Private-Key: (2048 bit, 2 primes)\nmodulus:\n',
    '-text -noout',
  ),
  ...[
    '/etc/ssl/private/client.pem',
    './client.key',
    '../certs/client.crt',
    '~/client.pem',
    'C:\\certs\\client.pem',
    'certs/client.pem',
    'client.p12',
    'file:client.key',
    'https://vault.example/v1/secret',
    'op://vault/item/field',
    'arn:aws:secretsmanager:eu-west-1:1:secret:x',
    '@client.pem',
  ].map((place) => foreign('HOLDS_PATH', `a place: ${place}`, place, 'path', 'contents of the file')),
  foreign('NOT_PEM', 'some words', 'the certificate is in the mail', 'is not PEM'),
  foreign('NOT_PEM', 'words over several lines', 'see\n/etc/client.pem', 'is not PEM'),
  foreign(
    'NOT_PEM',
    'base64 of some words',
    Buffer.from('the certificate is in the mail').toString('base64'),
    'is not PEM',
  ),
];
