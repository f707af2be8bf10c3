/**
 * Finds any piece of `length` bytes of the secrets in a stretch of bytes. Two small tables rule out
 * nearly every place without making a string, so that a megabyte takes milliseconds.
 */
export class WindowIndex {
  readonly length: number;
  readonly #windows = new Set<string>();
  readonly #heads = new Uint8Array(65_536);
  readonly #tails = new Uint8Array(65_536);

  constructor(length: number) {
    this.length = length;
  }

  /** Registers every window of a secret that `isTelling` accepts. */
  add(secret: Uint8Array, isTelling: (window: Uint8Array) => boolean): void {
    for (let at = 0; at + this.length <= secret.length; at += 1) {
      const window = secret.subarray(at, at + this.length);
      if (!isTelling(window)) continue;
      this.#windows.add(latin1(window));
      this.#heads[pair(window, 0)] = 1;
      this.#tails[pair(window, this.length - 2)] = 1;
    }
  }

  occursIn(bytes: Uint8Array): boolean {
    const heads = this.#heads;
    const tails = this.#tails;
    const last = bytes.length - this.length;
    for (let at = 0; at <= last; at += 1) {
      if (heads[pair(bytes, at)] !== 1 || tails[pair(bytes, at + this.length - 2)] !== 1) continue;
      if (this.#windows.has(latin1(bytes.subarray(at, at + this.length)))) return true;
    }
    return false;
  }
}

function pair(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
