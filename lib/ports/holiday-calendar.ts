/** Turns country and region codes into dates. Asked only when a rules doc is accepted, never by a check. */
export interface HolidayCalendar {
  /** The public holidays of `code` (`SG`, `US-CA`) in these years, as `YYYY-MM-DD`, sorted. */
  datesOf(code: string, years: readonly number[]): Promise<readonly string[]>;
}
