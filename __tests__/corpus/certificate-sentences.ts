/** What people read, word for word, by the name of the row of the corpus that ends in it; one row for every sentence. */
export type Sentences = Readonly<Record<string, string | readonly string[]>>;

export const certificateSentences: Sentences = {
  'a chain, leaf first':
    '`certificate` holds a chain. Only the leaf is used: Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give only the leaf.',
  'a chain, leaf last':
    '`certificate` holds a chain that does not start with the leaf. Only the leaf is used: Cloudflare sends no intermediates, so the origin must have them in its own CA file. Give only the leaf.',
  'nothing but blanks':
    '`certificate` is empty. Does the secret exist, under exactly this name, in this repository or environment? Pull requests from forks get no secrets.',
  asterisks:
    '`certificate` holds nothing but asterisks, as copied from a log that masks secrets. Does the secret exist, under exactly this name, in this repository or environment? Pull requests from forks get no secrets.',
  'the word null':
    '`certificate` holds a word for "nothing" instead of a value. Does the secret exist, under exactly this name, in this repository or environment? Pull requests from forks get no secrets.',
  'an unresolved expression':
    '`certificate` holds an expression or variable that was not replaced with its value. Does the secret exist, under exactly this name, in this repository or environment? Pull requests from forks get no secrets.',
  'more than 64 KiB':
    '`certificate` is far too large for a key and its certificates (the limit is 64 KiB, for a CA bundle 1 MiB). Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'an HTML page':
    '`certificate` holds a web page, perhaps a login or error page that was saved as the file. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'a -text description alone':
    '`certificate` holds the description that `openssl` prints with `-text -noout`, without the PEM itself. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'a place: /etc/ssl/private/client.pem':
    '`certificate` holds a path, an address or a reference, instead of the contents of the file. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'some words':
    '`certificate` is not PEM. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'base64 of PKCS#12':
    '`certificate` holds a PKCS#12 bundle. Convert it, and give the two results: `openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and `openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.',
  'PKCS#12 read as text':
    '`certificate` holds a binary file (DER or PKCS#12) that was read as text, which destroys it. Convert the file: `openssl x509 -in certificate.cer -out certificate.pem` or `openssl pkey -in key.der -out private-key.pem`. If it is PKCS#12: Convert it, and give the two results: `openssl pkcs12 -in bundle.p12 -clcerts -nokeys -out certificate.pem` and `openssl pkcs12 -in bundle.p12 -nocerts -noenc -out private-key.pem`.',
  'PKCS#7':
    '`certificate` holds a PKCS#7 bundle, which has no key and needs unpacking. Convert it: `openssl pkcs7 -print_certs -in bundle.p7b -out certificate.pem`.',
  'a certificate request':
    '`certificate` holds a certificate request, not a certificate. Send it to your CA, and give the certificate that comes back.',
  'a public key':
    '`certificate` holds a public key. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'a public key of SSH':
    '`certificate` holds an SSH public key. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'a key of OpenSSH':
    '`certificate` holds a private key in OpenSSH format. Convert it in place: `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
  'a PuTTY key':
    '`certificate` holds a private key in PuTTY format. Convert it: `puttygen key.ppk -O private-openssh -o key`, then `ssh-keygen -p -m PKCS8 -f key`. Then give the contents of `key`.',
  'a JSON Web Key':
    "`certificate` holds a JSON Web Key. Convert it: `node -e \"const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" < key.json > private-key.pem`.",
  'a set of JSON Web Keys':
    "`certificate` holds a list or a set of JSON Web Keys. Convert the one you need; this takes the first private one: `node -e \"const all = JSON.parse(fs.readFileSync(0)); const key = [all, all.keys].flat().find((one) => one?.d); console.log(crypto.createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }))\" < key.json > private-key.pem`.",
  'a public JSON Web Key':
    '`certificate` holds a JSON Web Key without its private part. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'a PGP block':
    '`certificate` holds a PGP block. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'only EC parameters':
    '`certificate` holds PEM, but nothing that can be used here. Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'BEGIN without END':
    '`certificate` has a BEGIN line without its END line. Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; if the file itself is like this, export it again.',
  'END without BEGIN':
    '`certificate` has an END line without its BEGIN line. Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; if the file itself is like this, export it again.',
  'BEGIN and END that differ':
    '`certificate` has a BEGIN line and an END line that name different things. Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; if the file itself is like this, export it again.',
  'nothing between BEGIN and END':
    '`certificate` has nothing between its BEGIN and END lines. Copy the whole file again, from its first "-----BEGIN" to its last "-----END" line; if the file itself is like this, export it again.',
  'the last lines missing':
    '`certificate` is truncated: its data ends before the length it announces. Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.',
  'a foreign character inside':
    '`certificate` is damaged: its data is not valid. Check whether the file itself is intact: `openssl x509 -noout -in certificate.pem`, or `openssl pkey -noout -check -in private-key.pem`. If it is, copy all of it again; if not, export it again.',
  'a private key': '`certificate` holds a private key. Were `certificate` and `private-key` swapped?',
  'two unrelated leaves':
    '`certificate` holds 2 different certificates that do not form a chain. Give only the new client certificate.',
  'two leaves and their CA':
    '`certificate` holds 3 different certificates that do not form a chain. Give only the new client certificate.',
  'sixteen certificates':
    '`certificate` holds 16 different certificates that do not form a chain. Give only the new client certificate.',
  'seventeen certificates':
    '`certificate` holds more than 16 certificates. Give only the new client certificate.',
  'content that is no certificate':
    '`certificate` looks like a certificate, but its content cannot be read. Copy the whole file again; if nothing changes, have the certificate issued again.',
  'no basicConstraints':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has no basicConstraints, so strict origins may refuse it. Issue the next one with basicConstraints CA:FALSE.',
  'self-signed':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is self-signed: the origin must trust this very certificate, and each rotation needs a change there first. A CA of your own lets the origin stay as it is.',
  Ed25519:
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has an Ed25519 key, which Cloudflare does not promise to accept. If the upload is refused, issue one with P-256.',
  'expires in 29 days':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") expires in 29 days, at 2026-12-23 00:00 UTC. Get the next one ready.',
  'key usage without digitalSignature':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has a keyUsage without digitalSignature, which a TLS client needs. Issue it with keyUsage digitalSignature.',
  'less left than the minimum':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is valid for only 6 days more, until 2026-11-30 09:36 UTC; at least 7 days are required. Issue one that lasts longer, or lower `minimum-validity`.',
  expired:
    'The certificate in `certificate` ("CN=origin pull client,O=Example") expired at 2026-11-23 11:59 UTC. Issue a new one. Does the secret still hold the previous certificate?',
  'not valid for six minutes':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is not valid before 2026-11-23 12:06 UTC. Run again after that, or check the clocks here and at the CA.',
  'a CA certificate':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is a CA certificate (CA:TRUE); Cloudflare only accepts leaf certificates. Issue a client certificate from it, with basicConstraints CA:FALSE, and give that.',
  'signed with SHA-1':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") is signed with SHA-1 or MD5, which origins refuse. Have it signed again with SHA-256.',
  'RSA of 1024 bits':
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has an RSA key of 1024 bits; at least 2048 are needed. Make a new key and get a certificate for it.',
  secp256k1:
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has an EC key that is not on the named curve P-256, P-384 or P-521. Make a new key on one of them (`openssl ecparam -name prime256v1 -genkey -noout`) and get a certificate for it.',
  Ed448:
    'The certificate in `certificate` ("CN=origin pull client,O=Example") has a kind of key that Cloudflare does not accept. Make a new one (RSA with at least 2048 bits, or EC on P-256, P-384 or P-521) and get a certificate for it.',
};
