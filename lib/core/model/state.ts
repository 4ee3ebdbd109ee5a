/** The four states of a job, from the mildest to the worst. */
export const STATES = ['green', 'warn', 'alert', 'escalate'] as const;

export type State = (typeof STATES)[number];

/** Higher is worse. */
export const STATE_RANK: Readonly<Record<State, number>> = { green: 0, warn: 1, alert: 2, escalate: 3 };

/** The states of a job that fails. */
export type FailingState = Exclude<State, 'green'>;

export const FAILING_STATES = ['warn', 'alert', 'escalate'] as const satisfies readonly FailingState[];
