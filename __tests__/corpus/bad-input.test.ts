import { describe, expect, test } from '@jest/globals';
import { NOW } from '../certificate/support/certificates.ts';
import { apiChangeRows } from './api-change-rows.ts';
import { apiRefusalRows } from './api-refusal-rows.ts';
import { apiShapeRows } from './api-shape-rows.ts';
import { certificateRows } from './certificate-rows.ts';
import { CIRCUMSTANCES } from './circumstances.ts';
import { INPUT_ROWS } from './input-rows.ts';
import { clientCaRows } from './client-ca-rows.ts';
import { privateKeyRows } from './private-key-rows.ts';

/**
 * Every case that was promised, in short, with the rows that are it. What a name says twice, as
 * `PKCS#1` does of a key, is told apart by its list.
 */
// prettier-ignore
const CERTIFICATE = [
  'CRLF line ends', 'a BOM', 'no final newline', 'trailing blanks', 'lines indented by YAML', 'literal \\n',
  'double quotes', 'single quotes', 'base64 of the PEM on one line', 'base64 of the PEM, wrapped',
  'bag attributes', 'a -text preface', 'label X509 CERTIFICATE', 'the same leaf twice',
  'a certificate: as it is', 'P-384', 'P-521',
  'expiry in 2050', 'expiry in 9999', 'a wildcard as alternative name', 'no basicConstraints', 'self-signed',
  'a chain, leaf first', 'certificate and key in one input', 'Ed25519', 'expires in 29 days', 'ML-DSA',
  'key usage without digitalSignature', 'nothing at all', 'nothing but blanks',
  'asterisks', 'the word null', 'an unresolved expression', 'a private key', 'a certificate request',
  'PKCS#7', 'base64 of PKCS#12', 'armoured PKCS#12', 'a public key', 'the last lines missing',
  'base64 of DER cut off', 'BEGIN without END', 'two unrelated leaves', 'expired',
  'not valid for six minutes', 'valid in five minutes', 'less left than the minimum', 'a CA certificate',
  'signed with SHA-1', 'signed with MD5', 'RSA of 1024 bits', 'RSA of 2048 bits', 'secp256k1',
  'more than 64 KiB', 'an HTML page',
];
const CLIENT_CA = ['another CA'];
// prettier-ignore
const PRIVATE_KEY = [
  'a key: as it is', 'PKCS#1: as it is', 'SEC1', 'encrypted PKCS#8: as it is', 'Proc-Type: as it is',
  'a key: CRLF line ends', 'a key: literal \\n', 'a key: base64 of the PEM, wrapped',
  'a passphrase for a plain key', 'encrypted, no passphrase', 'encrypted, a wrong passphrase',
  'encrypted, an empty passphrase', 'Proc-Type, no passphrase', 'Proc-Type, a wrong passphrase',
  'a key of OpenSSH', 'a PuTTY key', 'a public key', 'a certificate', 'certificate and key swapped',
  'two different keys', 'another RSA key', 'an EC key for an RSA certificate',
  'an RSA key for an EC certificate', 'the last lines missing', 'bit-flipped in its structure',
  'RSA, bit-flipped in an exponent', 'EC, bit-flipped in its secret number',
  'a place: /etc/ssl/private/client.pem', 'a JSON Web Key',
];
// prettier-ignore
const INPUTS = [
  'a token that is empty', 'a token with a line break inside', 'a token with a blank inside',
  'a token with `Bearer ` in front', 'a token that is a global key', 'a zone by name', 'a zone by id',
  'a zone by id in upper case', 'a zone of 31 characters', 'a zone of 33 characters', 'a zone as URL',
  'hostnames by comma', 'hostnames by line', 'hostnames twice', 'a hostname with a trailing dot',
  'a hostname in upper case', 'an international hostname', 'hostnames with a wildcard',
  'hostnames with an IPv4 address', 'hostnames with a port', 'hostnames with a scheme',
  'hostnames with a path', 'hostnames with one outside the zone', 'hostnames with 101 names',
  'the boolean True', 'the boolean yes', 'the boolean 1', 'the duration 0s', 'the duration 5m',
  'the duration 300s', 'the duration -1', 'the duration NaN', 'the duration 1e9',
  'a probe without encryption', 'a probe with user info', 'a probe of the loopback',
  'a probe of a link-local address', 'hostname level without hosts', 'zone level with hosts',
  'a manifest with a missing quote', 'a manifest with an unknown key',
  'a manifest with the zone level twice', 'a manifest with a variable that is not set',
  'a manifest with an anchor', 'a manifest of 10 MB',
  'variables of other Cloudflare tools',
];
// prettier-ignore
const API = [
  '`result: null` for a list', 'an array for a certificate', 'an object for a list',
  'the PUT answer with another hostname first', 'an unknown status for ever', 'no status at all',
  'a certificate with CRLF', 'a certificate without a newline at its end', 'no certificate',
  'a serial number in decimal', 'a serial number in hex', 'no serial number', 'dates without a fraction',
  'dates with nine digits', 'dates of null', 'a list without the id just created',
  'a 404 on the id just created', 'tombstones in a list', 'two active with one `uploaded_on`',
  'code 1406 at the upload, with another text', 'code 1433 at the upload, as a text',
  'code 1434 at the upload, in a chain', 'a refusal without a code', '403 as a challenge', '401', '403',
  '409 for a while', '409 for ever', '429 with Retry-After 3',
  '429 with Retry-After Mon, 23 Nov 2026 12:00:20 GMT', '429 with Retry-After 0', '429 with Retry-After -5',
  '429 with Retry-After 99999999999', '429 with Retry-After absent', '500 once', '501 once', '502 once',
  '503 once', '504 once', '520 once', '521 once', '522 once', '523 once', '524 once', '525 once', '526 once',
  '527 once', '530 once', 'HTML with 200, once', 'HTML with 200, always', 'an empty body after an upload',
  'a body cut off after an upload', 'a body that is not UTF-8, after an upload', '50 MB, once',
  '50 MB, always', 'one byte a second after an upload', 'a redirect to another origin',
  'a redirect of the upload', '`private_key` in the answer', 'a message that would do harm, no. 1',
  'a message that would do harm, no. 4', 'a message that would do harm, no. 6',
  'a message that would do harm, no. 7', 'pages that never end', 'a clock an hour ahead',
  'a clock an hour behind', 'code 1414 at a deletion, once', 'code 1415 at a deletion, always',
  'code 1433 at a deletion, always', 'code 1434 at a deletion, once', 'code 1551 at a deletion, always',
  'code 1552 at a look at a certificate, once', 'code 1553 at a look at a hostname, always',
  'code 1404 at a change of hostnames, always', 'code 1415 at a change of hostnames, always',
  '"Certificate is already deleted." without a code, at a deletion at zone level',
];
// prettier-ignore
const AROUND = [
  'the certificate that is live already', 'the same key in a new certificate',
  'a private key pasted as certificate', 'a zone of an unknown name', 'a zone name that two accounts have',
  'a probe that redirects', 'an output file that is not set', 'an output file that is a directory',
  'an output file that is read-only', 'RUNNER_DEBUG=1', 'a proxy with credentials',
  'NODE_TLS_REJECT_UNAUTHORIZED=0', 'variables of other tools', 'a pull request from a fork, without secrets',
];

/** Rows of spellings begin with what is spelled. */
const named = (all: readonly { readonly name: string }[]): readonly string[] =>
  all.flatMap(({ name }) => [name, name.replace(/^a certificate: (?!as it is)/u, '')]);

describe('no case is missing', () => {
  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['certificate', CERTIFICATE, named(certificateRows(NOW))],
    ['client-ca', CLIENT_CA, named(clientCaRows(NOW))],
    ['private-key', PRIVATE_KEY, named(privateKeyRows(NOW))],
    ['inputs', INPUTS, named(INPUT_ROWS)],
    [
      'answers of the API',
      API,
      named([...apiShapeRows(), ...apiRefusalRows({ token: 't', pem: 'p' }), ...apiChangeRows()]),
    ],
    ['circumstances', AROUND, CIRCUMSTANCES],
  ])('of %s', (_, promised, there) => {
    const known = new Set(there);
    expect(promised.filter((name) => !known.has(name))).toEqual([]);
  });
});
