/** The sentences that carry an error of the outside, as `sentenceOf` writes them. */
const PATTERNS: readonly RegExp[] = [
  /^unreadable: \S+ .*: (.+)$/,
  /^could not be read \d+ times in a row since [^:]+:\d\d UTC: (.+)$/,
  /^failed [^:]+:\d\d UTC: (.+) \([^()]*\)$/,
];

/**
 * The error that a test's sentence names, without the job's own place and time, so that jobs broken by one cause are
 * seen to be; null when the sentence names none.
 */
export function errorIn(reason: string): string | null {
  for (const pattern of PATTERNS) {
    const error = pattern.exec(reason)?.[1];
    if (error !== undefined) return error;
  }
  return null;
}
