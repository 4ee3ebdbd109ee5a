import { RULES_CHAIN } from '../../lib/app/record/next-note.ts';
import type { Flaw } from '../../lib/app/record/verify-chain.ts';
import { type Verified, verifyRecord } from '../../lib/app/record/verify-record.ts';
import { formatInstant } from '../../lib/core/instant.ts';
import { count } from '../../lib/core/summary/counted.ts';
import { printJson, printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';
import { openStores, stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';

interface VerifyOptions extends Omit<CommonOptions, 'rules'> {
  readonly head?: string;
}

/** The record is not as it was written: as bad as a job that alerts. */
const EXIT_FLAWED = 2;

/** `sentinel record --verify`: exit status 0, or 2 when a row was changed, removed or inserted. */
export async function verifyCommand(options: VerifyOptions): Promise<number> {
  const { head = null } = options;
  if (head !== null && !/^[0-9a-f]{64}$/i.test(head)) throw new UsageError('--head takes 64 hexadecimal digits');
  const stores = await openStores(stateAddressOf(options.state), { create: false, now: Date.now });
  try {
    const verified = await verifyRecord({ store: stores.state, record: stores.record }, head, nowOf(options));
    const problems = problemsOf(verified, head);
    if (options.json) printJson(verifiedJson(verified, head, problems));
    else if (problems.length > 0 || !options.quiet) {
      printText([...problems, summaryOf(verified, head, problems)].map((line) => `${printable(line)}\n`).join(''));
    }
    return problems.length === 0 ? 0 : EXIT_FLAWED;
  } finally {
    await stores.close();
  }
}

function problemsOf({ flaws, headFlaws, headDay }: Verified, head: string | null): string[] {
  const unknown = `no head of the record has the hash ${head}: the record was changed after it was published, or the hash is mistyped`;
  return [
    ...(head !== null && headDay === null ? [unknown] : []),
    ...headFlaws,
    ...flaws.map((flaw) => `${flaw.jobId === RULES_CHAIN ? 'the rules doc' : flaw.jobId}: ${flawText(flaw)}`),
  ];
}

function flawText({ kind, no, count, atId, at }: Flaw): string {
  const when = at === null ? '' : ` of ${formatInstant(at)}`;
  const row = `${no === null ? 'a row without a number' : `row ${no}`}${when}${atId === null ? '' : ` (${atId})`}`;
  switch (kind) {
    case 'changed':
      return `${row} was changed`;
    case 'inserted':
      return `${row} was inserted`;
    case 'removed':
      return count === 1
        ? `${row} was removed`
        : `rows ${(no ?? 0) - count + 1} to ${no} were removed, the last${when}`;
    case 'head-changed':
      return `the head of its chain in the state table was changed; it was ${row}`;
  }
}

function summaryOf({ jobs, chained, unchained, headDay }: Verified, head: string | null, problems: string[]): string {
  const before =
    unchained === 0
      ? ''
      : `; ${count(unchained, 'row')} from before the chain ${unchained === 1 ? 'is' : 'are'} not covered`;
  const covered = `${count(chained, 'row')} of ${count(jobs, 'job')}${before}`;
  const since = headDay === null ? '' : `, up to ${headDay} as it was published`;
  const outside = head === null ? '; with --head it is compared with a hash that was kept outside' : '';
  if (problems.length > 0)
    return `The record is NOT as it was written: ${count(problems.length, 'problem')} in ${covered}.`;
  return `The record is as it was written${since}: ${covered}${outside}.`;
}

function verifiedJson(
  { jobs, chained, unchained, flaws, headFlaws, headDay }: Verified,
  head: string | null,
  problems: string[],
) {
  return {
    version: 1,
    is_whole: problems.length === 0,
    jobs,
    chained_rows: chained,
    rows_before_the_chain: unchained,
    head,
    head_day: headDay,
    flaws: flaws.map(({ jobId, kind, no, count, atId, at }) => ({
      job_id: jobId,
      kind,
      no,
      count,
      id: atId,
      at: at === null ? null : formatInstant(at),
    })),
    head_flaws: headFlaws,
    problems,
  };
}
