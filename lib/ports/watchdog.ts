/** A dead-man's switch outside: it raises the alarm when no signal comes in time. */
export interface Watchdog {
  /** Resolves to why the signal could not be sent; null when it was, or when none is configured. Never throws. */
  reportAlive(): Promise<string | null>;
}
