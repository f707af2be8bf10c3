import { expect, test } from '@jest/globals';
import { kindOfDer } from '../../src/certificate/der.ts';
import type { DerKind } from '../../src/certificate/der.ts';
import { make } from './support/certificates.ts';
import { bits, integer, nothing, octets, oid, sequence, tagged, tlv } from './support/der-writer.ts';
import { ec, ed25519, encryptedPkcs8, pkcs8Der, rsa } from './support/keys.ts';

const data = oid('1.2.840.113549.1.7.1');
const broken = tlv(0x30, Uint8Array.of(1));
const three = (...first: readonly Uint8Array[]): Buffer => sequence(sequence(...first), sequence(), bits(0));
const numbers = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => integer('01'));
const derOf = (pem: string): Buffer => Buffer.from(pem.replaceAll(/-----[^-]+-----|\n/gu, ''), 'base64');
const exported = (type: 'sec1' | 'pkcs1') =>
  (type === 'sec1' ? ec() : rsa()).privateKey.export({ type, format: 'der' });
const spki = ec().publicKey.export({ type: 'spki', format: 'der' });

test.each<readonly [string, Uint8Array, DerKind | undefined]>([
  ['a certificate', make().der, 'certificate'],
  ['a request', three(integer('00'), sequence(), sequence(), tagged(0)), 'csr'],
  [
    'three fields whose first is long and ends as in a request',
    three(...numbers(4), tagged(0)),
    'certificate',
  ],
  ['three fields whose first is empty', three(), 'certificate'],
  ['three fields whose first cannot be read', sequence(broken, sequence(), bits(0)), 'certificate'],
  ['four fields', sequence(sequence(), sequence(), bits(0), nothing), undefined],
  ['a key in PKCS#8', pkcs8Der(ed25519()), 'pkcs8'],
  ['a key in SEC 1', exported('sec1'), 'sec1'],
  ['a key in PKCS#1', exported('pkcs1'), 'pkcs1'],
  ['eight numbers', sequence(...numbers(8)), undefined],
  ['an encrypted key', derOf(encryptedPkcs8(ec(), 'open')), 'encrypted-pkcs8'],
  ['a public key', spki, 'public-key'],
  ['a public key of RSA', sequence(...numbers(2)), 'public-key'],
  ['one number', sequence(...numbers(1)), undefined],
  ['PKCS#7', sequence(data, tagged(0)), 'pkcs7'],
  ['what is built like it, with another number', sequence(oid('1.2.3'), tagged(0)), undefined],
  ['what is built like it, with a number that cannot be read', sequence(tlv(0x06), tagged(0)), undefined],
  ['PKCS#7 with something behind it', sequence(data, tagged(0), nothing), 'pkcs7'],
  ['what has its number twice', sequence(data, data, tagged(0)), undefined],
  ['what has its number and nothing else', sequence(data), undefined],
  ['what ends like it', sequence(nothing, data, tagged(0)), undefined],
  ['PKCS#12', sequence(integer('03'), sequence(data, tagged(0)), sequence()), 'pkcs12'],
  ['what is built like it, with another number', sequence(integer('03'), sequence(oid('1.2.3'))), undefined],
  ['what is built like it, empty', sequence(integer('03'), sequence()), undefined],
  ['what is built like it, broken', sequence(integer('03'), broken), undefined],
  ['what has its content behind another field', sequence(nothing, sequence(data)), undefined],
  ['what ends like it', sequence(nothing, integer('03'), sequence(data)), undefined],
  ['an empty sequence', sequence(), undefined],
  ['no sequence', octets(sequence()), undefined],
  ['more than a sequence', Buffer.concat([spki, nothing]), undefined],
  ['nothing', Buffer.alloc(0), undefined],
  ['PKCS#12 of indefinite length', Buffer.from('3080020103308006', 'hex'), 'pkcs12'],
  ['PKCS#7 of indefinite length', Buffer.from('308006092a864886f70d010702a080', 'hex'), 'pkcs7'],
  ['another thing of indefinite length', Buffer.from('3080020101', 'hex'), undefined],
  ['PKCS#12 behind other octets', Buffer.from('013080020103', 'hex'), undefined],
  ['PKCS#7 behind other octets', Buffer.from('01308006092a864886f70d0107', 'hex'), undefined],
])('%s', (_, der, kind) => {
  expect(kindOfDer(der)).toBe(kind);
});
