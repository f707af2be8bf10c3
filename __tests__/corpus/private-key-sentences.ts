import type { Sentences } from './certificate-sentences.ts';

export const privateKeySentences: Sentences = {
  'a passphrase for a plain key':
    '`private-key-passphrase` is set, but the key in `private-key` is not encrypted. Remove `private-key-passphrase`, or give the encrypted key.',
  'encrypted, no passphrase':
    'The key in `private-key` is encrypted, but `private-key-passphrase` is empty. Set it, or give the plain key: `openssl pkey -in private-key.pem -out plain.pem`.',
  'encrypted, a wrong passphrase':
    '`private-key-passphrase` does not open the key in `private-key`: the passphrase is wrong, or the key is damaged. Try them by hand: `openssl pkey -in private-key.pem -out plain.pem`.',
  'encrypted with a number of rounds without end':
    'The key in `private-key` is encrypted with more than 10,000,000 rounds, which take too long. Export it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.',
  'Proc-Type, single DES':
    'The key in `private-key` is encrypted in an outdated way that is no longer supported. Convert it to a plain key: `openssl pkey -in private-key.pem -out plain.pem -provider legacy -provider default`.',
  'PKCS#7':
    '`private-key` holds a PKCS#7 bundle, which has no key and needs unpacking. Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
  'a certificate request':
    '`private-key` holds a certificate request, not a certificate. Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
  'a certificate': '`private-key` holds a certificate. Were `certificate` and `private-key` swapped?',
  'two different keys':
    '`private-key` holds different private keys. Give only the one that belongs to the certificate.',
  'another RSA key':
    'The private key in `private-key` does not belong to the certificate in `certificate`. Give the key with which this certificate was requested; was only one of the two secrets updated?',
  'an EC key for an RSA certificate':
    'The private key in `private-key` does not belong to the certificate in `certificate` (the certificate has a key of kind rsa, and this one is of kind ec). Give the key with which this certificate was requested; was only one of the two secrets updated?',
  'an RSA key for an EC certificate':
    'The private key in `private-key` does not belong to the certificate in `certificate` (the certificate has a key of kind ec, and this one is of kind rsa). Give the key with which this certificate was requested; was only one of the two secrets updated?',
  'ML-DSA without its seed':
    'The ML-DSA key in `private-key` has no seed, and Cloudflare only accepts the form with the seed. Give the file that was written when the key was made, or make a new key.',
  'bit-flipped in its structure':
    'The private key in `private-key` is damaged: it looks like a key, but its content is not one. Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.',
  'RSA, bit-flipped in an exponent':
    'The private key in `private-key` belongs to the certificate, but is damaged and does not work. Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.',
};
