import type { EnvelopeFields } from './envelope.ts';
import type { Finding } from './finding.ts';
import * as TEXTS from './form-texts.ts';
import type { FormText } from './form-texts.ts';
import type { Block } from './pem.ts';
import type { Reading } from './pasted-text.ts';

/** What an input should hold. */
export type Role = 'certificate' | 'private-key' | 'ca';

/** The user's names for the inputs of one target. */
export interface InputNames {
  readonly certificate: string;
  readonly privateKey: string;
  readonly passphrase: string;
}

export const WANTED: Readonly<Record<Role, string>> = {
  certificate: 'Give the client certificate in PEM ("-----BEGIN CERTIFICATE-----").',
  'private-key': 'Give the private key in PEM ("-----BEGIN PRIVATE KEY-----").',
  ca: 'Give the CA certificates in PEM ("-----BEGIN CERTIFICATE-----").',
};

/** A text without valid PEM blocks. */
type Unusable = Exclude<Reading, { readonly kind: 'blocks' }>;

/** Why a text is not usable PEM, as a finding on `input`. */
export function judgeForm(reading: Unusable, role: Role, input: string): Finding {
  return refusal(formText(reading, role), role, input);
}

/** The same as reason, cause and cure. */
export function formText(reading: Unusable, role: Role): FormText {
  switch (reading.kind) {
    case 'missing':
      return TEXTS.MISSING[reading.form];
    case 'broken':
      return TEXTS.BROKEN[reading.fault];
    case 'foreign':
      return TEXTS.FOREIGN[reading.form];
    case 'envelope': {
      const { document, ...fields } = reading.fields;
      return TEXTS.envelopeText(document, fieldFor(role, document, fields));
    }
    case 'too-large':
      return TEXTS.TOO_LARGE;
  }
}

/** Kubernetes names the fields of a Secret with a certificate itself. */
function fieldFor(
  role: Role,
  document: EnvelopeFields['document'],
  { certificate, key }: Pick<EnvelopeFields, 'certificate' | 'key'>,
): string | undefined {
  const usual = document === 'kubernetes' ? KUBERNETES_FIELDS[role] : undefined;
  return (role === 'private-key' ? key : certificate) ?? usual;
}

const KUBERNETES_FIELDS: Readonly<Record<Role, string>> = {
  certificate: 'tls.crt',
  'private-key': 'tls.key',
  ca: 'ca.crt',
};

/** The finding for valid blocks, none of which is what `input` should hold. */
export function judgeBlocks(blocks: readonly Block[], role: Role, names: InputNames, input: string): Finding {
  const swapped = `Were \`${names.certificate}\` and \`${names.privateKey}\` swapped?`;
  return refusal(blocksText(blocks, role, swapped), role, input);
}

/** The same as reason, cause and cure. */
export function blocksText(blocks: readonly Block[], role: Role, swapped = ''): FormText {
  const kinds = new Set(blocks.map((block) => block.kind));
  const texts: readonly (readonly [boolean, FormText])[] = [
    [kinds.has('pkcs12'), TEXTS.PKCS12],
    [kinds.has('pkcs7'), forCertificates(TEXTS.PKCS7, role)],
    [kinds.has('openssh'), TEXTS.OPENSSH],
    [kinds.has('certificate'), { reason: 'HOLDS_CERTIFICATE', cause: 'holds a certificate', cure: swapped }],
    [blocks.some(isKey), { reason: 'HOLDS_PRIVATE_KEY', cause: 'holds a private key', cure: swapped }],
    [kinds.has('csr'), forCertificates(TEXTS.CSR, role)],
    [kinds.has('public-key') || kinds.has('ssh-public'), TEXTS.PUBLIC_KEY],
    [kinds.has('pgp'), TEXTS.PGP],
  ];
  return texts.find(([applies]) => applies)?.[1] ?? TEXTS.OTHER_PEM;
}

/** Advice on how to get a certificate does not help if a key is wanted. */
function forCertificates({ reason, cause, ...text }: FormText, role: Role): FormText {
  return role === 'private-key' ? { reason, cause } : { reason, cause, ...text };
}

function refusal(text: FormText, role: Role, input: string): Finding {
  const sentence = `\`${input}\` ${text.cause}. ${text.cure ?? WANTED[role]}`;
  return { reason: text.reason, severity: 'refuse', input, sentence };
}

const KEY_KINDS: ReadonlySet<string> = new Set([
  'pkcs8',
  'pkcs1',
  'sec1',
  'encrypted-pkcs8',
  'legacy-encrypted',
]);

/** A block with a private key in a format that can be read. */
export type KeyBlock = Extract<
  Block,
  { readonly kind: 'pkcs8' | 'pkcs1' | 'sec1' | 'encrypted-pkcs8' | 'legacy-encrypted' }
>;

export function isKey(block: Block): block is KeyBlock {
  return KEY_KINDS.has(block.kind);
}
