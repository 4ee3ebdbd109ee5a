import { DAY_MS, type Instant } from '../../../lib/core/instant.ts';
import { dateOf, midnightOf, seeded, weekdayOf } from './made-world.ts';

export const stamp = (at: Instant) => new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
export const clock = (at: Instant) => new Date(at).toISOString().slice(11, 19).replaceAll(':', '');
export const compact = (n: number) => dateOf(n).replaceAll('-', '');
export const path = (n: number) => dateOf(n).replaceAll('-', '/');
export const hex = (seed: number) => {
  const random = seeded(seed);
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
};
export const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const DATABASES = Array.from(
  { length: 40 },
  (_, index) =>
    ['shop', 'crm', 'wiki-eu-1', 'app_db2', 'hr', 'x9', 'billing', 'mail'][index % 8] + (index < 8 ? '' : `${index}`),
);
export const TABLES = Array.from({ length: 12 }, (_, index) => `shop.t${index}.00000.sql.gz`);

export function isoWeek(n: number): number {
  const monday = midnightOf(n) - (weekdayOf(n) - 1) * DAY_MS;
  return Math.round((monday - Date.parse('2025-12-29T00:00:00Z')) / (7 * DAY_MS)) + 1;
}
