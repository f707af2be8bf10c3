import { createDecipheriv, getCipherInfo, scryptSync } from 'node:crypto';
import { DER, readChildren, readOid, readWhole, type DerElement } from './der.ts';

/** Ten times what careful tools use; takes a second or two. */
const MOST_ROUNDS = 10_000_000;
const MIB = 1024 * 1024;
/** How much memory OpenSSL itself allows scrypt, and the most it gets here. */
const OPENSSL_MEMORY = 32 * MIB;
const MOST_MEMORY = 512 * MIB;

const PBES2 = '1.2.840.113549.1.5.13';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const DERIVATIONS: ReadonlySet<string> = new Set(['1.2.840.113549.1.5.12', SCRYPT]);
/** Modes that a key file can name but OpenSSL cannot read there. */
const UNREADABLE_MODES: ReadonlySet<string> = new Set(['gcm', 'ccm', 'ocb', 'wrap', 'xts', 'siv']);

/** Why an encrypted PKCS#8 key cannot be opened with any passphrase: continues "is encrypted". */
export function obstacleTo(der: Uint8Array): string | undefined {
  const { rounds, derivation, scrypt, cipher, info } = readScheme(der);
  if (rounds > MOST_ROUNDS)
    return `with more than ${MOST_ROUNDS.toLocaleString('en')} rounds, which take too long`;
  if (derivation !== undefined && !DERIVATIONS.has(derivation))
    return `by a key derivation that OpenSSL does not know (${derivation})`;
  if (scrypt !== undefined && scrypt.memory > MOST_MEMORY) {
    const { N, r, p } = scrypt;
    return `by scrypt at a cost (N=${N}, r=${r}, p=${p}) beyond the ${MOST_MEMORY / MIB} MiB that it is given here`;
  }
  if (cipher === undefined) return undefined;
  if (info === undefined) return `with a cipher that OpenSSL does not know (${cipher})`;
  return UNREADABLE_MODES.has(info.mode)
    ? `with ${info.name.replace(/^id-/, '').toUpperCase()}, which OpenSSL does not read in a key file`
    : undefined;
}

/**
 * The plain PKCS#8 of a key whose scrypt takes more memory than OpenSSL gives it; undefined if OpenSSL can
 * open it by itself.
 * @throws if the passphrase is another one
 */
export function decryptCostly(der: Uint8Array, passphrase: string): Uint8Array | undefined {
  const { scrypt, info, vector, data } = readScheme(der);
  if (!scrypt || !info || !vector || !data || scrypt.memory < OPENSSL_MEMORY) return undefined;
  const { salt, N, r, p } = scrypt;
  const key = scryptSync(passphrase, salt, info.keyLength, { N, r, p, maxmem: 2 * MOST_MEMORY });
  const decipher = createDecipheriv(info.name, key, vector);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** What a file of a PKCS#8 key says of its encryption (RFC 8018, RFC 7914). */
function readScheme(der: Uint8Array) {
  const [algorithm, data] = readChildren(readWhole(der)) ?? [];
  const [name, parameters] = readChildren(algorithm) ?? [];
  const [first, second] = readChildren(parameters) ?? [];
  // PBES1 has salt and rounds at once.
  if (readOid(name) !== PBES2) return { rounds: numberIn(second) };
  const [derivation, derivationParameters] = readChildren(first) ?? [];
  const [cipher, vector] = readChildren(second) ?? [];
  const [salt, ...costs] = readChildren(derivationParameters) ?? [];
  const [N = 0, r = 0, p = 0] = costs.map(numberIn);
  const isScrypt = readOid(derivation) === SCRYPT && salt !== undefined;
  const oid = readOid(cipher);
  return {
    rounds: isScrypt ? 0 : N,
    derivation: readOid(derivation),
    // Each lane takes its time, so lanes count like memory.
    scrypt: isScrypt ? { salt: salt.content, N, r, p, memory: 128 * N * r * p } : undefined,
    cipher: oid,
    // OpenSSL knows its ciphers by their numbers too.
    info: oid === undefined ? undefined : getCipherInfo(oid),
    vector: vector?.content,
    data: data?.content,
  };
}

/** Zero where there is none; beyond the safe integers no longer exact, and far too large anyway. */
function numberIn(element: DerElement | undefined): number {
  if (element?.tag !== DER.integer) return 0;
  return Number(BigInt(`0x0${Buffer.from(element.content).toString('hex')}`));
}
