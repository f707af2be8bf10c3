import type { ForeignForm, MissingForm } from './pasted-text.ts';
import type { BlockFault } from './pem.ts';

/**
 * Why an input cannot be used: the reason, the cause, which follows the input's name, and the cure in whole
 * sentences, which is left out if it is to give what is wanted.
 */
export type FormText = readonly [reason: string, cause: string, cure?: string];

const FETCH_SECRET =
  'Does the secret exist, under exactly this name, in this repository or environment? ' +
  'Pull requests from forks get no secrets.';

const missing = (cause: string, reason = 'INPUT_MISSING') => [reason, cause, FETCH_SECRET] as const;

export const MISSING: Readonly<Record<MissingForm, readonly [string, string, string]>> = {
  blank: missing('is empty'),
  masked: missing('holds nothing but asterisks, as copied from a log that masks secrets'),
  word: missing('holds a word for "nothing" instead of a value'),
  unresolved: missing(
    'holds an expression or variable that was not replaced with its value',
    'INPUT_UNRESOLVED',
  ),
};

const COPY_AGAIN =
  'Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; ' +
  'if the file itself is like this, export it again.';

export const CHECK_FILE =
  'Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or ' +
  '`openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.';

export const BROKEN: Readonly<Record<BlockFault, FormText>> = {
  'no-end': ['END_LINE_MISSING', 'has a BEGIN line without its END line', COPY_AGAIN],
  'no-begin': ['BEGIN_LINE_MISSING', 'has an END line without its BEGIN line', COPY_AGAIN],
  'labels-differ': [
    'LABELS_DIFFER',
    'has a BEGIN line and an END line that name different things',
    COPY_AGAIN,
  ],
  empty: ['BLOCK_EMPTY', 'has nothing between its BEGIN and END lines', COPY_AGAIN],
  truncated: ['TRUNCATED', 'is truncated: its data ends before the length it announces', CHECK_FILE],
  damaged: ['DAMAGED', 'is damaged: its data is not valid', CHECK_FILE],
};

const CONVERT_PKCS12 =
  'Convert it, and give the two results: ' +
  '`openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and ' +
  '`openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.';

/** Valid blocks of another kind than is wanted. */
export const OTHER_BLOCKS = {
  pkcs12: ['HOLDS_PKCS12', 'holds a PKCS#12 bundle', CONVERT_PKCS12],
  pkcs7: [
    'HOLDS_PKCS7',
    'holds a PKCS#7 bundle, which has no key and needs unpacking',
    'Convert it: `openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.',
  ],
  openssh: [
    'HOLDS_OPENSSH_KEY',
    'holds a private key in OpenSSH format',
    'Convert it in place: `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
  ],
  csr: [
    'HOLDS_CSR',
    'holds a certificate request, not a certificate',
    'Send it to your CA, and give the certificate that comes back.',
  ],
  publicKey: ['HOLDS_PUBLIC_KEY', 'holds a public key'],
  pgp: ['HOLDS_PGP', 'holds a PGP block'],
  other: ['NOTHING_USABLE', 'holds PEM, but nothing that can be used here'],
} as const satisfies Readonly<Record<string, FormText>>;

/** A whole document, of which one field is wanted. `field`: its name, where it is known. */
export function envelopeText(document: 'kubernetes' | 'other', field: string | undefined): FormText {
  const kind = document === 'kubernetes' ? 'Kubernetes Secret' : 'document with several fields';
  const named = field === undefined ? 'the field that holds it' : `its field \`${field}\``;
  return [
    'HOLDS_ENVELOPE',
    `holds a whole ${kind}`,
    `Give the value of ${named} alone; it may stay in base64.`,
  ];
}

export const EXPOSED: readonly [string, string, string] = [
  'HOLDS_PRIVATE_KEY',
  'holds a private key, but is not meant for secrets',
  'The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from ' +
    '`secrets`: unless this key did, it is in the log. In that case treat it as leaked: delete the log, make a new key, ' +
    'have a certificate issued for it, and rotate to that. Keys belong in `private-key`, from a secret.',
];

export const TOO_LARGE: FormText = [
  'TOO_LARGE',
  'is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB)',
];

/** For a key alone, a list, and a set; none of its characters is special to a shell within double quotes. */
const CONVERT_JWK =
  '`node -e "const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); ' +
  "console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" " +
  '< key.json > private-key.pem`';

export const FOREIGN: Readonly<Record<ForeignForm, FormText>> = {
  html: ['HOLDS_HTML', 'holds a web page, perhaps a login or error page that was saved as the file'],
  entities: [
    'HOLDS_HTML_ENTITIES',
    'holds PEM with HTML entities or tags in it, such as `&#43;` for `+`',
    'Copy it from the file itself, not from a web page, a ticket or a template that escapes HTML.',
  ],
  'quoted-printable': [
    'HOLDS_QUOTED_PRINTABLE',
    'holds PEM in the encoding of e-mails (quoted-printable), such as `=3D` for `=`',
    'Save the attachment or the decoded text in the mail program, and copy it from there.',
  ],
  putty: [
    'HOLDS_PUTTY_KEY',
    'holds a private key in PuTTY format',
    'Convert it: `puttygen key.ppk -O private-openssh -o key`, then `ssh-keygen -p -m PKCS8 -f key`. ' +
      'Then give the contents of `key`.',
  ],
  jwk: ['HOLDS_JWK', 'holds a JSON Web Key', `Convert it: ${CONVERT_JWK}.`],
  'jwk-set': [
    'HOLDS_JWK',
    'holds a list or a set of JSON Web Keys',
    `Convert the one you need; this takes the first private one: ${CONVERT_JWK}.`,
  ],
  'jwk-public': ['HOLDS_PUBLIC_KEY', 'holds a JSON Web Key without its private part'],
  'ssh-public': ['HOLDS_PUBLIC_KEY', 'holds an SSH public key'],
  'text-only': [
    'HOLDS_TEXT_ONLY',
    'holds the description that `openssl` prints with `-text -noout`, without the PEM itself',
  ],
  place: ['HOLDS_PATH', 'holds a path, an address or a reference, instead of the contents of the file'],
  binary: [
    'HOLDS_BINARY',
    'holds a binary file (DER or PKCS#12) that was read as text, which destroys it',
    'Convert the file: `openssl x509 -in certificate.cer -out certificate.pem` or ' +
      `\`openssl pkey -in key.der -out private-key.pem\`. If it is PKCS#12: ${CONVERT_PKCS12}`,
  ],
  unknown: ['NOT_PEM', 'is not PEM'],
};
