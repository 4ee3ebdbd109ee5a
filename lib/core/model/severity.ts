/** What one test gives; also, over all three, how bad the worst one is. From the mildest to the worst. */
export const SEVERITIES = ['none', 'soft', 'hard'] as const;

export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_RANK: Readonly<Record<Severity, number>> = { none: 0, soft: 1, hard: 2 };

/** The worse of two severities. */
export function worse(a: Severity, b: Severity): Severity {
  return SEVERITY_RANK[a] >= SEVERITY_RANK[b] ? a : b;
}
