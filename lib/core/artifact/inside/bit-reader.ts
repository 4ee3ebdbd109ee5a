/** Reads bits of bytes, the highest of each byte first; beyond the end they are zeros, and `isPastEnd`. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #heldBits = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** `count` bits, at most 24. */
  bits(count: number): number {
    while (this.#heldBits < count) {
      this.#held = ((this.#held << 8) | (this.#bytes[this.#at] ?? 0)) >>> 0;
      this.#heldBits += 8;
      this.#at += 1;
    }
    this.#heldBits -= count;
    const value = (this.#held >>> this.#heldBits) & ((1 << count) - 1);
    this.#held &= (1 << this.#heldBits) - 1;
    return value;
  }

  get isPastEnd(): boolean {
    return this.position > this.#bytes.length;
  }

  /** The first whole byte that was not begun. */
  get position(): number {
    return this.#at - Math.floor(this.#heldBits / 8);
  }

  /** How many bits of the byte before `position` are left. */
  get bitsLeft(): number {
    return this.#heldBits % 8;
  }
}
