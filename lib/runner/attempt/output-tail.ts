/** How much of the end of a command's output is kept for reports. */
const KEPT_BYTES = 16 * 1024;

/** Keeps the end of what was written to it, in whole lines where there are any. */
export class OutputTail {
  #chunks: Buffer[] = [];
  #bytes = 0;

  add(bytes: Buffer): void {
    // A copy: the chunk may be part of a larger buffer, which would stay in memory with it.
    this.#chunks.push(Buffer.from(bytes.subarray(-KEPT_BYTES)));
    this.#bytes += Math.min(bytes.length, KEPT_BYTES);
    while (this.#bytes - (this.#chunks[0]?.length ?? 0) >= KEPT_BYTES) this.#bytes -= this.#chunks.shift()?.length ?? 0;
  }

  /** As text; what is no UTF-8 is replaced. */
  text(): string {
    const all = Buffer.concat(this.#chunks);
    if (all.length <= KEPT_BYTES) return all.toString();
    const kept = all.subarray(-KEPT_BYTES);
    const newline = kept.indexOf(0x0a);
    return kept.subarray(newline + 1).toString();
  }
}
