import { resolve } from 'node:path';
import type { DynamoStores } from '../../lib/adapters/dynamodb/stores.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { isWebAddress } from '../../lib/ports/aws-place.ts';
import type { RowChanges } from '../../lib/ports/row-changes.ts';
import { type OnUnreadable, unreadableText } from '../../lib/ports/unreadable-item.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';

export interface Stores extends DynamoStores {
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
    return (await openEmbeddedStore(address.folder, { ...options, onUnreadable })) ?? emptyStores();
  }
  const { createDynamoStores } = await import('../../lib/adapters/dynamodb/create-stores.ts');
  const { prefix, endpoint } = address;
  return createDynamoStores({ prefix, now: options.now, onUnreadable, ...(endpoint === null ? {} : { endpoint }) });
}

async function emptyStores(): Promise<Stores> {
  const {
    EMPTY_API_TOKENS,
    EMPTY_AUDIT,
    EMPTY_CHANNEL_FAILURES,
    EMPTY_DAYS,
    EMPTY_DELIVERIES,
    EMPTY_DRILLS,
    EMPTY_HEARTBEATS,
    EMPTY_MIRRORS,
    EMPTY_MEMBERS,
    EMPTY_PING_KEYS,
    EMPTY_PROPOSALS,
    EMPTY_SESSIONS,
    EMPTY_STATE,
    EMPTY_SUMMARIES,
    EMPTY_USED_LINKS,
  } = await import('../../lib/adapters/memory/empty-store.ts');
  return {
    state: EMPTY_STATE,
    audit: EMPTY_AUDIT,
    days: EMPTY_DAYS,
    deliveries: EMPTY_DELIVERIES,
    channelFailures: EMPTY_CHANNEL_FAILURES,
    summaries: EMPTY_SUMMARIES,
    drills: EMPTY_DRILLS,
    heartbeats: EMPTY_HEARTBEATS,
    mirrors: EMPTY_MIRRORS,
    proposals: EMPTY_PROPOSALS,
    members: EMPTY_MEMBERS,
    pingKeys: EMPTY_PING_KEYS,
    apiTokens: EMPTY_API_TOKENS,
    sessions: EMPTY_SESSIONS,
    usedLinks: EMPTY_USED_LINKS,
    close: async () => {},
  };
}
