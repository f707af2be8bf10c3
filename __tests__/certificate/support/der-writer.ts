/** Writes DER by hand, so that certificates can be made that no library would make. */
export type Der = Buffer;

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...header), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Der => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Der => tlv(0x31, ...parts);
export const octets = (...parts: readonly Uint8Array[]): Der => tlv(0x04, ...parts);
export const bits = (unused: number, ...parts: readonly Uint8Array[]): Der =>
  tlv(0x03, Uint8Array.of(unused), ...parts);
export const utf8 = (text: string): Der => tlv(0x0c, Buffer.from(text));
export const boolean = (value: boolean): Der => tlv(0x01, Uint8Array.of(value ? 0xff : 0));
export const nothing: Der = tlv(0x05);
/** An explicit or constructed context tag. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Der => tlv(0xa0 + number, ...parts);
/** An implicit, primitive context tag. */
export const implicit = (number: number, ...parts: readonly Uint8Array[]): Der =>
  tlv(0x80 + number, ...parts);

/** A non-negative INTEGER from hex. */
export function integer(hex: string): Der {
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? tlv(0x02, Uint8Array.of(0), bytes) : tlv(0x02, bytes);
}

export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(arcOctets)));
}

function arcOctets(arc: number): number[] {
  const found = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
    found.unshift(0x80 + (left % 128));
  }
  return found;
}

/** UTCTime up to 2049, GeneralizedTime from 2050, as RFC 5280 asks. */
export function time(ms: number): Der {
  const text = `${new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
  return Number(text.slice(0, 4)) < 2050
    ? tlv(0x17, Buffer.from(text.slice(2)))
    : tlv(0x18, Buffer.from(text));
}

/** A name of one attribute a part: `{ O: 'Example', CN: 'client' }`. */
export function distinguishedName(parts: Readonly<Record<string, string>>): Der {
  const numbers: Readonly<Record<string, string>> = {
    C: '2.5.4.6',
    O: '2.5.4.10',
    OU: '2.5.4.11',
    CN: '2.5.4.3',
  };
  return sequence(
    ...Object.entries(parts).map(([key, value]) => set(sequence(oid(numbers[key] ?? key), utf8(value)))),
  );
}
