/** What breaks readers: ends of ranges, separators, brackets without an end, marks, a terminal escape, halves of characters. */
const PIECES = [
  ...['', '\0', '\n', '\r\n', '\t', ' ', '"', "'", '\\', '{', '}', '[', ']', ':', ',', '-', '%', '*', '#', '&a', '*a'],
  ...[
    'null',
    'NaN',
    '-1',
    '0',
    '1e999',
    '9007199254740993',
    '99999999999999999999',
    '0x10',
    '1,5 GB',
    '2026-02-30T25:61:61Z',
  ],
  ...[
    '\u001b[31m',
    '\u001b]0;title\u0007',
    '\u009b2J',
    '\u202e',
    '\ud800',
    '\ufeff',
    'e\u0301\u0301\u0301\u0301',
    '\u{1F600}',
  ],
  ...['__proto__', 'constructor', '../..', 'at 02:00', 'every 24 hours', '<script>', '%s%n', '(a+)+$'],
].map((text) => Buffer.from(text));

/** Numbers from 0 to 1, the same for the same seed. */
export type Random = () => number;

const below = (random: Random, end: number) => Math.floor(random() * end);

/** One input: random bytes, or a seed that was changed in one to six places, or spliced with another. */
export function mutated(seeds: readonly Buffer[], random: Random): Buffer {
  const seed = seeds[below(random, seeds.length)] ?? Buffer.alloc(0);
  if (random() < 0.05) return randomBytes(random, below(random, 400));
  let bytes: Buffer = Buffer.from(seed);
  for (let changes = 1 + below(random, 6); changes > 0; changes -= 1) bytes = changed(bytes, seeds, random);
  return bytes;
}

function changed(bytes: Buffer, seeds: readonly Buffer[], random: Random): Buffer {
  const at = below(random, bytes.length + 1);
  const length = below(random, Math.min(64, bytes.length - at + 1));
  const before = bytes.subarray(0, at);
  switch (below(random, 8)) {
    case 0:
      return Buffer.concat([before, bytes.subarray(at + length)]);
    case 1:
      return Buffer.concat([before, bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 2:
      return before;
    case 3:
      return Buffer.concat([before, randomBytes(random, 1 + below(random, 8)), bytes.subarray(at + length)]);
    case 4: {
      const other = seeds[below(random, seeds.length)] ?? bytes;
      return Buffer.concat([before, other.subarray(below(random, other.length + 1))]);
    }
    case 5: {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
      return copy;
    }
    case 6: {
      const piece = PIECES[below(random, PIECES.length)] ?? Buffer.alloc(0);
      return Buffer.concat([before, ...Array.from({ length: 1 + below(random, 40) }, () => piece), bytes.subarray(at)]);
    }
    default:
      return Buffer.concat([before, PIECES[below(random, PIECES.length)] ?? Buffer.alloc(0), bytes.subarray(at)]);
  }
}

function randomBytes(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => below(random, 256)));
}
