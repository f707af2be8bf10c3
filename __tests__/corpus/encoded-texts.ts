import { make } from '../certificate/support/certificates.ts';
import { ec, pkcs8 } from '../certificate/support/keys.ts';
import { foreign } from './foreign-text.ts';
import type { ForeignText } from './foreign-text.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const key = pkcs8(ec('encoded'));
const pair = make({ keys: ec('encoded') });
/** With padding and a plus, whatever the key is. */
const padded = `-----BEGIN PRIVATE KEY-----\n${'ab+/'.repeat(16)}\nYQ==\n-----END PRIVATE KEY-----\n`;
const kubernetes = (crt: string, secret: string): string =>
  `apiVersion: v1\nkind: Secret\ndata:\n  tls.crt: ${crt}\n  tls.key: ${secret}\ntype: kubernetes.io/tls\n`;

/** PEM in an encoding or a document that copying again would not take off: each is named, none is said to be damaged. */
export const ENCODED_TEXTS: readonly ForeignText[] = [
  ...[
    ['numbers', padded.replaceAll('+', '&#43;')],
    ['hex numbers', padded.replaceAll('+', '&#x2B;')],
    ['names', padded.replaceAll('=', '&equals;')],
    ['line ends', key.replaceAll('\n', '&#10;')],
    ['tags', key.replaceAll('\n', '<br/>\n')],
    ['the blank of the armour', key.replaceAll(' ', '&nbsp;')],
  ].map(([what = '', text = '']) =>
    foreign('HOLDS_HTML_ENTITIES', `${what} of HTML`, text, 'HTML', 'from the file itself'),
  ),
  ...[
    ['its padding', padded.replaceAll('=', '=3D')],
    ['its plus', padded.replaceAll('=', '').replaceAll('+', '=2B')],
    ['soft line ends', key.replace(/\n(.{10})/, '\n$1=\n')],
    ['the blank of the armour', key.replaceAll(' ', '=20')],
  ].map(([what = '', text = '']) =>
    foreign(
      'HOLDS_QUOTED_PRINTABLE',
      `quoted-printable of ${what}`,
      text,
      'quoted-printable',
      'mail program',
    ),
  ),
  ...[
    ['in YAML', kubernetes(base64(pair.pem), base64(key))],
    ['with values in lines', kubernetes(lines(pair.pem), lines(key))],
    ['in JSON', JSON.stringify({ apiVersion: 'v1', data: { 'tls.key': base64(key) }, kind: 'Secret' })],
    ['that is sealed', kubernetes('AgBy3i4OJSWK', 'AgAR5yRRcc').replace('Secret', 'SealedSecret')],
  ].map(([what = '', text = '']) =>
    foreign(
      'HOLDS_ENVELOPE',
      `a Kubernetes Secret ${what}`,
      text,
      'Kubernetes Secret',
      'the value of its field `',
    ),
  ),
  foreign(
    'HOLDS_ENVELOPE',
    'fields of Traefik',
    JSON.stringify({ le: { Certificates: [{ certificate: base64(pair.pem), key: base64(key) }] } }),
    'document with several fields',
  ),
  foreign(
    'HOLDS_ENVELOPE',
    'fields with DER in them',
    `client_key = "${der(key)}"\nclient_cert = "${pair.der.toString('base64')}"\n`,
    'document with several fields',
    'its field `client_',
  ),
  foreign(
    'HOLDS_ENVELOPE',
    'a field with a name that might be secret',
    `k3y: ${base64(key)}\ncr7: ${base64(pair.pem)}\n`,
    'the field that holds it',
  ),
];

/** As YAML folds a long value. */
function lines(pem: string): string {
  return `|\n    ${base64(pem).replaceAll(/.{64}/g, '$&\n    ')}`;
}

function der(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\n/g, '');
}
