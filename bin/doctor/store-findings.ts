import { access, constants, statfs } from 'node:fs/promises';
import { DynamoUnreadableRows } from '../../lib/adapters/dynamodb/unreadable-rows.ts';
import { StateStoreUnavailable } from '../../lib/ports/state-store.ts';
import type { StateAddress } from '../wiring/open-stores.ts';
import { openTables } from '../wiring/open-tables.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const MB = 1_000_000;
/** A day of 1,000 jobs needs less. */
const LOW_BYTES = 200 * MB;
const FULL_BYTES = 10 * MB;

/** Whether the state store can be read and written, and all of its rows can be read. */
export async function storeFindings(address: StateAddress): Promise<readonly Finding[]> {
  try {
    const tables = await openTables(address);
    const where = address.kind === 'folder' ? address.folder : `the tables ${address.prefix}-*`;
    if (tables === null) {
      return [
        warn('store', `there is no state in ${where} yet`, 'start `sentinel watch`, or run `sentinel check` once'),
      ];
    }
    try {
      const unreadable = await new DynamoUnreadableRows(tables).find();
      const room = address.kind === 'folder' ? await roomFindings(address.folder) : [];
      const rows =
        unreadable.length === 0
          ? []
          : [
              warn(
                'store',
                `${unreadable.length} ${unreadable.length === 1 ? 'row' : 'rows'} in ${where} cannot be read`,
                '`sentinel repair` shows them',
              ),
            ];
      const found = [...room, ...rows];
      return found.length > 0 ? found : [ok('store', `${where} can be read, and all of its rows`)];
    } finally {
      await tables.close();
    }
  } catch (error) {
    if (!(error instanceof StateStoreUnavailable)) throw error;
    return [fail('store', error.message, 'until then nothing is remembered, and nothing can be checked')];
  }
}

async function roomFindings(folder: string): Promise<readonly Finding[]> {
  const denied = await access(folder, constants.W_OK).then(
    () => null,
    ({ code }: NodeJS.ErrnoException) => code,
  );
  if (denied !== null)
    return [fail('store', `${folder} cannot be written (${denied})`, 'run as its owner, or mount it for writing')];
  const { bavail, bsize, ffree, files } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${Math.floor(free / MB)} MB are free on the disk of ${folder}`;
  if (free < FULL_BYTES) return [fail('store', text, 'make room')];
  if (free < LOW_BYTES) return [warn('store', text, 'make room before it is full')];
  if (files > 0 && ffree < 100)
    return [fail('store', `the disk of ${folder} has no room for more files`, 'remove some')];
  return [];
}
