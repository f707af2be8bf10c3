import {
  bits,
  distinguishedName,
  integer,
  octets,
  oid,
  sequence,
  tagged,
  utf8,
} from '../certificate/support/der-writer.ts';
import { pem } from '../certificate/support/certificates.ts';
import { ABSENT_TEXTS } from './absent-texts.ts';
import { BROKEN_TEXTS } from './broken-texts.ts';
import { ENCODED_TEXTS } from './encoded-texts.ts';
import { foreign } from './foreign-text.ts';
import type { ForeignText } from './foreign-text.ts';
import { ec, spki } from '../certificate/support/keys.ts';

const data = oid('1.2.840.113549.1.7.1');
const pkcs12 = sequence(integer('03'), sequence(data, tagged(0, octets(Buffer.alloc(300, 7)))));
const pkcs12Ber = Buffer.concat([
  Buffer.from('3080020103308006092a864886f70d010701', 'hex'),
  Buffer.alloc(64, 1),
]);
const pkcs7 = sequence(oid('1.2.840.113549.1.7.2'), tagged(0, sequence(integer('01'))));
const pkcs7Ber = Buffer.concat([Buffer.from('308006092a864886f70d010702a080', 'hex'), Buffer.alloc(64, 1)]);
const request = sequence(
  sequence(
    integer('00'),
    distinguishedName({ CN: 'x' }),
    ec().publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0),
  ),
  sequence(oid('1.2.840.10045.4.3.2')),
  bits(0, Buffer.alloc(70, 5)),
);
const openssh = Buffer.concat([Buffer.from('openssh-key-v1\0'), Buffer.alloc(120, 9)]);
const jwk = JSON.stringify(ec().privateKey.export({ format: 'jwk' }));
const publicJwk = JSON.stringify(ec().publicKey.export({ format: 'jwk' }));

const CONVERT_PKCS12 = [
  'PKCS#12',
  'openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem',
  'openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem',
];

const OTHER_FORMATS: readonly ForeignText[] = [
  foreign('HOLDS_PKCS12', 'base64 of PKCS#12', pkcs12.toString('base64'), ...CONVERT_PKCS12),
  foreign(
    'HOLDS_PKCS12',
    'base64 of PKCS#12, wrapped',
    pem('X', pkcs12).split('\n').slice(1, -2).join('\n'),
    ...CONVERT_PKCS12,
  ),
  foreign('HOLDS_PKCS12', 'base64 of PKCS#12 in BER', pkcs12Ber.toString('base64'), ...CONVERT_PKCS12),
  foreign('HOLDS_PKCS12', 'armoured PKCS#12', pem('PKCS12', pkcs12), ...CONVERT_PKCS12),
  foreign(
    'HOLDS_BINARY',
    'PKCS#12 read as text',
    pkcs12.toString('utf8'),
    'binary',
    'openssl x509 -in',
    'openssl pkey -in',
    ...CONVERT_PKCS12,
  ),
  foreign('HOLDS_BINARY', 'DER read as text', request.toString('utf8'), 'binary', 'openssl x509 -in'),
  foreign('HOLDS_PKCS7', 'PKCS#7', pem('PKCS7', pkcs7), 'PKCS#7'),
  foreign('HOLDS_PKCS7', 'PKCS#7 in BER without armour', pkcs7Ber.toString('base64'), 'PKCS#7'),
  foreign(
    'HOLDS_CSR',
    'a certificate request',
    pem('CERTIFICATE REQUEST', request),
    'certificate request',
    'not a certificate',
  ),
  foreign(
    'HOLDS_CSR',
    'a new certificate request',
    pem('NEW CERTIFICATE REQUEST', request),
    'certificate request',
  ),
  foreign('HOLDS_PUBLIC_KEY', 'a public key', spki(ec()), 'public key'),
  foreign(
    'HOLDS_PUBLIC_KEY',
    'an RSA public key',
    pem('RSA PUBLIC KEY', sequence(integer('00ff01'), integer('010001'))),
    'public key',
  ),
  foreign(
    'HOLDS_PUBLIC_KEY',
    'a public key of SSH',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFVn me@host',
    'SSH public key',
  ),
  foreign(
    'HOLDS_PUBLIC_KEY',
    'an EC public key of SSH',
    'ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY= x',
    'SSH public key',
  ),
  foreign(
    'HOLDS_PUBLIC_KEY',
    'a public key of SSH2',
    '---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\nAAAAB3Nz\n---- END SSH2 PUBLIC KEY ----',
    'public key',
  ),
  foreign(
    'HOLDS_OPENSSH_KEY',
    'a key of OpenSSH',
    pem('OPENSSH PRIVATE KEY', openssh),
    'OpenSSH',
    'ssh-keygen -p -m PKCS8 -f key',
  ),
  foreign(
    'HOLDS_OPENSSH_KEY',
    'a key of SSH2',
    pem('SSH2 ENCRYPTED PRIVATE KEY', openssh),
    'ssh-keygen -p -m PKCS8 -f key',
  ),
  foreign(
    'HOLDS_PUTTY_KEY',
    'a PuTTY key',
    'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\nAAAA\n',
    'PuTTY',
    'puttygen key.ppk -O private-openssh -o key',
    'ssh-keygen -p -m PKCS8 -f key',
  ),
  foreign('HOLDS_JWK', 'a JSON Web Key', jwk, 'JSON Web Key', "format: 'jwk'", 'key.json > private-key.pem'),
  foreign(
    'HOLDS_JWK',
    'a JSON Web Key in base64',
    Buffer.from(jwk).toString('base64'),
    'JSON Web Key',
    "format: 'jwk'",
  ),
  foreign('HOLDS_JWK', 'a list of JSON Web Keys', `[${jwk}]`, 'list or a set', 'the first private one'),
  foreign(
    'HOLDS_JWK',
    'a set of JSON Web Keys',
    `{ "keys": [${publicJwk}, ${jwk}] }`,
    'list or a set',
    'the first private one',
  ),
  foreign('HOLDS_PUBLIC_KEY', 'a public JSON Web Key', publicJwk, 'without its private part'),
  foreign(
    'HOLDS_PUBLIC_KEY',
    'a set of public JSON Web Keys',
    `{ "keys": [${publicJwk}] }`,
    'without its private part',
  ),
  foreign(
    'HOLDS_PGP',
    'a PGP block',
    '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----',
    'PGP',
  ),
  foreign(
    'NOTHING_USABLE',
    'only EC parameters',
    pem('EC PARAMETERS', oid('1.2.840.10045.3.1.7')),
    'nothing that can be used',
  ),
  foreign(
    'NOTHING_USABLE',
    'only a revocation list',
    pem('X509 CRL', sequence(utf8('crl'))),
    'nothing that can be used',
  ),
];

/** Everything that is neither a certificate nor a key one can use. */
export const FOREIGN_TEXTS: readonly ForeignText[] = [
  ...ABSENT_TEXTS,
  ...OTHER_FORMATS,
  ...BROKEN_TEXTS,
  ...ENCODED_TEXTS,
];
