import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Finding } from './finding.ts';
import { CHECK_FILE, MISSING } from './form-texts.ts';
import type { KeyBlock } from './input-form.ts';
import { decryptCostly, obstacleTo } from './key-encryption.ts';
import { standIn } from './pasted-text.ts';
import type { MissingForm } from './pasted-text.ts';

/** The key found, if there is exactly one, and what there is to say about it. */
export interface KeyRead {
  readonly key: KeyObject | undefined;
  readonly findings: readonly Finding[];
}

type Opened =
  | { readonly key: KeyObject }
  | { readonly fault: KeyFault }
  /** `obstacle` continues "is encrypted". */
  | { readonly fault: 'encryption-unsupported'; readonly obstacle: string };
type KeyFault = 'passphrase-missing' | 'passphrase-wrong' | 'cipher-outdated' | 'unreadable';

const PLAIN = 'openssl pkey -in private-key.pem -out plain.pem';

/**
 * Opens all key blocks of an input, which must be one and the same key.
 * @param input the name of the input with the key; `passphraseInput` that of the passphrase
 */
export function readKeys(
  blocks: readonly KeyBlock[],
  passphrase: string | undefined,
  input: string,
  passphraseInput: string,
): KeyRead {
  const findings: Finding[] = [];
  const keys: KeyObject[] = [];
  for (const block of blocks) {
    const opened = open(block, passphrase);
    if ('key' in opened) keys.push(opened.key);
    else if ('obstacle' in opened) findings.push(obstacleFinding(opened.obstacle, input));
    else findings.push(faultFinding(opened.fault, input, passphraseInput, standIn(passphrase ?? '')));
  }
  const [key] = keys;
  if (key !== undefined && keys.some((other) => !other.equals(key))) {
    const sentence = `\`${input}\` holds different private keys. Give only the one that belongs to the certificate.`;
    findings.push({ reason: 'PRIVATE_KEYS_DIFFER', severity: 'refuse', input, sentence });
  }
  if (passphrase && blocks.length > 0 && !blocks.some(isEncrypted)) {
    const form = standIn(passphrase);
    const cause = form === undefined ? 'is set' : MISSING[form].cause;
    const sentence = `\`${passphraseInput}\` ${cause}, but the key in \`${input}\` is not encrypted. Remove \`${passphraseInput}\`, or give the encrypted key.`;
    findings.push({ reason: 'PASSPHRASE_UNUSED', severity: 'warn', input: passphraseInput, sentence });
  }
  return { key: findings.some(({ severity }) => severity === 'refuse') ? undefined : key, findings };
}

function isEncrypted(block: KeyBlock): boolean {
  return block.kind === 'encrypted-pkcs8' || block.kind === 'legacy-encrypted';
}

/** The key of a block, if these are the block and the passphrase for it. Never throws. */
export function openKey(block: KeyBlock, passphrase: string | undefined): KeyObject | undefined {
  const opened = open(block, passphrase);
  return 'key' in opened ? opened.key : undefined;
}

function open(block: KeyBlock, passphrase: string | undefined): Opened {
  // Before a passphrase is asked for: none would open it.
  const obstacle = block.kind === 'encrypted-pkcs8' ? obstacleTo(block.der) : undefined;
  if (obstacle !== undefined) return { fault: 'encryption-unsupported', obstacle };
  if (isEncrypted(block) && !passphrase) return { fault: 'passphrase-missing' };
  // A secret set by `echo` ends with a line break that was never part of the passphrase.
  const shorter = passphrase?.replace(/\r?\n$/, '');
  const opened = tryOpen(block, passphrase);
  return 'fault' in opened && shorter !== passphrase ? tryOpen(block, shorter) : opened;
}

function tryOpen(block: KeyBlock, passphrase = ''): Opened {
  try {
    if (block.kind === 'legacy-encrypted') {
      return { key: createPrivateKey({ key: block.pem, format: 'pem', passphrase }) };
    }
    if (block.kind === 'encrypted-pkcs8') {
      const key = Buffer.from(decryptCostly(block.der, passphrase) ?? block.der);
      return { key: createPrivateKey({ key, format: 'der', type: 'pkcs8', passphrase }) };
    }
    return { key: createPrivateKey({ key: Buffer.from(block.der), format: 'der', type: block.kind }) };
  } catch (error) {
    // The error is only inspected, never passed on: it may contain what was read.
    if (!isEncrypted(block)) return { fault: 'unreadable' };
    return { fault: isOutdated(error) ? 'cipher-outdated' : 'passphrase-wrong' };
  }
}

function isOutdated(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_OSSL_EVP_UNSUPPORTED'
  );
}

function obstacleFinding(obstacle: string, input: string): Finding {
  const sentence = `The key in \`${input}\` is encrypted ${obstacle}. Export it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.`;
  return { severity: 'refuse', reason: 'ENCRYPTION_UNSUPPORTED', input, sentence };
}

/** @param form set if the passphrase looks like a placeholder: it was tried nevertheless */
function faultFinding(
  fault: KeyFault,
  input: string,
  passphraseInput: string,
  form: MissingForm | undefined,
): Finding {
  if (fault === 'passphrase-wrong' && form !== undefined) {
    const { cause, cure = '' } = MISSING[form];
    const sentence = `\`${passphraseInput}\` ${cause}, and does not open the encrypted key in \`${input}\`. ${cure}`;
    return { severity: 'refuse', reason: 'PASSPHRASE_STAND_IN', input: passphraseInput, sentence };
  }
  const findings: Readonly<Record<KeyFault, Omit<Finding, 'severity'>>> = {
    'passphrase-missing': {
      reason: 'PASSPHRASE_MISSING',
      input: passphraseInput,
      sentence: `The key in \`${input}\` is encrypted, but \`${passphraseInput}\` is empty. Set it, or give the plain key: \`${PLAIN}\`.`,
    },
    'passphrase-wrong': {
      reason: 'PASSPHRASE_WRONG',
      input: passphraseInput,
      sentence: `\`${passphraseInput}\` does not open the key in \`${input}\`: the passphrase is wrong, or the key is damaged. Try them by hand: \`${PLAIN}\`.`,
    },
    'cipher-outdated': {
      reason: 'CIPHER_UNSUPPORTED',
      input,
      sentence: `The key in \`${input}\` is encrypted in an outdated way that is no longer supported. Convert it to a plain key: \`${PLAIN} -provider legacy -provider default\`.`,
    },
    unreadable: {
      reason: 'PRIVATE_KEY_UNREADABLE',
      input,
      sentence: `The private key in \`${input}\` is damaged: it looks like a key, but its content is not one. ${CHECK_FILE}`,
    },
  };
  return { severity: 'refuse', ...findings[fault] };
}
