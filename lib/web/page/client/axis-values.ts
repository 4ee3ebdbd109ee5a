export type Unit = 'bytes' | 'seconds';

const SIZES = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
const HOUR = 3600;
const DAY = 24 * HOUR;
/** Steps between the lines of a time axis that a person would choose, in seconds. */
const TIME_STEPS = [
  60,
  300,
  900,
  1800,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  28 * DAY,
  91 * DAY,
  182 * DAY,
];
/** Between the days that are named below a chart, in seconds: a day is named once. */
export const DAY_STEPS = [1, 2, 3, 5, 7, 10, 15, 30, 60, 90, 180, 365].map((days) => days * DAY);
const MAX_LINES = 5;

/** Where the lines across a chart are: round values in the unit that people read, five at most. */
export function splitsFor(unit: Unit, min: number, max: number): number[] {
  const rough = (max - min) / MAX_LINES;
  const step = unit === 'seconds' ? (TIME_STEPS.find((candidate) => candidate >= rough) ?? rough) : decimalStep(rough);
  const lines: number[] = [];
  for (let line = Math.ceil(min / step) * step; line <= max; line += step) lines.push(line);
  return lines;
}

/** 1, 2 or 5 times a power of ten. */
function decimalStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

/** A value of the axis, short. */
export function axisText(unit: Unit, value: number): string {
  if (unit === 'bytes') return sizeText(value);
  if (value === 0) return '0';
  if (value % DAY === 0 && value >= 2 * DAY) return `${value / DAY} d`;
  return value >= HOUR ? `${Number((value / HOUR).toFixed(1))} h` : `${Math.round(value / 60)} min`;
}

/** A value as it is read off. */
export function valueText(unit: Unit, value: number): string {
  if (unit === 'bytes') return sizeText(value);
  if (value < HOUR) return `${Math.round(value / 60)} min`;
  const [days, hours, minutes] = [Math.floor(value / DAY), Math.floor(value / HOUR), Math.round((value % HOUR) / 60)];
  if (value >= 2 * DAY) return `${days} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
  return minutes === 0 || minutes === 60 ? `${Math.round(value / HOUR)} h` : `${hours} h ${minutes} min`;
}

/** Powers of 1000, as everywhere else. */
function sizeText(bytes: number): string {
  const unit = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIZES.length - 1);
  return `${Number((bytes / 1000 ** unit).toFixed(1))} ${SIZES[unit]}`;
}
