const MODULUS = 2 ** 52;
const MAX_MARK = 128;

/**
 * What stands for the content of a file or of all files of a folder, whatever their names: equal for equal content
 * (docs/design/evidence.md#content). Beside an equal size 52 bits leave nothing to chance that matters.
 */
export class ContentSum {
  #sum: number | null;

  /** `text`: goes on from what a sum has given; null where the content of a file is not known. */
  constructor(text: string | null = '0') {
    this.#sum = text === null ? null : Number.parseInt(text, 36);
  }

  /** `mark`: what a file's content is known by, such as an ETag; null where it is not known, and the sum then neither. */
  add(sizeBytes: number, mark: string | null): void {
    if (this.#sum === null) return;
    this.#sum = mark === null ? null : (this.#sum + hashOf(`${sizeBytes} ${mark.slice(0, MAX_MARK)}`)) % MODULUS;
  }

  /** In letters and digits; null where the content of a file is not known, or none was added. */
  get text(): string | null {
    return this.#sum === null || this.#sum === 0 ? null : this.#sum.toString(36);
  }
}

/** What stands for the content of a single file. */
export function contentOfFile(sizeBytes: number, mark: string | null): string | null {
  const sum = new ContentSum();
  sum.add(sizeBytes, mark);
  return sum.text;
}

/** 52 bits of a text, by two multiplicative hashes of 26: nothing here has to withstand an attacker. */
export function hashOf(text: string): number {
  let [high, low] = [0x2c1b3c6d, 0x297a2d39];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high ^= Math.imul(low ^ (low >>> 15), 0x735a2d97);
  low ^= Math.imul(high ^ (high >>> 15), 0xcaf649a9);
  return ((high >>> 6) * 2 ** 26 + (low >>> 6)) % MODULUS;
}
