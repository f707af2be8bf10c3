import type { KeyObject } from 'node:crypto';
import { base64Forms, decimalForms, escapedForms, hexForms, pem, wrap, wrappedForms } from './encodings.ts';
import { keyMaterial, readPasted } from './pasted.ts';

/** A shorter piece of a key would also occur in ordinary text, and blank it. */
const SHORTEST_PIECE = 8;
/** A shorter passphrase protects nothing, and its mask would blank the log. */
const SHORTEST_TEXT = 4;
/** How much of a buffer `util.inspect` shows. */
const INSPECTED_BYTES = 50;

/**
 * Masks for PEM text exactly as it was pasted, before anything of it was understood: its body lines,
 * those of the text hidden in it by base64 or literal `\n`, and the whole in the forms that fit on
 * one line. Certificates in it are public and get none; neither do armour lines.
 * No value holds a line end: the runner would register the armour lines of a whole text as well.
 * @param unwrapped the same text as a reader of certificates understands it, layer by layer
 */
export function masksForPem(text: string, unwrapped: readonly string[] = []): readonly string[] {
  const { pieces, wholes } = readPasted(text, unwrapped);
  const forms = wholes.flatMap((whole) => {
    const bytes = Buffer.from(whole);
    return [whole, ...escapedForms(whole), ...base64Forms(bytes), ...wrappedForms(bytes.toString('base64'))];
  });
  // A piece of any length may be printed in lines of the usual width.
  const lines = pieces.filter((piece) => piece.length > 64).flatMap(wrappedForms);
  return ordered([...pieces, ...lines, ...forms], SHORTEST_PIECE);
}

/** Masks for every form in which a private key could be printed; a few hundred for RSA. */
export function masksForKey(key: KeyObject): readonly string[] {
  const { documents, integers } = keyMaterial(key);
  const masks = documents.flatMap(({ label, der }) => documentForms(label, der));
  masks.push(...integers.flatMap(integerForms));
  return ordered(masks, SHORTEST_PIECE);
}

function integerForms(integer: Buffer): string[] {
  // JWK keeps the zero byte before a short scalar (RFC 7518, 6.2.2.1); as a number it is not printed.
  const number = integer[0] === 0 ? integer.subarray(1) : integer;
  return [
    ...new Set([integer, number]),
    // Of a longer buffer, `util.inspect` shows the first bytes.
    integer.subarray(0, INSPECTED_BYTES),
  ]
    .flatMap((bytes) => [...base64Forms(bytes), ...hexForms(bytes), ...decimalForms(bytes)])
    .concat(BigInt(`0x${number.toString('hex')}`).toString());
}

function documentForms(label: string, der: Buffer): string[] {
  const body = der.toString('base64');
  const lines = wrap(body, 64);
  const files = (['\n', '\r\n'] as const)
    .map((lineEnd) => pem(label, der, lineEnd))
    .flatMap((file) => [file, file.trimEnd()]);
  return [
    ...base64Forms(der),
    ...wrappedForms(body),
    ...lines.map((line) => encodeURIComponent(line)),
    ...['\\n', '\\r\\n', '\\\\n', '%0A', '%0D%0A', ' '].map((joint) => lines.join(joint)),
    ...files.flatMap((file) => base64Forms(Buffer.from(file))),
    ...files.flatMap((file) => wrappedForms(Buffer.from(file).toString('base64'))),
    ...hexForms(der),
    ...hexForms(der.subarray(0, INSPECTED_BYTES)),
    ...decimalForms(der),
  ];
}

/**
 * Masks for a token, a passphrase, a proxy's password or the value of a header: raw, escaped, in
 * base64 at any place of a longer text (as in `Basic` credentials), and in hex. A short plain word
 * is masked in its encodings only, or the log would lose that word everywhere.
 */
export function masksForText(secret: string): readonly string[] {
  const values = new Set([secret, secret.trim(), ...secret.split(/[\r\n]+/u).map((line) => line.trim())]);
  const masks: string[] = [];
  for (const value of values) {
    if (value.length < SHORTEST_TEXT) continue;
    const bytes = Buffer.from(value);
    if (!isPlainWord(value)) masks.push(value, ...escapedForms(value));
    const encoded = [...base64Forms(bytes), ...base64Inside(bytes), ...hexForms(bytes)];
    masks.push(...encoded.filter((form) => form.length >= SHORTEST_PIECE));
  }
  return ordered(masks, SHORTEST_TEXT);
}

/** Letters only and shorter than a piece: `secret`, `zone`, `true`. */
export function isPlainWord(text: string): boolean {
  return text.length < SHORTEST_PIECE && /^\p{L}+$/u.test(text);
}

/** The characters of base64 that depend on these bytes alone when one or two others come before, and any after. */
function base64Inside(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded
      .slice(Math.ceil((before * 8) / 6), end)
      .replaceAll('-', '+')
      .replaceAll('_', '/');
  });
}

/** Without repetition and line ends, the longest first: a runner that replaces one after another would else cut a long one open. */
function ordered(masks: readonly string[], shortest: number): readonly string[] {
  const usable = masks.filter(
    (mask) => mask.length >= shortest && mask.trim() === mask && !/[\r\n]/u.test(mask),
  );
  return [...new Set(usable)].toSorted((a, b) => b.length - a.length);
}
