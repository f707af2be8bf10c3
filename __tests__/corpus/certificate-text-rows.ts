import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import { sequence, utf8 } from '../certificate/support/der-writer.ts';
import { ec, pkcs8 } from '../certificate/support/keys.ts';
import { FOREIGN_TEXTS } from './foreign-texts.ts';
import { passing, refuse, refusing, warn } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';
import { SPELLINGS } from './spellings.ts';

const INPUT = 'certificate';
const USED = ['Only the leaf is used', 'no intermediates'];
const IN_ORDER = warn('CHAIN_PASTED', INPUT, 'holds a chain', ...USED);
const OUT_OF_ORDER = warn('CHAIN_OUT_OF_ORDER', INPUT, 'does not start with the leaf', ...USED);
const NOT_A_CERTIFICATE = pem('CERTIFICATE', sequence(sequence(), sequence(), Buffer.from([3, 1, 0])));

/** Texts in and around a certificate, with the right key beside it. `at` as in `certificateRows`. */
export function certificateTextRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const leaf = make({ at, issuer: ca });
  const key = pkcs8(leaf.keys);
  const intermediate = makeCa({ at, issuer: ca, keys: ec('intermediate'), subject: { CN: 'Intermediate' } });
  const below = make({ at, issuer: intermediate });
  const another = make({ at, issuer: ca, keys: ec('another') });
  const foreignCa = makeCa({ at, keys: ec('foreign'), subject: { CN: 'Foreign' } });
  const many = Array.from(
    { length: 17 },
    (_, index) => make({ at, issuer: ca, serial: String(index + 10) }).pem,
  );

  const passes = (name: string, certificate: string, ...findings: readonly ExpectedFinding[]): Row =>
    passing(name, leaf, { certificate, privateKey: key }, ...findings);
  const refuses = (name: string, certificate: string, ...findings: readonly ExpectedFinding[]): Row =>
    refusing(name, { certificate, privateKey: key }, ...findings);
  const chains = (name: string, certificate: string, ...findings: readonly ExpectedFinding[]): Row =>
    passing(name, below, { certificate, privateKey: key }, ...findings);

  return [
    ...SPELLINGS.map(({ name, spell }) => passes(`a certificate: ${name}`, spell(leaf.pem))),
    passes('label X509 CERTIFICATE', leaf.pem.replaceAll('CERTIFICATE', 'X509 CERTIFICATE')),
    passes(
      'label TRUSTED CERTIFICATE',
      pem('TRUSTED CERTIFICATE', Buffer.concat([leaf.der, sequence(utf8('x'))])),
    ),
    passes('a wrong label', pem('RSA PRIVATE KEY', leaf.der)),
    passes('the same leaf twice', leaf.pem + leaf.pem),
    passes('EC parameters beside it', pem('EC PARAMETERS', utf8('x')) + leaf.pem),
    chains('a chain, leaf first', below.pem + intermediate.pem + ca.pem, IN_ORDER),
    chains('a chain, leaf first, without its root', below.pem + intermediate.pem, IN_ORDER),
    chains('a chain, leaf first, then mixed up', below.pem + ca.pem + intermediate.pem, IN_ORDER),
    chains('a chain, leaf last', ca.pem + intermediate.pem + below.pem, OUT_OF_ORDER),
    passes('certificate and key, the key also in its own input', leaf.pem + key),
    passing('certificate and key in one input', leaf, { certificate: leaf.pem + key }),
    passing('certificate and key in one input, the other empty', leaf, {
      certificate: key + leaf.pem,
      privateKey: '',
    }),
    passing('certificate and key in both inputs alike', leaf, {
      certificate: key + leaf.pem,
      privateKey: key + leaf.pem,
    }),
    ...FOREIGN_TEXTS.map((one) =>
      refuses(one.name, one.text, refuse(one.reason, INPUT, '`certificate` ', ...one.says)),
    ),
    refuses(
      'nothing at all',
      '',
      refuse('INPUT_MISSING', INPUT, '`certificate` is empty', 'Does the secret exist'),
    ),
    refusing(
      'certificate and key in one input, the other masked',
      { certificate: leaf.pem + key, privateKey: '***' },
      refuse('INPUT_MISSING', 'private-key'),
    ),
    refuses(
      'a private key',
      pkcs8(ec('another')),
      refuse(
        'HOLDS_PRIVATE_KEY',
        INPUT,
        'holds a private key',
        'were `certificate` and `private-key` swapped?',
      ),
    ),
    refuses(
      'two unrelated leaves',
      leaf.pem + another.pem,
      refuse('UNRELATED_CERTIFICATES', INPUT, '2 different certificates', 'do not form a chain'),
    ),
    refuses(
      'two leaves and their CA',
      leaf.pem + another.pem + ca.pem,
      refuse('UNRELATED_CERTIFICATES', INPUT, '3 different certificates'),
    ),
    refuses(
      'a leaf and a foreign CA',
      leaf.pem + foreignCa.pem,
      refuse('UNRELATED_CERTIFICATES', INPUT, '2 different certificates'),
    ),
    refuses(
      'a chain with a gap',
      below.pem + ca.pem,
      refuse('UNRELATED_CERTIFICATES', INPUT, '2 different certificates'),
    ),
    refuses(
      'two CAs',
      foreignCa.pem + ca.pem,
      refuse('UNRELATED_CERTIFICATES', INPUT, '2 different certificates'),
    ),
    refuses(
      'sixteen certificates',
      many.slice(1).join(''),
      refuse('UNRELATED_CERTIFICATES', INPUT, 'holds 16 different'),
    ),
    refuses(
      'seventeen certificates',
      many.join(''),
      refuse('UNRELATED_CERTIFICATES', INPUT, 'more than 16 certificates'),
    ),
    refuses(
      'content that is no certificate',
      NOT_A_CERTIFICATE,
      refuse('CERTIFICATE_UNREADABLE', INPUT, 'content cannot be read'),
    ),
    refuses(
      'a chain with content that is no certificate',
      leaf.pem + NOT_A_CERTIFICATE,
      refuse('CERTIFICATE_UNREADABLE', INPUT, 'issued again'),
    ),
  ];
}
