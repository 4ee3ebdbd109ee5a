import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { proofIdOf } from '../../core/proof/proof-job.ts';
import { type ChainHead, RECORD_KEPT_MS } from '../../core/record/chain-link.ts';
import type { RecordHead } from '../../core/record/record-head.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { AuditRow, StateStore } from '../../ports/state-store.ts';
import { headHash } from './next-heads.ts';
import { headOfNotes, noteRow, RULES_CHAIN } from './next-note.ts';
import { rowsOfJob } from './rows-of-job.ts';
import { type Flaw, verifyChain } from './verify-chain.ts';

/** A row that is written while the record is read is met by reading the job's row again, so often. */
const MAX_READS = 3;

export interface VerifyPorts {
  readonly store: Pick<StateStore, 'read' | 'readAll'>;
  readonly record: Pick<RecordLog, 'read' | 'heads' | 'rulesNotes'>;
}

/** What the record was found to be. */
export interface Verified {
  readonly jobs: number;
  /** Rows in chains, and those of before the chain, which nothing can be said of. */
  readonly chained: number;
  readonly unchained: number;
  readonly flaws: readonly Flaw[];
  /** Heads of days that are not as they were published, by their days; and gaps between them. */
  readonly headFlaws: readonly string[];
  /** The day of the hash that was given; null when none was, or no head has it. */
  readonly headDay: string | null;
}

/**
 * Verifies the whole record, job by job (docs/design/record.md#verify). `hash`: one that was kept outside; null for
 * none. Throws StateStoreUnavailable.
 */
export async function verifyRecord(ports: VerifyPorts, hash: string | null, now: Instant): Promise<Verified> {
  const heads = await ports.record.heads();
  const published = headsByJob(heads);
  const keptFrom = now - RECORD_KEPT_MS + DAY_MS;
  const jobIds = new Set([...(await ports.store.readAll()).rows.keys(), ...published.keys()]);
  jobIds.delete(RULES_CHAIN);
  const flaws: Flaw[] = [];
  let [jobs, chained, unchained] = [0, 0, 0];
  for (const jobId of [...jobIds].sort()) {
    const { row, rows } = await readChain(jobId, ports);
    const links = rows.filter(({ link }) => link !== undefined).length;
    [chained, unchained] = [chained + links, unchained + rows.length - links];
    // The proofs of a job have rows of their own.
    jobs += rows.length > 0 && !jobId.endsWith(proofIdOf('')) ? 1 : 0;
    const bounds = { head: row?.chain ?? null, published: published.get(jobId) ?? new Map(), keptFrom };
    flaws.push(...verifyChain(jobId, rows, bounds));
  }
  const notes = await ports.record.rulesNotes();
  const ofRules = published.get(RULES_CHAIN) ?? new Map<number, ChainHead>();
  // No row has the head of the notes: the newest one there is, or was.
  const known = [headOfNotes(notes), ...ofRules.values()].filter((head) => head !== null);
  const head = known.reduce<ChainHead | null>((top, each) => (each.no > (top?.no ?? 0) ? each : top), null);
  chained += notes.filter(({ link }) => link !== null).length;
  flaws.push(...verifyChain(RULES_CHAIN, notes.map(noteRow), { head, published: ofRules, keptFrom }));
  const found = hash === null ? undefined : heads.find((head) => head.hash === hash.toLowerCase());
  return { jobs, chained, unchained, flaws, headFlaws: headFlaws(heads, keptFrom), headDay: found?.day ?? null };
}

interface ChainRead {
  readonly row: JobRow | undefined;
  readonly rows: readonly AuditRow[];
}

/** Rows in the outbox count as there, and the row is read first: what leaves the outbox meanwhile is in the log. */
async function readChain(jobId: string, { store, record }: VerifyPorts): Promise<ChainRead> {
  for (let reads = 1; ; reads += 1) {
    const row = (await store.read([jobId])).rows.get(jobId);
    const rows = rowsOfJob(row, (await record.read(jobId)).rows);
    const isBehind = rows.some(({ link }) => (link?.no ?? 0) > (row?.chain?.no ?? 0));
    if (!isBehind || reads === MAX_READS) return { row, rows };
  }
}

function headsByJob(heads: readonly RecordHead[]): Map<string, Map<number, ChainHead>> {
  const byJob = new Map<string, Map<number, ChainHead>>();
  for (const { jobId, ...head } of heads.flatMap(({ moved }) => moved)) {
    const ofJob = byJob.get(jobId) ?? new Map<number, ChainHead>();
    byJob.set(jobId, ofJob.set(head.no, head));
  }
  return byJob;
}

function headFlaws(heads: readonly RecordHead[], keptFrom: Instant): string[] {
  const flaws: string[] = [];
  for (const [index, head] of heads.entries()) {
    const before = heads[index - 1];
    if (headHash(head) !== head.hash) flaws.push(`the head of ${head.day} (number ${head.no}) was changed`);
    if (before === undefined ? head.prevAt !== null && head.prevAt >= keptFrom : before.no !== head.no - 1) {
      flaws.push(`the head before that of ${head.day} (number ${head.no - 1}) was removed`);
    } else if (before !== undefined && before.hash !== head.prev) {
      flaws.push(`the head of ${before.day} (number ${before.no}) was changed`);
    }
  }
  return [...new Set(flaws)];
}
