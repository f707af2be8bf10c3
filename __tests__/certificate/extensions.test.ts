import '../support/leak-oracle/reflect.ts';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { webcrypto } from 'node:crypto';
import { readFacts } from '../../src/certificate/certificate-fields.ts';
import {
  alternativeNames,
  authorityKeyId,
  basicConstraints,
  extension,
  keyUsage,
  make,
  subjectKeyId,
} from './support/certificates.ts';
import {
  bits,
  boolean,
  implicit,
  integer,
  octets,
  oid,
  sequence,
  tagged,
  tlv,
} from './support/der-writer.ts';
import { rsa } from './support/keys.ts';

const factsOf = (...extensions: readonly Buffer[]) => readFacts(make({ extensions }).der);

// Loaded only now: it wants the polyfill above, and a static import would come first.
const x509 = await import('@peculiar/x509');

describe('facts of a certificate', () => {
  test('without extensions only the signature is known', () => {
    expect(readFacts(make({ extensions: null }).der)).toEqual({
      basicConstraints: undefined,
      keyUsage: undefined,
      subjectAltNames: [],
      subjectKeyId: undefined,
      authorityKeyId: undefined,
      signatureAlgorithm: '1.2.840.10045.4.3.2',
      pssHash: undefined,
    });
  });

  test('with all extensions all are known', () => {
    const id = Buffer.from('ABCDEF01', 'hex');
    expect(
      factsOf(
        basicConstraints(true),
        keyUsage('digitalSignature', 'keyCertSign'),
        alternativeNames('b.example', 'a.example'),
        subjectKeyId(id),
        authorityKeyId(id),
      ),
    ).toMatchObject({
      basicConstraints: { ca: true },
      keyUsage: { digitalSignature: true },
      subjectAltNames: ['8209612e6578616d706c65', '8209622e6578616d706c65'],
      subjectKeyId: 'abcdef01',
      authorityKeyId: 'abcdef01',
    });
  });

  test.each([
    ['CA:FALSE by default', basicConstraints(false), { basicConstraints: { ca: false } }],
    [
      'CA:FALSE spelled out',
      extension('2.5.29.19', sequence(boolean(false))),
      { basicConstraints: { ca: false } },
    ],
    [
      'a path length without CA',
      extension('2.5.29.19', sequence(integer('00'))),
      { basicConstraints: { ca: false } },
    ],
    ['keyCertSign alone', keyUsage('keyCertSign'), { keyUsage: { digitalSignature: false } }],
    ['no key usage bit', keyUsage(), { keyUsage: { digitalSignature: false } }],
    ['no alternative name', alternativeNames(), { subjectAltNames: [] }],
    [
      'an authority by name and serial number only',
      extension('2.5.29.35', sequence(tagged(1), implicit(2, Buffer.from([1])))),
      { authorityKeyId: undefined },
    ],
  ])('%s', (_, one, expected) => {
    expect(factsOf(one)).toMatchObject(expected);
  });

  test.each([
    ['the same extension twice', [keyUsage('digitalSignature'), keyUsage('keyCertSign')]],
    ['basicConstraints that are no sequence', [extension('2.5.29.19', boolean(true))]],
    ['basicConstraints with a foreign boolean', [extension('2.5.29.19', sequence(Buffer.from([1, 1, 1])))]],
    ['key usage that is no bit string', [extension('2.5.29.15', octets(Buffer.from([0x80])))]],
    ['key usage with something behind it', [extension('2.5.29.15', Buffer.concat([bits(0), bits(0)]))]],
    ['alternative names that are no sequence', [extension('2.5.29.17', oid('1.2.3'))]],
    ['a subject key identifier of another type', [extension('2.5.29.14', integer('01'))]],
    ['an authority key identifier of another type', [extension('2.5.29.35', octets(Buffer.from([1])))]],
    ['an extension without identifier', [sequence(octets(Buffer.from([1])))]],
    ['an extension without value', [sequence(oid('2.5.29.19'), boolean(true))]],
    ['an unknown extension without value', [sequence(oid('1.2.3'), boolean(true))]],
    ['an extension that is no sequence', [integer('01')]],
  ])('%s makes it unreadable', (_, extensions) => {
    expect(factsOf(...extensions)).toBeUndefined();
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no certificate', sequence(integer('01'))],
    ['something behind the signature', sequence(sequence(), sequence(oid('1.2.3')), bits(0), bits(0))],
    ['no signature algorithm', sequence(sequence(), sequence(), bits(0))],
    ['a body that is no sequence', sequence(octets(), sequence(oid('1.2.3')), bits(0))],
    ['extensions that are no list', sequence(sequence(tagged(3, octets())), sequence(oid('1.2.3')), bits(0))],
  ])('%s is none', (_, der) => {
    expect(readFacts(der)).toBeUndefined();
  });
});

describe('the hash of RSASSA-PSS', () => {
  test.each([
    ['pss-sha256', '2.16.840.1.101.3.4.2.1'],
    ['pss-sha1', '1.3.14.3.2.26'],
    ['sha256', undefined],
  ] as const)('%s: %p', (hash, expected) => {
    expect(readFacts(make({ keys: rsa(), hash }).der)?.pssHash).toBe(expected);
  });

  test('is unknown where the parameters hold something else', () => {
    const odd = sequence(oid('1.2.840.113549.1.1.10'), sequence(tagged(0, tlv(0x05))));
    expect(readFacts(sequence(sequence(), odd, bits(0)))?.pssHash).toBeUndefined();
  });

  test('is SHA-1 where the parameters name a mask alone', () => {
    const mask = tagged(1, sequence(oid('1.2.840.113549.1.1.8'), sequence()));
    const masked = sequence(oid('1.2.840.113549.1.1.10'), sequence(mask));
    expect(readFacts(sequence(sequence(), masked, bits(0)))?.pssHash).toBe('1.3.14.3.2.26');
  });

  test('is SHA-1 where there are no parameters at all', () => {
    const bare = sequence(oid('1.2.840.113549.1.1.10'));
    expect(readFacts(sequence(sequence(), bare, bits(0)))?.pssHash).toBe('1.3.14.3.2.26');
  });
});

describe('a certificate of another maker', () => {
  beforeAll(() => {
    x509.cryptoProvider.set(webcrypto);
  });

  test('is read alike', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=other',
      keys,
      signingAlgorithm: algorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment),
        new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.2']),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const id = certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
    expect(readFacts(Buffer.from(certificate.rawData))).toEqual({
      basicConstraints: { ca: false },
      keyUsage: { digitalSignature: true },
      subjectAltNames: [],
      subjectKeyId: id,
      authorityKeyId: id,
      signatureAlgorithm: '1.2.840.10045.4.3.2',
      pssHash: undefined,
    });
  });
});
