/** When a calendar rule expects runs: `at 02:00 on weekdays`, or a cron expression of five fields. */
export type CalendarTimes =
  | {
      readonly kind: 'at';
      /** Minutes after local midnight. */
      readonly minuteOfDay: number;
      /** ISO weekdays, 1 = Monday to 7 = Sunday; never empty. */
      readonly weekdays: readonly number[];
    }
  | { readonly kind: 'cron'; readonly expression: string };
