import { resolve } from 'node:path';
import type { Instant } from '../../lib/core/instant.ts';
import { isWebAddress } from '../../lib/ports/aws-place.ts';
import type { RowChanges } from '../../lib/ports/row-changes.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import { type OnUnreadable, unreadableText } from '../../lib/ports/unreadable-item.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';

export interface Stores extends SentinelStores {
  /** Of a state folder: `holder` when no other process has it open. */
  role?(): 'holder' | 'guest';
  /** Of a state folder: throws StateFolderReplaced when it is another one by now. */
  verifyFolder?(): Promise<void>;
  /** Of a state folder: which rows were written. */
  readonly rowChanges?: RowChanges;
}

/** Where the state is kept, read from `--state`. */
export type StateAddress =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'dynamodb'; readonly prefix: string; readonly endpoint: string | null };

/** Reads `--state`. Throws UsageError. */
export function stateAddressOf(text: string): StateAddress {
  if (!text.startsWith('dynamodb://')) {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
      throw new UsageError(`--state ${text}: write a folder or dynamodb://PREFIX`);
    }
    return { kind: 'folder', folder: resolve(text) };
  }
  const match = /^dynamodb:\/\/([A-Za-z0-9_.-]{1,200})\/?(?:\?endpoint=(.+))?$/.exec(text);
  if (!match?.[1]) throw new UsageError(`--state ${text}: write dynamodb://PREFIX or dynamodb://PREFIX?endpoint=URL`);
  const endpoint = match[2] === undefined ? null : decoded(match[2]);
  if (endpoint !== null && !isWebAddress(endpoint)) {
    throw new UsageError(`--state ${text}: ${endpoint} is not a URL; write it in full, such as http://127.0.0.1:8000`);
  }
  return { kind: 'dynamodb', prefix: match[1], endpoint };
}

/** What is no percent-encoding stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const onUnreadable: OnUnreadable = (item) => complain(`sentinel: ${unreadableText(item)}`);

/**
 * Opens the stores. With `create: false` nothing is created: a missing state folder reads as empty. Throws StateStoreUnavailable, UsageError.
 */
export async function openStores(
  address: StateAddress,
  options: { readonly create: boolean; readonly now: () => Instant },
): Promise<Stores> {
  if (address.kind === 'folder') {
    const { openEmbeddedStore } = await import('../../lib/adapters/embedded/store.ts');
    const opened = await openEmbeddedStore(address.folder, { ...options, onUnreadable });
    return opened ?? (await import('../../lib/adapters/memory/empty-store.ts')).EMPTY_STORES;
  }
  const { createDynamoStores } = await import('../../lib/adapters/dynamodb/create-stores.ts');
  const { prefix, endpoint } = address;
  return createDynamoStores({ prefix, now: options.now, onUnreadable, ...(endpoint === null ? {} : { endpoint }) });
}
