import type { Sentences } from './certificate-sentences.ts';

export const privateKeySentences: Sentences = {
  'a passphrase for a plain key':
    '`private-key-passphrase` is set, but the key in `private-key` is not encrypted. Remove `private-key-passphrase`, or give the encrypted key.',
  'encrypted, no passphrase':
    'The key in `private-key` is encrypted, but `private-key-passphrase` is empty. Set it, or give the plain key: `openssl pkey -in private-key.pem -out plain.pem`.',
  'encrypted, a wrong passphrase':
    '`private-key-passphrase` does not open the key in `private-key`: the passphrase is another one, or the key is damaged. Try the two by hand: `openssl pkey -in private-key.pem -out plain.pem`.',
  'encrypted with a number of rounds without end':
    'The key in `private-key` is encrypted with more than 10,000,000 rounds, which takes too long to open. Write it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.',
  'Proc-Type, single DES':
    'The key in `private-key` is encrypted in an outdated way that is no longer supported. Give it plain: `openssl pkey -in private-key.pem -out plain.pem -provider legacy -provider default`.',
  'PKCS#7':
    '`private-key` holds a PKCS#7 bundle, which has no key and needs unpacking. Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
  'a certificate request':
    '`private-key` holds a certificate request, which no CA has signed yet. Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
  'a certificate': '`private-key` holds a certificate. Were `certificate` and `private-key` swapped?',
  'two different keys':
    '`private-key` holds different private keys. Give only the one that belongs to the certificate.',
  'another RSA key':
    'The private key in `private-key` does not belong to the certificate in `certificate`. Give the key with which this certificate was requested; was only one of the two secrets renewed?',
  'an EC key for an RSA certificate':
    'The private key in `private-key` does not belong to the certificate in `certificate` (the certificate has a key of kind rsa, this one is ec). Give the key with which this certificate was requested; was only one of the two secrets renewed?',
  'an RSA key for an EC certificate':
    'The private key in `private-key` does not belong to the certificate in `certificate` (the certificate has a key of kind ec, this one is rsa). Give the key with which this certificate was requested; was only one of the two secrets renewed?',
  'ML-DSA without its seed':
    'The ML-DSA key in `private-key` has no seed, and Cloudflare takes only the form with the seed. Give the file that was first written when the key was made, or make a new key.',
  'bit-flipped in its structure':
    'The private key in `private-key` is damaged: its outer form is right, but its content is no key. See whether the file itself is sound: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy it again, whole; if not, export it again from where it was made.',
  'RSA, bit-flipped in an exponent':
    'The private key in `private-key` belongs to the certificate, but does not work: it was damaged. See whether the file itself is sound: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy it again, whole; if not, export it again from where it was made.',
};

export const clientCaSentences: Sentences = {
  'an HTML page':
    '`client-ca` holds a web page, perhaps a login or error page saved as the file. Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
  'a public key':
    '`client-ca` holds a public key. Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
  'a certificate request':
    '`client-ca` holds a certificate request, which no CA has signed yet. Send it to your CA, and give the certificate that comes back.',
  'the root, the intermediate nowhere':
    'The certificate is not signed by any certificate in `client-ca`; its issuer is "CN=Intermediate". The origin would refuse it: add that issuer to the CA file of the origin, or issue from the CA it trusts.',
  'another CA':
    'The certificate is not signed by any certificate in `client-ca`; its issuer is "CN=Example CA,O=Example". The origin would refuse it: add that issuer to the CA file of the origin, or issue from the CA it trusts.',
  'a signer that is no CA':
    'The certificate is signed by "CN=Example CA,O=Example" in `client-ca`, which is no CA (it lacks CA:TRUE, or its keyUsage lacks keyCertSign), so the origin would refuse it. Issue from a CA certificate.',
  'an expired CA':
    'The certificate is signed by "CN=Example CA,O=Example" in `client-ca`, which is valid from 2026-11-14 12:00 UTC to 2026-11-23 12:00 UTC and not at 2026-11-23 12:00 UTC. Renew the CA certificate at the origin and here.',
  'a CA of the future':
    'The certificate is signed by "CN=Example CA,O=Example" in `client-ca`, which is valid from 2026-11-23 12:00 UTC to 2026-11-24 12:00 UTC and not at 2026-11-23 12:00 UTC. Renew the CA certificate at the origin and here.',
  'a private key among the certificates':
    '`client-ca` holds a private key, and is not meant for secrets. The runner prints the `with:` inputs of a step before this action begins, and masks only what comes from `secrets`: unless this key did, it stands in the log. Then treat it as leaked: delete the log, make a new key, have a certificate issued for it, and rotate to that. Keys belong into `private-key`, from a secret.',
  'the root, the intermediate pasted with the leaf': [
    '`certificate` holds a chain. Only the leaf is used: Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give the leaf alone.',
    'The certificate chains to `client-ca` only over the intermediate pasted with it, and Cloudflare sends the leaf alone. Add the intermediate to the CA file of the origin and to `client-ca`.',
  ],
  'the root, an expired intermediate pasted with the leaf': [
    '`certificate` holds a chain. Only the leaf is used: Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give the leaf alone.',
    'The certificate is not signed by any certificate in `client-ca`; its issuer is "CN=Stale". The origin would refuse it: add that issuer to the CA file of the origin, or issue from the CA it trusts.',
  ],
  'a CA for a self-signed leaf': [
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is self-signed: the origin must trust this very certificate, and each rotation needs a change there first. A CA of your own lets the origin stay as it is.',
    'The certificate is not signed by any certificate in `client-ca`; its issuer is "CN=origin pull client,O=Example". The origin would refuse it: add that issuer to the CA file of the origin, or issue from the CA it trusts.',
  ],
};
