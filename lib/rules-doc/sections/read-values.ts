import { isZone } from '../../core/hours/zone.ts';
import { Remembered } from '../remembered.ts';
import { type ProblemLog, quoted } from '../yaml/problem-log.ts';
import { child, type TreeMap } from '../yaml/tree.ts';

/** To ask the zone database for a name takes tens of microseconds. */
const zones = new Remembered<boolean>();

/** The time zone of a section, or null when it has none; a name that is no zone is logged. */
export function readZone(
  map: TreeMap,
  timezone: string | undefined,
  path: string,
  log: ProblemLog,
  key: 'timezone' | 'names_in' = 'timezone',
): string | null {
  if (timezone === undefined) return null;
  if (zones.of(timezone, () => isZone(timezone))) return timezone;
  const offset = child(map, key)?.offset ?? map.offset;
  const message = `${quoted(timezone)} is no time zone; write an IANA name such as Asia/Singapore, Europe/Berlin or UTC`;
  log.error('UNKNOWN_ZONE', offset, `${path}.${key}`, message);
  return null;
}

/** Logs a value that should be the address of a page or a hook, and is none. */
export function checkWebAddress(
  map: TreeMap,
  key: string,
  address: string | undefined,
  path: string,
  log: ProblemLog,
): void {
  if (address === undefined) return;
  const isAddress = /^https?:\/\/[^\s]/.test(address) && !/\s/.test(address) && URL.canParse(address);
  if (isAddress) return;
  const offset = child(map, key)?.offset ?? map.offset;
  log.error(
    'BAD_ADDRESS',
    offset,
    `${path}.${key}`,
    `${key} ${quoted(address)} is no web address; write one that begins with https://`,
  );
}
