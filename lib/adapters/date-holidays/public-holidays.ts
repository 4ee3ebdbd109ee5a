import { DAY_MS } from '../../core/instant.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';

/** Public and bank holidays from the `date-holidays` package, whose data is loaded only when it is asked. */
export class PublicHolidays implements HolidayCalendar {
  async datesOf(code: string, years: readonly number[]): Promise<readonly string[]> {
    const { default: Holidays } = await import('date-holidays');
    const [country = '', ...regions] = code.split('-');
    const [state, region] = regions;
    const calendar = state ? new Holidays(country, state, region ?? '') : new Holidays(country);
    const dates = years
      .flatMap((year) => calendar.getHolidays(year) ?? [])
      .filter((holiday) => holiday.type === 'public' || holiday.type === 'bank')
      .flatMap((holiday) => datesBetween(holiday.date, holiday.start, holiday.end));
    return [...new Set(dates)].sort();
  }
}

/** A holiday of several days counts on each; one that begins the evening before counts from the day after. */
function datesBetween(date: string, start: Date, end: Date): string[] {
  const [day = '', time = '00:00:00'] = date.split(' ');
  const first = Date.parse(`${day}T00:00:00Z`) + (time < '12:00:00' ? 0 : DAY_MS);
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: days }, (_, i) => new Date(first + i * DAY_MS).toISOString().slice(0, 10));
}
