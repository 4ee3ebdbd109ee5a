/** The day of a month by its number, or its last day; a number that a month does not have is no day of it. */
export type MonthDay = number | 'last';

/** The n-th weekday of a month (`1 sun`, `last fri`). */
export interface NthWeekday {
  /** 1 to 5; a fifth that a month does not have is no day of it. */
  readonly nth: number | 'last';
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
}

/** The days of one group of times. */
export type GroupDays =
  /** ISO weekdays, ascending, 1 = Monday to 7 = Sunday; never empty. */
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly kind: 'month-days'; readonly monthDays: readonly MonthDay[] }
  | { readonly kind: 'nth-weekdays'; readonly nthWeekdays: readonly NthWeekday[] };

/** Times of day that share their days: `02:00 and 14:00 on weekdays`. */
export interface TimeGroup {
  /** Minutes after local midnight, ascending, distinct; never empty. */
  readonly minutesOfDay: readonly number[];
  readonly days: GroupDays;
}

/** When a calendar rule expects runs (docs/design/rules-doc.md#times): groups of times of day, or a cron expression. */
export type CalendarTimes = (
  | { readonly kind: 'at'; readonly groups: readonly TimeGroup[] }
  /** Five fields; day of month and day of week are taken as Debian's cron takes them. */
  | { readonly kind: 'cron'; readonly expression: string }
) & {
  /** Local dates, `YYYY-MM-DD`, on which no run is expected. */
  readonly skips?: readonly string[];
};
