import { createPrivateKey, type KeyObject } from 'node:crypto';
import { codeOf } from '../errors.ts';
import { finding, isRefusal, type Finding } from './finding.ts';
import { CHECK_FILE, MISSING } from './form-texts.ts';
import type { KeyBlock } from './input-form.ts';
import { decryptCostly, obstacleTo } from './key-encryption.ts';
import { standIn, type MissingForm } from './pasted-text.ts';

/** The key found, if there is exactly one, and what there is to say about it. */
export interface KeyRead {
  readonly key: KeyObject | undefined;
  readonly findings: readonly Finding[];
}

type Opened =
  | { readonly key: KeyObject }
  | { readonly fault: KeyFault }
  /** Continues "is encrypted". */
  | { readonly obstacle: string };
type KeyFault = 'passphrase-missing' | 'passphrase-wrong' | 'cipher-outdated' | 'unreadable';

const PLAIN = 'openssl pkey -in private-key.pem -out plain.pem';

/** Opens all key blocks of an input, which must be one and the same key. */
export function readKeys(
  blocks: readonly KeyBlock[],
  passphrase: string | undefined,
  input: string,
  passphraseInput: string,
): KeyRead {
  const findings: Finding[] = [];
  const keys: KeyObject[] = [];
  const form = standIn(passphrase ?? '');
  for (const block of blocks) {
    const opened = open(block, passphrase);
    if ('key' in opened) keys.push(opened.key);
    else if ('fault' in opened) findings.push(faultFinding(opened.fault, input, passphraseInput, form));
    else {
      const says = `The key in \`${input}\` is encrypted ${opened.obstacle}. Export it again with the tool that made it: plain, or with AES-256-CBC and PBKDF2.`;
      findings.push(finding('refuse', 'ENCRYPTION_UNSUPPORTED', input, says));
    }
  }
  const [key] = keys;
  if (key !== undefined && keys.some((other) => !other.equals(key))) {
    const says = `\`${input}\` holds different private keys. Give only the one that belongs to the certificate.`;
    findings.push(finding('refuse', 'PRIVATE_KEYS_DIFFER', input, says));
  }
  if (passphrase && blocks.length > 0 && !blocks.some(isEncrypted)) {
    const cause = form === undefined ? 'is set' : MISSING[form][1];
    const says = `\`${passphraseInput}\` ${cause}, but the key in \`${input}\` is not encrypted. Remove \`${passphraseInput}\`, or give the encrypted key.`;
    findings.push(finding('warn', 'PASSPHRASE_UNUSED', passphraseInput, says));
  }
  return { key: findings.some(isRefusal) ? undefined : key, findings };
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
  if (obstacle !== undefined) return { obstacle };
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
    const isOutdated = codeOf(error) === 'ERR_OSSL_EVP_UNSUPPORTED';
    return { fault: isOutdated ? 'cipher-outdated' : 'passphrase-wrong' };
  }
}

/** @param form set if the passphrase looks like a placeholder: it was tried nevertheless */
function faultFinding(
  fault: KeyFault,
  input: string,
  passphraseInput: string,
  form: MissingForm | undefined,
): Finding {
  if (fault === 'passphrase-wrong' && form !== undefined) {
    const [, cause, cure] = MISSING[form];
    const says = `\`${passphraseInput}\` ${cause}, and does not open the encrypted key in \`${input}\`. ${cure}`;
    return finding('refuse', 'PASSPHRASE_STAND_IN', passphraseInput, says);
  }
  const of: Readonly<Record<KeyFault, readonly [reason: string, at: string, says: string]>> = {
    'passphrase-missing': [
      'PASSPHRASE_MISSING',
      passphraseInput,
      `The key in \`${input}\` is encrypted, but \`${passphraseInput}\` is empty. Set it, or give the plain key: \`${PLAIN}\`.`,
    ],
    'passphrase-wrong': [
      'PASSPHRASE_WRONG',
      passphraseInput,
      `\`${passphraseInput}\` does not open the key in \`${input}\`: the passphrase is wrong, or the key is damaged. Try them by hand: \`${PLAIN}\`.`,
    ],
    'cipher-outdated': [
      'CIPHER_UNSUPPORTED',
      input,
      `The key in \`${input}\` is encrypted in an outdated way that is no longer supported. Convert it to a plain key: \`${PLAIN} -provider legacy -provider default\`.`,
    ],
    unreadable: [
      'PRIVATE_KEY_UNREADABLE',
      input,
      `The private key in \`${input}\` is damaged: it looks like a key, but its content is not one. ${CHECK_FILE}`,
    ],
  };
  return finding('refuse', ...of[fault]);
}
