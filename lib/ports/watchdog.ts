/** A dead-man's switch outside: it raises the alarm when it is not told in time that all is well. */
export interface Watchdog {
  /** Resolves to why it could not be told; null when it was, or when none is configured. Never throws. */
  reportAlive(): Promise<string | null>;
}
