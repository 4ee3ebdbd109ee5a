/** Whether a job is easier or harder to please than before; `changed` where neither can be said. */
export type ChangeDirection = 'loosened' | 'tightened' | 'changed';

/** One thing of a job that is not as it was, in words on both sides. */
export interface JobChange {
  /** The clause or key, as the rules doc names it. */
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly direction: ChangeDirection;
}

/** A limit of whole seconds, bytes or percent; null means that there is none, which asks the least. */
export function compareLimit(
  what: string,
  from: number | null,
  to: number | null,
  format: (amount: number) => string,
  tighter: 'lower' | 'higher',
): JobChange | null {
  if (from === to) return null;
  const text = (amount: number | null) => (amount === null ? 'no limit' : format(amount));
  const isTightened = from === null || (to !== null && (tighter === 'lower' ? to < from : to > from));
  return { what, from: text(from), to: text(to), direction: isTightened ? 'tightened' : 'loosened' };
}

/** Something that is asked for or not. */
export function compareSwitch(
  what: string,
  from: boolean,
  to: boolean,
  asks: 'tightened' | 'loosened' = 'tightened',
): JobChange | null {
  if (from === to) return null;
  const other = asks === 'tightened' ? 'loosened' : 'tightened';
  return { what, from: from ? 'yes' : 'no', to: to ? 'yes' : 'no', direction: to ? asks : other };
}

/** A change of which it cannot be said whether it asks more or less. */
export function compareText(what: string, from: string, to: string): JobChange | null {
  return from === to ? null : { what, from, to, direction: 'changed' };
}

/** `50%`. */
export function percentText(amount: number): string {
  return `${amount}%`;
}
