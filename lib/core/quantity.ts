import { DAY_S, HOUR_S, MINUTE_S, SECOND_MS } from './instant.ts';

const SIZE_UNITS: readonly string[] = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

function durationParts(seconds: number, withSeconds: boolean): string {
  const days = seconds >= 2 * DAY_S ? Math.floor(seconds / DAY_S) : 0;
  const hours = Math.floor((seconds - days * DAY_S) / HOUR_S);
  const minutes = Math.floor((seconds % HOUR_S) / MINUTE_S);
  const rest = seconds % MINUTE_S;
  const parts: string[] = [];
  if (days > 0) parts.push(count(days, 'day'));
  if (hours > 0) parts.push(count(hours, 'hour'));
  if (minutes > 0) parts.push(count(minutes, 'minute'));
  if (rest > 0 && (withSeconds || seconds < MINUTE_S)) parts.push(count(rest, 'second'));
  return parts.length > 0 ? parts.join(' ') : '0 minutes';
}

/**
 * A duration in words: `45 minutes`, `26 hours`, `32 hours 30 minutes`, `8 days`; days from 48 hours up. Seconds are
 * left out from one minute up, unless the text would then equal that of `otherSeconds`, a different duration shown
 * beside it.
 */
export function formatDuration(seconds: number, otherSeconds?: number): string {
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  const whole = Math.round(seconds);
  const short = durationParts(whole, false);
  if (otherSeconds === undefined || Math.round(otherSeconds) === whole) return short;
  return durationParts(Math.round(otherSeconds), false) === short ? durationParts(whole, true) : short;
}

/**
 * A measured duration in words, at most two units, rounded the same wherever it is shown: `45 minutes`, `2 hours 10
 * minutes`, `31 hours`, `2 days 6 hours`. Beside a limit that would read the same, it gets as many digits as set them
 * apart. Whole seconds; limits of a rule are exact and have `formatDuration`.
 */
export function formatAge(seconds: number, limitSeconds?: number): string {
  const text = formatDuration(roundedTo(seconds, unitOf(seconds)));
  if (limitSeconds === undefined || limitSeconds === seconds || formatDuration(limitSeconds) !== text) return text;
  const finer = formatDuration(roundedTo(seconds, MINUTE_S));
  return finer === text ? formatDuration(seconds, limitSeconds) : finer;
}

/** A measured duration as `formatAge` rounds it, for tables: `45m`, `2h 10m`, `31h`, `2d 6h`. */
export function compactAge(ms: number): string {
  return formatAge(Math.max(0, ms) / SECOND_MS).replace(/ ([dhms])\w*/g, '$1');
}

function unitOf(seconds: number): number {
  if (seconds >= 3 * HOUR_S) return HOUR_S;
  return seconds >= MINUTE_S ? MINUTE_S : 1;
}

function roundedTo(seconds: number, unit: number): number {
  return Math.round(seconds / unit) * unit;
}

function sizeText(bytes: number, decimals: number): string {
  let unit = 0;
  let amount = bytes;
  const scale = 10 ** decimals;
  const rounded = () => Math.round(amount * scale) / scale;
  while (rounded() >= 1000 && unit < SIZE_UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${rounded()} ${SIZE_UNITS[unit]}`;
}

/**
 * A size in powers of 1000 with at most one decimal: `999 B`, `350 MB`, `262.5 MB`, `1.5 TB`. When the text would
 * equal that of `otherBytes`, a different size shown beside it, it gets as many digits as distinguish them.
 */
export function formatBytes(bytes: number, otherBytes?: number): string {
  const text = sizeText(bytes, 1);
  if (otherBytes === undefined || otherBytes === bytes || sizeText(otherBytes, 1) !== text) return text;
  for (const decimals of [2, 3]) {
    const finer = sizeText(bytes, decimals);
    if (finer !== sizeText(otherBytes, decimals) && finer !== text) return finer;
  }
  return `${bytes.toLocaleString('en-US')} B`;
}

/** A size with as many digits as it needs to be exact, for limits: `3.75 GB`, `12,884,901,888 B`. */
export function formatExactBytes(bytes: number): string {
  for (const decimals of [1, 2, 3]) {
    const text = sizeText(bytes, decimals);
    const [amount = '', unit = ''] = text.split(' ');
    if (Math.round(Number(amount) * 1000 ** SIZE_UNITS.indexOf(unit)) === bytes) return text;
  }
  return `${bytes.toLocaleString('en-US')} B`;
}
