/** Wrong usage, an unknown job among it; `message` says what and what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
