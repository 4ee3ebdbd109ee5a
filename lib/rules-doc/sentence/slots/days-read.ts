import type { GroupDays } from '../../../core/hours/calendar-times.ts';

/** Days as they stand in a sentence. */
export interface DaysRead {
  readonly end: number;
  readonly days: GroupDays;
}
