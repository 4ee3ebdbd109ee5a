/** The four states of a job. */
export type State = 'green' | 'warn' | 'alert' | 'escalate';

/** From the mildest to the worst. */
export const STATE_RANK: Readonly<Record<State, number>> = { green: 0, warn: 1, alert: 2, escalate: 3 };

/** What one test gives; also, over all three, how bad the worst one is. */
export type Severity = 'none' | 'soft' | 'hard';

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { none: 0, soft: 1, hard: 2 };

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITY_RANK[a] >= SEVERITY_RANK[b] ? a : b;
}
