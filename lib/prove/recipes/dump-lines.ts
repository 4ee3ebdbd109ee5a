import { Transform, type TransformCallback } from 'node:stream';

const NEWLINE = 0x0a;
/** What is looked at of a line; a longer one passes as it is. */
const MAX_LINE = 64 * 1024;

/**
 * Passes a dump through and shows the lines that begin with certain characters: `look` answers null to keep a line, or
 * what stands in its place. In memory is one chunk.
 */
export class DumpLines extends Transform {
  readonly #shown: ReadonlySet<number>;
  readonly #look: (line: string) => string | null;
  #rest: Buffer = Buffer.alloc(0);
  #isInLongLine = false;

  /** `first`: the characters that a line that is shown can begin with. */
  constructor(first: string, look: (line: string) => string | null) {
    super();
    this.#shown = new Set(Buffer.from(first));
    this.#look = look;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    this.#rest = Buffer.alloc(0);
    let at = 0;
    if (this.#isInLongLine) {
      const end = bytes.indexOf(NEWLINE);
      this.#isInLongLine = end < 0;
      at = end < 0 ? bytes.length : end + 1;
    }
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE, at); end >= 0; end = bytes.indexOf(NEWLINE, at)) {
      const replacement = this.#replacement(bytes, at, end);
      if (replacement !== null) {
        this.push(bytes.subarray(from, at));
        this.push(replacement);
        from = end + 1;
      }
      at = end + 1;
    }
    if (bytes.length - at > MAX_LINE) {
      this.#isInLongLine = true;
      at = bytes.length;
    }
    this.push(bytes.subarray(from, at));
    this.#rest = Buffer.from(bytes.subarray(at));
    done();
  }

  override _flush(done: TransformCallback): void {
    const replacement = this.#replacement(this.#rest, 0, this.#rest.length);
    this.push(replacement ?? this.#rest);
    done();
  }

  #replacement(bytes: Buffer, from: number, to: number): string | null {
    if (!this.#shown.has(bytes[from] ?? NEWLINE) || to - from > MAX_LINE) return null;
    return this.#look(bytes.toString('utf8', from, to).replace(/\r$/, ''));
  }
}
