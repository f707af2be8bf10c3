import { createHash } from 'node:crypto';

/** The certificate an origin is to name when it echoes what Cloudflare presented. */
export interface ExpectedCertificate {
  /** Hex, as openssl prints it. */
  readonly serialNumber: string;
  readonly serialDecimal: string;
  /** SHA-256 of the DER, hex. */
  readonly fingerprint: string;
  readonly fingerprintSha1: string;
}

/** What an origin says of the client certificate it saw, reduced to what is safe to print. */
export type Echo =
  /** No header, or one that says there was no certificate. */
  | { readonly kind: 'none' }
  /** A serial number or fingerprint: upper-case hex without colons or leading zeros, or decimal. */
  | { readonly kind: 'digits'; readonly digits: string }
  /** A whole certificate: the SHA-256 of its DER, upper-case hex. */
  | { readonly kind: 'certificate'; readonly fingerprint: string }
  | { readonly kind: 'unreadable' };

/** Longest certificate worth decoding, as header text. */
const MAX_TEXT = 32 * 1024;

/**
 * Reads the echo header in the forms servers give it: `$ssl_client_serial` and fingerprints (hex,
 * with or without colons, decimal from Caddy), `$ssl_client_escaped_cert` and its kin (URL-escaped
 * PEM, also without armour as Traefik sends it), RFC 9440 `:base64:`, Envoy's `Hash=`. Never throws.
 */
export function readEcho(text: string | undefined): Echo {
  const whole = text?.trim() ?? '';
  // One that a proxy repeats is there twice, joined by a comma.
  const [first = '', ...others] = new Set(whole.split(/\s*,\s*/u));
  const trimmed = others.length === 0 ? first : whole;
  if (/^(?:|-|none|null|\(null\)|""|0)$/iu.test(trimmed)) return { kind: 'none' };
  if (trimmed.length > MAX_TEXT) return { kind: 'unreadable' };
  return readDigits(trimmed) ?? readCertificate(trimmed) ?? { kind: 'unreadable' };
}

/** Whether the echo names the expected certificate, by whichever of its numbers. */
export function echoNames(echo: Echo, expected: ExpectedCertificate): boolean {
  if (echo.kind === 'certificate') return plainDigits(expected.fingerprint) === plainDigits(echo.fingerprint);
  if (echo.kind !== 'digits') return false;
  const numbers = [
    expected.serialNumber,
    expected.serialDecimal,
    expected.fingerprint,
    expected.fingerprintSha1,
  ];
  return numbers.some((number) => plainDigits(number) === echo.digits);
}

/** Safe to print, never free text of the origin: serial numbers as openssl prints them, lower-case fingerprints. */
export function echoInWords(echo: Echo, expected?: ExpectedCertificate): string | undefined {
  if (echo.kind === 'certificate') return echo.fingerprint.toLowerCase();
  if (echo.kind !== 'digits') return undefined;
  const { digits } = echo;
  if (expected !== undefined && echoNames(echo, expected)) {
    const fingerprint = [expected.fingerprint, expected.fingerprintSha1].find(
      (one) => plainDigits(one) === digits,
    );
    return fingerprint ?? expected.serialNumber;
  }
  // Digits alone may be decimal.
  const isHex = /[A-F]/u.test(digits);
  return isHex && digits.length % 2 === 1 ? `0${digits}` : digits;
}

function readDigits(text: string): Echo | undefined {
  const envoy = /(?:^|[;,])\s*hash=([0-9a-f]{64})(?:[;,]|$)/iu.exec(text)?.[1];
  const bare = text
    .replace(/^"(.*)"$/u, '$1')
    .replace(/^(?:serial|sha-?1|sha-?256)(?:[ _-]?fingerprint)?[=:/ ]\s*/iu, '');
  const digits = plainDigits(envoy ?? bare);
  return /^[0-9A-F]{1,64}$/u.test(digits) ? { kind: 'digits', digits } : undefined;
}

/** Serial numbers come with and without leading zeros, colons, spaces and `0x`. */
export function plainDigits(text: string): string {
  return text
    .replace(/^0x/iu, '')
    .replaceAll(/[:\s]/gu, '')
    .toUpperCase()
    .replace(/^0+(?=.)/u, '');
}

function readCertificate(text: string): Echo | undefined {
  const envoy = /(?:^|[;,])\s*cert="?([^";,]+)/iu.exec(text)?.[1];
  const leaf = unescape(envoy ?? text)
    .replaceAll('-----BEGIN CERTIFICATE-----', '')
    .replace(/(?:-----END CERTIFICATE-----|[,;]).*$/su, '');
  const base64 = leaf.replaceAll(/^:|:$|\s/gu, '');
  if (!/^MI[A-Za-z0-9+/]{100,}={0,2}$/u.test(base64)) return undefined;
  const fingerprint = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
  return { kind: 'certificate', fingerprint: fingerprint.toUpperCase() };
}

/** `+` stays: it is base64 here, never a blank. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
