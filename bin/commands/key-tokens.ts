import { isLive, makeApiToken } from '../../lib/app/act/api-token.ts';
import { endSessions } from '../../lib/app/act/end-sessions.ts';
import { noteKey } from '../../lib/app/ping/note-key.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { formatSecond, type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import { readDuration } from '../../lib/rules-doc/clauses/units.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { nearest } from '../../lib/rules-doc/yaml/near.ts';
import { complain } from '../print/complain.ts';
import { printJson, printText } from '../print/print-text.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, type StateAddress, type Stores, stateAddressOf } from '../wiring/open-stores.ts';
import { newSignInUrl } from '../wiring/sign-in-url.ts';
import { whoRunsThis } from '../wiring/who-runs-this.ts';
import type { CommonOptions } from './common-options.ts';

interface TokenOptions extends CommonOptions {
  /** Whose token it is. */
  readonly for?: string;
  readonly write?: boolean;
  readonly expires?: string;
}

/** `sentinel key create --api --for PERSON`: a token for the API, shown once. */
export async function tokenCreateCommand(options: TokenOptions): Promise<number> {
  const { for: personId, write = false, expires } = options;
  if (personId === undefined) throw new UsageError('an API token belongs to a person; add --for NAME');
  const address = stateAddressOf(options.state);
  await personOrUsageError(personId, address, options);
  const now = Date.now();
  const until = expires === undefined ? null : now + millisecondsOf(expires);
  return withStores(address, true, async ({ apiTokens, audit }) => {
    const { text, token } = await makeApiToken({ personId, mayWrite: write, until }, apiTokens, now);
    const { id } = token;
    const may = write ? 'read and act' : 'read';
    if (options.json) printJson({ token: text, ...tokenJson(token) });
    else printText(`${text}\n`);
    if (!options.quiet)
      complain(`sentinel: this token is shown only once; a program can ${may} with it as ${personId}`);
    const reason = `${id}, to ${may} as ${personId}`;
    await noteKey({ kind: 'token-create', jobId: null, at: now, by: whoRunsThis(), until, reason }, audit);
    return 0;
  });
}

/** `sentinel key show --api`: the tokens that there are. */
export async function tokenShowCommand(options: CommonOptions): Promise<number> {
  return withStores(stateAddressOf(options.state), false, async ({ apiTokens }) => {
    const tokens = await apiTokens.read();
    const now = Date.now();
    if (options.json) {
      printJson(tokens.map(tokenJson));
    } else if (tokens.length === 0) {
      printText('there are no API tokens; create one with `sentinel key create --api --for NAME`\n');
    }
    for (const token of options.json ? [] : tokens) {
      const { id, personId, mayWrite, createdAt, until } = token;
      const ending = until === null ? '' : isLive(token, now) ? `, until ${formatSecond(until)}` : ', ended';
      printText(
        `${id}  ${personId}  ${mayWrite ? 'read and act' : 'read'}  made ${formatSecond(createdAt)}${ending}\n`,
      );
    }
    return 0;
  });
}

/** `sentinel key revoke ID`: ends a token at once. Exit status 1 when there is none of that id. */
export async function tokenRevokeCommand(id: string, options: CommonOptions): Promise<number> {
  return withStores(stateAddressOf(options.state), true, async ({ apiTokens, audit }) => {
    const now = Date.now();
    // The whole token may be at hand where only its id is asked for.
    const known = /^bks_([0-9a-f]{12})_/.exec(id)?.[1] ?? id;
    if (!(await apiTokens.end(known, now))) {
      complain(`sentinel: no API token ${known}; \`sentinel key show --api\` lists them`);
      return 1;
    }
    await noteKey({ kind: 'token-revoke', jobId: null, at: now, by: whoRunsThis(), until: null, reason: known }, audit);
    if (!options.quiet) printText(`the API token ${known} is revoked\n`);
    return 0;
  });
}

/** `sentinel key sign-in PERSON`: a link that signs a person in to the status page, once. */
export async function signInCommand(
  personId: string,
  options: CommonOptions & { readonly url?: string },
): Promise<number> {
  const address = stateAddressOf(options.state);
  await personOrUsageError(personId, address, options);
  printText(`${await newSignInUrl(personId, address, options.url, process.env)}\n`);
  if (!options.quiet) complain(`sentinel: valid once, for 15 minutes; give it only to ${personId}`);
  return 0;
}

/** `sentinel key sign-out PERSON`: ends all sessions of a person. */
export async function signOutCommand(personId: string, options: CommonOptions): Promise<number> {
  const address = stateAddressOf(options.state);
  await personOrUsageError(personId, address, options);
  return withStores(address, true, async (stores) => {
    await endSessions(personId, null, whoRunsThis(), Date.now(), stores);
    if (!options.quiet) printText(`all sessions of ${personId} are ended\n`);
    return 0;
  });
}

async function withStores(
  address: StateAddress,
  create: boolean,
  run: (stores: Stores) => Promise<number>,
): Promise<number> {
  const stores = await openStores(address, { create, now: Date.now });
  try {
    return await run(stores);
  } finally {
    await stores.close();
  }
}

async function personOrUsageError(personId: string, address: StateAddress, options: CommonOptions): Promise<void> {
  const loaded = await loadRules(await openRules(options.rules, address), Date.now());
  const { people }: RulesDocument = documentInForce(loaded);
  if (people.has(personId)) return;
  const near = nearest(personId, people.keys());
  throw new UsageError(`the rules doc has no person ${personId}${near ? `; did you mean ${near}?` : ''}`);
}

function tokenJson({
  id,
  personId,
  mayWrite,
  createdAt,
  until,
}: {
  readonly id: string;
  readonly personId: string;
  readonly mayWrite: boolean;
  readonly createdAt: Instant;
  readonly until: Instant | null;
}) {
  const ends = until === null ? null : formatSecond(until);
  return { id, person: personId, may_write: mayWrite, created_at: formatSecond(createdAt), until: ends };
}

function millisecondsOf(text: string): number {
  const duration = readDuration(text);
  if (!duration.ok) throw new UsageError(`--expires: ${duration.message}`);
  return duration.value.seconds * SECOND_MS;
}
