import type { KeyObject } from 'node:crypto';
import { inspect } from 'node:util';

const wrap = (text: string, width: number): string =>
  text.replaceAll(new RegExp(`(.{${width}})`, 'gu'), '$1\n');
const backwards = (text: string): string => text.split('').toReversed().join('');
const pkcs8 = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
const der = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });
const secretOf = (key: KeyObject): Buffer => {
  const { d, priv } = { priv: undefined, ...key.export({ format: 'jwk' }) };
  return Buffer.from(String(d ?? priv), 'base64url');
};
const base32 = (bytes: Buffer): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = bits.match(/.{5}/gu) ?? [];
  return digits.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)]).join('');
};
const traditional = (key: KeyObject): string => {
  if (key.asymmetricKeyType === 'rsa') return key.export({ format: 'pem', type: 'pkcs1' }).toString();
  if (key.asymmetricKeyType === 'ec') return key.export({ format: 'pem', type: 'sec1' }).toString();
  return pkcs8(key);
};

/** Ways in which a private key could stand in a log. A test of the oracle, and of whatever it judges. */
export const keyEncodings: Readonly<Record<string, (key: KeyObject) => string>> = {
  'PKCS#8 PEM': pkcs8,
  'PKCS#1 or SEC 1 PEM': traditional,
  'PEM with CRLF': (key) => pkcs8(key).replaceAll('\n', '\r\n'),
  'PEM on one line': (key) => pkcs8(key).replaceAll('\n', ' '),
  'PEM with literal line ends': (key) => pkcs8(key).replaceAll('\n', '\\n'),
  'PEM in a JSON string': (key) => JSON.stringify({ message: pkcs8(key) }),
  'PEM in JSON in JSON': (key) => JSON.stringify(JSON.stringify({ message: pkcs8(key) })),
  'PEM in a URI': (key) => `https://example.com/?q=${encodeURIComponent(pkcs8(key))}`,
  'PEM in a URI in a URI': (key) => encodeURIComponent(encodeURIComponent(pkcs8(key))),
  'PEM in XML': (key) =>
    pkcs8(key).replaceAll('/', '&#x2F;').replaceAll('+', '&plus;').replaceAll('\n', '&#10;'),
  'PEM quoted and indented': (key) =>
    pkcs8(key)
      .split('\n')
      .map((line) => `   > "${line}",`)
      .join('\n'),
  'PEM behind times': (key) =>
    pkcs8(key)
      .split('\n')
      .map((line) => `2026-11-23T08:00:00Z ${line}`)
      .join('\n'),
  'PEM backwards': (key) => backwards(pkcs8(key)),
  'PEM as UTF-16': (key) => Buffer.from(pkcs8(key), 'utf16le').toString('latin1'),
  'base64 of the PEM': (key) => Buffer.from(pkcs8(key)).toString('base64'),
  'base64 of the PEM without its last line end': (key) => Buffer.from(pkcs8(key).trim()).toString('base64'),
  'base64 of the PEM, 64 wide': (key) => wrap(Buffer.from(pkcs8(key)).toString('base64'), 64),
  'base64 of the PEM, 76 wide': (key) => wrap(Buffer.from(pkcs8(key)).toString('base64'), 76),
  'base64 of base64 of the PEM': (key) =>
    Buffer.from(Buffer.from(pkcs8(key)).toString('base64')).toString('base64'),
  'base64 of the PEM as UTF-16': (key) => Buffer.from(pkcs8(key), 'utf16le').toString('base64'),
  'base64 within other text': (key) => Buffer.from(`user:${pkcs8(key)}`).toString('base64'),
  'base64 of the DER, 16 wide': (key) => wrap(der(key).toString('base64'), 16),
  'base64url of the DER': (key) => der(key).toString('base64url'),
  'hex of the DER': (key) => der(key).toString('hex'),
  'hex in capitals with colons': (key) =>
    wrap(der(key).toString('hex').toUpperCase(), 2).replaceAll('\n', ':'),
  'hex of the PEM': (key) => Buffer.from(pkcs8(key)).toString('hex'),
  'hex with 0x': (key) => [...der(key)].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', '),
  'hex escapes': (key) => [...der(key)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  'hex backwards': (key) => backwards(der(key).toString('hex')),
  'a list of bytes': (key) => JSON.stringify([...der(key)]),
  'a list of bytes, a line each': (key) => JSON.stringify([...der(key)], undefined, 2),
  'a list of signed bytes': (key) => [...der(key)].map((byte) => (byte > 127 ? byte - 256 : byte)).join(', '),
  'a Buffer in JSON': (key) => JSON.stringify({ key: der(key) }),
  'an inspected array': (key) => inspect(new Uint8Array(der(key)), { maxArrayLength: 5000 }),
  'an inspected Buffer of the secret number': (key) => inspect(secretOf(key)),
  'a JWK': (key) => JSON.stringify(key.export({ format: 'jwk' })),
  'the secret number in decimal': (key) => BigInt(`0x${secretOf(key).toString('hex')}`).toString(),
  base32: (key) => base32(der(key)),
  'base32 in groups': (key) => wrap(base32(secretOf(key)), 8).replaceAll('\n', ' '),
  'octal escapes': (key) => [...der(key)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  'octal escapes of the PEM': (key) =>
    [...Buffer.from(pkcs8(key))].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  'quoted-printable': (key) =>
    `a=\n${[...der(key)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')}`,
  'base64 in the cells of a table': (key) =>
    wrap(secretOf(key).toString('base64'), 8).replaceAll('\n', ' | '),
  'base64 between semicolons': (key) => wrap(secretOf(key).toString('base64'), 8).replaceAll('\n', ';'),
  'eleven bytes in decimal': (key) => BigInt(`0x${secretOf(key).subarray(2, 13).toString('hex')}`).toString(),
  'raw bytes': (key) => der(key).toString('latin1'),
  'a third of the secret number in hex': (key) => secretOf(key).subarray(3, 14).toString('hex'),
  'a piece of the secret number in base64': (key) => secretOf(key).subarray(5, 17).toString('base64'),
};
