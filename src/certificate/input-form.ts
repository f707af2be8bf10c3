import type { EnvelopeFields } from './envelope.ts';
import { finding, type Finding } from './finding.ts';
import { BROKEN, envelopeText, FOREIGN, MISSING, OTHER_BLOCKS, TOO_LARGE } from './form-texts.ts';
import type { FormText } from './form-texts.ts';
import type { Reading } from './pasted-text.ts';
import type { Block } from './pem.ts';

export type Role = 'certificate' | 'private-key' | 'ca';

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

/** Why a text, or what it holds, is not what an input should hold, with the cure in any case. */
export function formText(
  reading: Reading,
  role: Role,
  swapped = '',
): readonly [reason: string, cause: string, cure: string] {
  const [reason, cause, cure] = textFor(reading, role, swapped);
  return [reason, cause, cure ?? WANTED[role]];
}

export function judgeForm(reading: Reading, role: Role, names: InputNames, input: string): Finding {
  const swapped = `Were \`${names.certificate}\` and \`${names.privateKey}\` swapped?`;
  const [reason, cause, cure] = formText(reading, role, swapped);
  return finding('refuse', reason, input, `\`${input}\` ${cause}. ${cure}`);
}

function textFor(reading: Reading, role: Role, swapped: string): FormText {
  switch (reading.kind) {
    case 'missing':
      return MISSING[reading.form];
    case 'broken':
      return BROKEN[reading.fault];
    case 'foreign':
      return FOREIGN[reading.form];
    case 'envelope':
      return envelopeText(reading.fields.document, fieldFor(role, reading.fields));
    case 'too-large':
      return TOO_LARGE;
    case 'blocks':
      return blocksText(reading.blocks, role, swapped);
  }
}

/** Kubernetes names the fields of a Secret with a certificate itself. */
function fieldFor(role: Role, { document, certificate, key }: EnvelopeFields): string | undefined {
  const usual = { certificate: 'tls.crt', 'private-key': 'tls.key', ca: 'ca.crt' };
  const found = role === 'private-key' ? key : certificate;
  return found ?? (document === 'kubernetes' ? usual[role] : undefined);
}

function blocksText(blocks: readonly Block[], role: Role, swapped: string): FormText {
  const kinds = new Set(blocks.map((block) => block.kind));
  const { pkcs12, pkcs7, openssh, csr, publicKey, pgp, other } = OTHER_BLOCKS;
  // Advice on how to get a certificate does not help if a key is wanted.
  const forCertificates = (text: FormText): FormText => (role === 'private-key' ? [text[0], text[1]] : text);
  const texts: readonly (readonly [boolean, FormText])[] = [
    [kinds.has('pkcs12'), pkcs12],
    [kinds.has('pkcs7'), forCertificates(pkcs7)],
    [kinds.has('openssh'), openssh],
    [kinds.has('certificate'), ['HOLDS_CERTIFICATE', 'holds a certificate', swapped]],
    [blocks.some(isKey), ['HOLDS_PRIVATE_KEY', 'holds a private key', swapped]],
    [kinds.has('csr'), forCertificates(csr)],
    [kinds.has('public-key') || kinds.has('ssh-public'), publicKey],
    [kinds.has('pgp'), pgp],
  ];
  return texts.find(([applies]) => applies)?.[1] ?? other;
}

export interface Usable {
  /** In DER. */
  readonly certificates: readonly Uint8Array[];
  readonly keys: readonly KeyBlock[];
}

/** The blocks of a pasted text that an input may be meant for. */
export function usableIn(reading: Reading): Usable {
  const blocks = reading.kind === 'blocks' ? reading.blocks : [];
  const certificates = blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
  return { certificates, keys: blocks.filter(isKey) };
}

const KEY_KINDS = ['pkcs8', 'pkcs1', 'sec1', 'encrypted-pkcs8', 'legacy-encrypted'] as const;

export type KeyBlock = Extract<Block, { readonly kind: (typeof KEY_KINDS)[number] }>;

export function isKey(block: Block): block is KeyBlock {
  return KEY_KINDS.some((kind) => kind === block.kind);
}
