import { X509Certificate } from 'node:crypto';
import { complain } from './problem.ts';
import type { Field, Report } from './problem.ts';

const LONGEST = 1_048_576;
const BLOCK =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END (?:X509 |TRUSTED )?CERTIFICATE-----/gu;
const CURE = 'Give one or more certificates in PEM form, each from BEGIN to END CERTIFICATE.';

/**
 * A clean PEM bundle of authorities. Literal `\n`, indentation and base64 of the whole are undone.
 * Undefined where it is none, which is reported. Never echoed.
 */
export function readBundle(field: Field, report: Report): string | undefined {
  const fault = (reason: string, cause: string): undefined => {
    complain(report, field, reason, cause, CURE);
  };
  if (field.value.length > LONGEST) return fault('BUNDLE_TOO_LONG', 'is longer than 1 MiB');
  const text = plain(field.value);
  if (text.includes('PRIVATE KEY'))
    return fault('BUNDLE_HOLDS_KEY', 'holds a private key, which does not belong there');
  const blocks = [...text.matchAll(BLOCK)].map(([, body]) => (body ?? '').replaceAll(/\s/gu, ''));
  const begun = text.split('-----BEGIN ').length - 1;
  if (blocks.length === 0 || begun !== blocks.length)
    return fault(
      'NOT_A_BUNDLE',
      begun === 0 ? 'holds no certificate' : 'is cut off, or holds more than certificates',
    );
  const unreadable = blocks.findIndex((body) => !isCertificate(body));
  if (unreadable !== -1)
    return fault('BUNDLE_UNREADABLE', `holds a certificate that cannot be read, number ${unreadable + 1}`);
  return blocks.map(toPem).join('');
}

/** The text itself, also where the whole of it is in base64. */
function plain(text: string): string {
  const lines = text.replaceAll(/\\r?\\n|\\n/gu, '\n');
  if (!lines.startsWith('LS0tLS1CRUdJTi')) return lines;
  return Buffer.from(lines, 'base64').toString('latin1');
}

function isCertificate(body: string): boolean {
  try {
    return new X509Certificate(Buffer.from(body, 'base64')).raw.length > 0;
  } catch {
    return false;
  }
}

function toPem(body: string): string {
  const lines = body.match(/.{1,64}/gu) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
