import { withMembers } from '../../lib/app/members/with-members.ts';
import { type LoadedRules, loadRules } from '../../lib/app/rules/load-rules.ts';
import { gatherSummary } from '../../lib/app/summary/summarise.ts';
import { type AddressedReader, dueReaders, namelessAdmin, readerNamed } from '../../lib/app/summary/summary-readers.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { composeSummary } from '../../lib/core/summary/composed-summary.ts';
import { factsFor } from '../../lib/core/summary/facts.ts';
import { summaryJson } from '../../lib/core/summary/summary-json.ts';
import { summaryText } from '../../lib/core/summary/summary-text.ts';
import { complain } from '../print/complain.ts';
import { deliveredSummaryLines } from '../print/delivered-summary.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce } from '../wiring/load-document.ts';
import { LocalSummary, summaryPorts } from '../wiring/local-summary.ts';
import { openRules } from '../wiring/open-rules.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

interface SummaryOptions extends CommonOptions {
  readonly for?: string;
  readonly send?: boolean;
}

/** The caller must learn of a message that was not sent. */
const EXIT_NOT_DELIVERED = 1;

/**
 * `sentinel summary`: prints the summary of the admin or another person. With `--send` it goes to all who get one today,
 * or to that person. Exit status 0; 1 when it could not be sent to someone.
 */
export async function summaryCommand(options: SummaryOptions): Promise<number> {
  const now = nowOf(options);
  const address = stateAddressOf(options.state);
  if (options.send && address.kind !== 'folder') {
    throw new UsageError('--send works only with a state folder; on AWS, the summary function sends it');
  }
  const loaded = await loadRules(await openRules(options.rules, address), now);
  const { people, admin } = documentInForce(loaded);
  const named = options.for ?? admin;
  const reader = named === null ? namelessAdmin(loaded, now) : readerNamed(loaded, named, now);
  if (reader === null) {
    throw new UsageError(
      `--for ${options.for}: not in the rules doc, which has ${[...people.keys()].join(', ') || 'no people'}`,
    );
  }
  const stores = await openStores(address, { create: options.send ?? false, now: () => now });
  try {
    if (options.send && address.kind === 'folder') {
      const readers = options.for === undefined ? dueReaders(loaded, now) : [reader];
      return await send(options, await LocalSummary.open(address.folder, stores), loaded, readers, now);
    }
    const watched = await withMembers(loaded, stores.members);
    const all = await gatherSummary(watched, summaryPorts(stores), { now, tickS: null, readers: [reader] });
    const facts = factsFor(all, reader);
    const words = { summary: composeSummary(facts, reader), paragraph: null };
    if (options.json) printJson(summaryJson(facts, reader, words));
    else printText(summaryText(words, Number.POSITIVE_INFINITY).split('\n').map(printable).join('\n'));
    return 0;
  } finally {
    await stores.close();
  }
}

async function send(
  options: SummaryOptions,
  summary: LocalSummary,
  loaded: LoadedRules,
  readers: readonly AddressedReader[],
  now: Instant,
): Promise<number> {
  const delivered = await summary.deliver(loaded, readers, null, now);
  if (delivered.length === 0) complain('sentinel: no one gets a summary today');
  if (!options.quiet) {
    for (const line of deliveredSummaryLines(delivered, now, options.json ?? false)) printText(line);
  }
  return delivered.every(({ outcome }) => outcome === 'delivered') ? 0 : EXIT_NOT_DELIVERED;
}
