import { EXPOSED } from './form-texts.ts';
import { blocksText, formText, isKey, WANTED } from './input-form.ts';
import { parseCertificate } from './leaf.ts';
import { readPasted } from './pasted-text.ts';

/** The certificates of a bundle of authorities, or why it is not one: the cause follows the input's name. */
export type AuthoritiesRead =
  | { readonly kind: 'read'; readonly ders: readonly Uint8Array[] }
  | { readonly kind: 'fault'; readonly reason: string; readonly cause: string; readonly cure: string };

const MAXIMUM_BYTES = 1024 * 1024;

/** Reads a bundle in any form in which people paste PEM. Anything besides certificates is skipped. */
export function readAuthorities(text: string): AuthoritiesRead {
  const reading = readPasted(text, MAXIMUM_BYTES);
  if (reading.kind !== 'blocks') return { kind: 'fault', cure: WANTED.ca, ...formText(reading, 'ca') };
  if (reading.blocks.some(isKey)) return { kind: 'fault', ...EXPOSED };
  const ders = reading.blocks.flatMap((block) => (block.kind === 'certificate' ? [block.der] : []));
  if (ders.length === 0) return { kind: 'fault', cure: WANTED.ca, ...blocksText(reading.blocks, 'ca') };
  const unreadable = ders.findIndex((der) => parseCertificate(der) === undefined);
  if (unreadable === -1) return { kind: 'read', ders };
  return {
    kind: 'fault',
    reason: 'CERTIFICATE_UNREADABLE',
    cause: `holds a certificate that cannot be read, number ${unreadable + 1}`,
    cure: WANTED.ca,
  };
}
