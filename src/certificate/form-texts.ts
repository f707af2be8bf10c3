import type { BlockFault } from './pem.ts';
import type { ForeignForm, MissingForm } from './pasted-text.ts';

/** Why an input cannot be used, as reason, cause (follows the input's name) and cure (whole sentences). */
export interface FormText {
  readonly reason: string;
  readonly cause: string;
  /** Left out if the cure is to give what is wanted. */
  readonly cure?: string;
}

const FETCH_SECRET =
  'Does the secret exist, under exactly this name, in this repository or environment? ' +
  'Pull requests from forks get no secrets.';

export const MISSING: Readonly<Record<MissingForm, FormText>> = {
  blank: { reason: 'INPUT_MISSING', cause: 'is empty', cure: FETCH_SECRET },
  masked: {
    reason: 'INPUT_MISSING',
    cause: 'holds nothing but asterisks, as copied from a log that masks secrets',
    cure: FETCH_SECRET,
  },
  word: {
    reason: 'INPUT_MISSING',
    cause: 'holds a word for "nothing" instead of a value',
    cure: FETCH_SECRET,
  },
  unresolved: {
    reason: 'INPUT_UNRESOLVED',
    cause: 'holds an expression or variable that was not replaced with its value',
    cure: FETCH_SECRET,
  },
};

const COPY_AGAIN =
  'Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; ' +
  'if the file itself is like this, export it again.';

/** For faults that copying again may not fix. */
export const CHECK_FILE =
  'Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or ' +
  '`openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.';

export const BROKEN: Readonly<Record<BlockFault, FormText>> = {
  'no-end': { reason: 'END_LINE_MISSING', cause: 'has a BEGIN line without its END line', cure: COPY_AGAIN },
  'no-begin': {
    reason: 'BEGIN_LINE_MISSING',
    cause: 'has an END line without its BEGIN line',
    cure: COPY_AGAIN,
  },
  'labels-differ': {
    reason: 'LABELS_DIFFER',
    cause: 'has a BEGIN line and an END line that name different things',
    cure: COPY_AGAIN,
  },
  empty: { reason: 'BLOCK_EMPTY', cause: 'has nothing between its BEGIN and END lines', cure: COPY_AGAIN },
  truncated: {
    reason: 'TRUNCATED',
    cause: 'is truncated: its data ends before the length it announces',
    cure: CHECK_FILE,
  },
  damaged: {
    reason: 'DAMAGED',
    cause: 'is damaged: its data is not valid',
    cure: CHECK_FILE,
  },
};

const CONVERT_PKCS12 =
  'Convert it, and give the two results: ' +
  '`openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and ' +
  '`openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.';

export const PKCS12: FormText = {
  reason: 'HOLDS_PKCS12',
  cause: 'holds a PKCS#12 bundle',
  cure: CONVERT_PKCS12,
};

export const PKCS7: FormText = {
  reason: 'HOLDS_PKCS7',
  cause: 'holds a PKCS#7 bundle, which has no key and needs unpacking',
  cure: 'Convert it: `openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.',
};

export const OPENSSH: FormText = {
  reason: 'HOLDS_OPENSSH_KEY',
  cause: 'holds a private key in OpenSSH format',
  cure: 'Convert it in place: `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
};

export const CSR: FormText = {
  reason: 'HOLDS_CSR',
  cause: 'holds a certificate request, not a certificate',
  cure: 'Send it to your CA, and give the certificate that comes back.',
};

export const PUBLIC_KEY: FormText = { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds a public key' };

export const PGP: FormText = { reason: 'HOLDS_PGP', cause: 'holds a PGP block' };

export const OTHER_PEM: FormText = {
  reason: 'NOTHING_USABLE',
  cause: 'holds PEM, but nothing that can be used here',
};

/** A whole document, of which one field is wanted. `field`: its name, where it is known. */
export function envelopeText(document: 'kubernetes' | 'other', field: string | undefined): FormText {
  return {
    reason: 'HOLDS_ENVELOPE',
    cause: `holds a whole ${document === 'kubernetes' ? 'Kubernetes Secret' : 'document with several fields'}`,
    cure: `Give the value of ${field === undefined ? 'the field that holds it' : `its field \`${field}\``} alone; it may stay in base64.`,
  };
}

/** A private key in an input that is not for secrets. */
export const EXPOSED: FormText & { readonly cure: string } = {
  reason: 'HOLDS_PRIVATE_KEY',
  cause: 'holds a private key, but is not meant for secrets',
  cure:
    'The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from ' +
    '`secrets`: unless this key did, it is in the log. In that case treat it as leaked: delete the log, make a new key, ' +
    'have a certificate issued for it, and rotate to that. Keys belong in `private-key`, from a secret.',
};

export const TOO_LARGE: FormText = {
  reason: 'TOO_LARGE',
  cause: 'is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB)',
};

/** For a key alone, a list, and a set; none of its characters is special to a shell within double quotes. */
const CONVERT_JWK =
  '`node -e "const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); ' +
  "console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" " +
  '< key.json > private-key.pem`';

export const FOREIGN: Readonly<Record<ForeignForm, FormText>> = {
  html: {
    reason: 'HOLDS_HTML',
    cause: 'holds a web page, perhaps a login or error page that was saved as the file',
  },
  entities: {
    reason: 'HOLDS_HTML_ENTITIES',
    cause: 'holds PEM with HTML entities or tags in it, such as `&#43;` for `+`',
    cure: 'Copy it from the file itself, not from a web page, a ticket or a template that escapes HTML.',
  },
  'quoted-printable': {
    reason: 'HOLDS_QUOTED_PRINTABLE',
    cause: 'holds PEM in the encoding of e-mails (quoted-printable), such as `=3D` for `=`',
    cure: 'Save the attachment or the decoded text in the mail program, and copy it from there.',
  },
  putty: {
    reason: 'HOLDS_PUTTY_KEY',
    cause: 'holds a private key in PuTTY format',
    cure:
      'Convert it: `puttygen key.ppk -O private-openssh -o key`, then `ssh-keygen -p -m PKCS8 -f key`. ' +
      'Then give the contents of `key`.',
  },
  jwk: { reason: 'HOLDS_JWK', cause: 'holds a JSON Web Key', cure: `Convert it: ${CONVERT_JWK}.` },
  'jwk-set': {
    reason: 'HOLDS_JWK',
    cause: 'holds a list or a set of JSON Web Keys',
    cure: `Convert the one you need; this takes the first private one: ${CONVERT_JWK}.`,
  },
  'jwk-public': { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds a JSON Web Key without its private part' },
  'ssh-public': { reason: 'HOLDS_PUBLIC_KEY', cause: 'holds an SSH public key' },
  'text-only': {
    reason: 'HOLDS_TEXT_ONLY',
    cause: 'holds the description that `openssl` prints with `-text -noout`, without the PEM itself',
  },
  place: {
    reason: 'HOLDS_PATH',
    cause: 'holds a path, an address or a reference, instead of the contents of the file',
  },
  binary: {
    reason: 'HOLDS_BINARY',
    cause: 'holds a binary file (DER or PKCS#12) that was read as text, which destroys it',
    cure:
      'Convert the file: `openssl x509 -in certificate.cer -out certificate.pem` or ' +
      `\`openssl pkey -in key.der -out private-key.pem\`. If it is PKCS#12: ${CONVERT_PKCS12}`,
  },
  unknown: { reason: 'NOT_PEM', cause: 'is not PEM' },
};
