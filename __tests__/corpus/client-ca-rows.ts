import { make, makeCa, pem } from '../certificate/support/certificates.ts';
import type { Made } from '../certificate/support/certificates.ts';
import { sequence } from '../certificate/support/der-writer.ts';
import { ec, pkcs8, pkcs8Der } from '../certificate/support/keys.ts';
import { FOREIGN_TEXTS } from './foreign-texts.ts';
import { refuse, settling, warn } from './row.ts';
import type { ExpectedFinding, Row } from './row.ts';

const INPUT = 'client-ca';

const row = (
  name: string,
  one: Made,
  certificate: string,
  clientCa: string,
  ...findings: readonly ExpectedFinding[]
): Row => settling(name, one, { certificate, privateKey: pkcs8(one.keys), clientCa }, ...findings);

/**
 * What people give as `client-ca`, with a sound certificate and its key.
 * @param at as in `certificateRows`
 */
export function clientCaRows(at: number): readonly Row[] {
  const ca = makeCa({ at });
  const leaf = make({ at, issuer: ca });
  const foreign = makeCa({ at, keys: ec('foreign'), subject: { CN: 'Foreign CA' } });
  const namesake = makeCa({ at, keys: ec('namesake') });
  const intermediate = makeCa({ at, issuer: ca, keys: ec('intermediate'), subject: { CN: 'Intermediate' } });
  const below = make({ at, issuer: intermediate });
  const selfSigned = make({ at });
  const SELF = warn('SELF_SIGNED', 'certificate', 'self-signed');

  const notSigned = refuse(
    'CLIENT_CA_REFUSES',
    INPUT,
    'no certificate in `client-ca` issued it',
    'its issuer is "CN=Example CA,O=Example"',
  );
  const ofThatName = refuse('CLIENT_CA_REFUSES', INPUT, 'of that name, but with another key');

  return [
    row('the CA that signed', leaf, leaf.pem, ca.pem),
    row('the CA in base64 on one line', leaf, leaf.pem, Buffer.from(ca.pem).toString('base64')),
    row('a bundle with others before it', leaf, leaf.pem, foreign.pem + namesake.pem + ca.pem),
    row(
      'a bundle with one that cannot be read',
      leaf,
      leaf.pem,
      ca.pem + pem('CERTIFICATE', sequence(sequence(), sequence(), Buffer.from([3, 1, 0]))),
      refuse('CERTIFICATE_UNREADABLE', INPUT, 'number 2'),
    ),
    row('the self-signed leaf itself', selfSigned, selfSigned.pem, selfSigned.pem, SELF),
    row('nothing but blanks: not asked for', leaf, leaf.pem, ' \n'),
    row(
      'the root, the intermediate nowhere',
      below,
      below.pem,
      ca.pem,
      refuse('CLIENT_CA_REFUSES', INPUT, 'its issuer is "CN=Intermediate"'),
    ),
    row('another CA', leaf, leaf.pem, foreign.pem, notSigned),
    row('another CA of the same name', leaf, leaf.pem, namesake.pem, ofThatName),
    row(
      'a CA for a self-signed leaf',
      selfSigned,
      selfSigned.pem,
      ca.pem,
      SELF,
      refuse('CLIENT_CA_REFUSES', INPUT, 'no certificate in `client-ca` issued it'),
    ),
    row(
      'only what cannot be read',
      leaf,
      leaf.pem,
      pem('CERTIFICATE', sequence(sequence(), sequence(), Buffer.from([3, 1, 0]))),
      refuse('CERTIFICATE_UNREADABLE', INPUT, 'number 1'),
    ),
    row(
      'a private key among the certificates',
      leaf,
      leaf.pem,
      ca.pem + pkcs8(ca.keys),
      refuse('HOLDS_PRIVATE_KEY', INPUT, 'not meant for secrets', 'treat it as leaked'),
    ),
    row(
      'a private key in base64 of DER',
      leaf,
      leaf.pem,
      pkcs8Der(leaf.keys).toString('base64'),
      refuse('HOLDS_PRIVATE_KEY', INPUT, 'not meant for secrets', 'treat it as leaked'),
    ),
    row('the CA in base64 of DER', leaf, leaf.pem, ca.der.toString('base64')),
    row('too many bytes', leaf, leaf.pem, 'A'.repeat(1024 * 1024 + 1), refuse('TOO_LARGE', INPUT, '1 MiB')),
    ...FOREIGN_TEXTS.filter(({ reason, text }) => reason !== 'TOO_LARGE' && text.trim() !== '').map((one) =>
      row(one.name, leaf, leaf.pem, one.text, refuse(one.reason, INPUT, '`client-ca` ', ...one.says)),
    ),
  ];
}
