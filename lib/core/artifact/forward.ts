/** Bytes that are gone through from the front: nothing before the last `from` is asked for again. */
export interface Forward {
  /** Exactly these bytes. Throws Damage when the end comes before, inside `what`; and what reading throws. */
  bytes(from: number, length: number, what: string): Promise<Uint8Array>;
  /** These bytes, or fewer where the end comes before. Throws what reading throws. */
  upTo(from: number, length: number): Promise<Uint8Array>;
  /** How many bytes there are; right once the end was met. */
  readonly lengthBytes: number;
}
