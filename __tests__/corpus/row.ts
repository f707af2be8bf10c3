import type { Made } from '../certificate/support/certificates.ts';
import { uploadedKey } from '../certificate/support/keys.ts';

/** One thing people paste, and what must come of it. Free of test code: the black box drives the same rows. */
export interface Row {
  /** A sentence's subject: `CRLF line ends`. */
  readonly name: string;
  readonly paste: {
    readonly certificate: string;
    readonly privateKey?: string | undefined;
    readonly passphrase?: string | undefined;
    readonly clientCa?: string;
  };
  readonly expected: Expected;
  /** Texts that must not appear in anything that is said. */
  readonly secrets: readonly string[];
}

export type Expected =
  | {
      readonly kind: 'passed';
      /** Reasons of the warnings, in order. */
      readonly findings: readonly ExpectedFinding[];
      /** What is uploaded, whatever was pasted. */
      readonly uploads: { readonly certificate: string; readonly privateKey: string };
    }
  | { readonly kind: 'refused'; readonly findings: readonly ExpectedFinding[] };

export interface ExpectedFinding {
  readonly reason: string;
  readonly severity: string;
  readonly input: string;
  /** Parts of the sentence. */
  readonly says: readonly string[];
}

/** What the inputs are called. */
export const NAMES = {
  certificate: 'certificate',
  privateKey: 'private-key',
  passphrase: 'private-key-passphrase',
} as const;

export const refuse = (reason: string, input: string, ...says: readonly string[]): ExpectedFinding => ({
  reason,
  severity: 'refuse',
  input,
  says,
});

export const warn = (reason: string, input: string, ...says: readonly string[]): ExpectedFinding => ({
  reason,
  severity: 'warn',
  input,
  says,
});

/** A row that passes, with the warnings given, and uploads `one` and its key in their clean form. */
export function passing(
  name: string,
  one: Made,
  paste: Row['paste'],
  ...findings: readonly ExpectedFinding[]
): Row {
  const uploads = { certificate: one.pem, privateKey: uploadedKey(one.keys) };
  return { name, paste, expected: { kind: 'passed', findings, uploads }, secrets: secretsOf(paste) };
}

/** A row that is refused; nothing that was pasted may be echoed. */
export function refusing(name: string, paste: Row['paste'], ...findings: readonly ExpectedFinding[]): Row {
  return { name, paste, expected: { kind: 'refused', findings }, secrets: secretsOf(paste) };
}

/** Passing or refused, as the findings have it. */
export function settling(
  name: string,
  one: Made,
  paste: Row['paste'],
  ...findings: readonly ExpectedFinding[]
): Row {
  return findings.some(({ severity }) => severity === 'refuse')
    ? refusing(name, paste, ...findings)
    : passing(name, one, paste, ...findings);
}

function secretsOf({ certificate, privateKey = '', passphrase = '' }: Row['paste']): readonly string[] {
  return [certificate, privateKey, passphrase].filter((text) => text.length >= 8);
}
