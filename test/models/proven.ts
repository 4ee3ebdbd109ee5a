import { proofFields } from '../../lib/core/evidence/proof-report.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { noteHeld } from './check-command.ts';
import { Product } from './product.ts';
import type { Clauses } from './reference/clauses.ts';
import { MINUTE } from './reference/clauses.ts';
import { ReferenceJob } from './reference/job.ts';
import { isRefuted, judgeProofs, type ProofClauses, type ReferenceProof } from './reference/proofs.ts';
import { beginOf } from './reference/times.ts';
import { Story } from './story.ts';

export type ProvenStep = { readonly after: number } & (
  | { readonly kind: 'land'; readonly factor: number }
  | { readonly kind: 'check' }
  | {
      readonly kind: 'proof';
      readonly says: ReferenceProof['says'];
      /** Of which of the newest backups. */
      readonly of: number;
      readonly restoreMin: number | null;
    }
  | { readonly kind: 'by hand' }
  | { readonly kind: 'act'; readonly id: string; readonly verb: 'fixed' | 'mute' | 'resume' }
);

const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const [JOB, PROOFS] = ['orders', 'orders#proof'];

/** A job whose copies have to be proven, played by the product and by the reference. */
export class ProvenJob {
  readonly #asked: ProofClauses;
  readonly #clauses: Clauses;
  readonly #story: Story;
  readonly #product: Product;
  readonly #proofs: ReferenceProof[] = [];
  readonly #passes: number[] = [];
  #own: readonly ReferenceJob[];
  #proven: readonly ReferenceJob[];
  #now = BEGIN;
  #since: number | null = null;

  constructor(document: RulesDocument, clauses: Clauses, asked: ProofClauses) {
    this.#asked = asked;
    this.#clauses = clauses;
    this.#story = new Story('folder', clauses.zone);
    this.#own = [new ReferenceJob(clauses, false)];
    this.#proven = [new ReferenceJob({ ...clauses, when: { kind: 'every', everyMin: asked.everyMin } }, false)];
    this.#product = new Product(document, this.#story, () => this.#pushed());
  }

  get product() {
    return [JOB, PROOFS].map((id) => [
      id,
      this.#product.rowOf(id).state,
      this.#product.rowOf(id).wouldBe?.state ?? null,
    ]);
  }

  get reference() {
    const [own, proven] = [this.#own[0], this.#proven[0]];
    return [
      [JOB, own?.state, own?.break.wouldBe],
      [PROOFS, proven?.state, proven?.break.wouldBe],
    ];
  }

  async play(step: ProvenStep): Promise<void> {
    this.#now += step.after;
    const now = this.#now;
    switch (step.kind) {
      case 'land': {
        const size = Math.round(1_000_000 * step.factor);
        this.#story.land({ startedAt: now, endedAt: now, hasFailed: false, size, files: 1, content: `content ${now}` });
        return;
      }
      case 'proof': {
        const run = this.#story.runs.at(-1 - step.of);
        if (run === undefined) return;
        const copy = { ts: run.startedAt, size: run.size };
        this.#proofs.push({ at: now, says: step.says, copy, restoreMin: step.restoreMin });
        return;
      }
      case 'by hand': {
        const isDone = await this.#product.act(now, { verb: 'proven' }, PROOFS);
        if (isDone) this.#proofs.push({ at: now, says: 'proven', copy: null, restoreMin: null });
        return;
      }
      case 'act': {
        const isOwn = step.id === JOB;
        if (!(await this.#product.act(now, { verb: step.verb }, step.id))) return;
        for (const job of isOwn ? this.#own : this.#proven) job[step.verb]();
        return;
      }
      case 'check':
        return this.#check();
    }
  }

  async #check(): Promise<void> {
    const now = this.#now;
    await this.#product.check(now);
    const held = noteHeld(this.#passes, now);
    this.#since ??= now;
    const { starts } = this.#clauses;
    const since = starts === null ? this.#since : Math.max(this.#since, beginOf(starts, this.#clauses.zone));
    const grade = judgeProofs(this.#proofs, this.#asked, since, now);
    this.#proven = this.#proven.map((before) => {
      const job = before.copy();
      job.judged(now, grade, held);
      return job;
    });
    const [own] = this.#own;
    if (own === undefined) return;
    const look = this.#story.look(now, own, () => false);
    const runs = look.runs.map((run) => ({ ...run, isRefuted: isRefuted(this.#proofs, run) }));
    const possible = this.#own.flatMap((before) => before.after(now, { ...look, runs }, held));
    const agreeing = possible.filter(({ state }) => state === this.#product.rowOf(JOB).state);
    const kept = agreeing.length > 0 ? agreeing : possible;
    this.#own = [...new Map(kept.map((job) => [job.mark, job])).values()];
  }

  /** The reports as they were pushed. */
  #pushed() {
    const nothing = { rid: null, exitStatus: null, sizeBytes: null, files: null, location: null, status: null };
    const reports = this.#proofs.filter(({ copy }) => copy !== null);
    return reports.toReversed().map(({ at, says, copy, restoreMin }) => {
      const ending = { proven: 'proven', refuted: 'refuted', inconclusive: 'timed-out' } as const;
      const body = proofFields({
        ...{ jobId: JOB, node: null, host: 'restore-1', runId: `run-${at}`, ending: ending[says] },
        ...{ startedAt: at - MINUTE, finishedAt: at, recipe: 'postgres', isolation: 'isolated', assertions: [] },
        copy: copy && { location: 's3://acme/orders/x', ts: copy.ts, sizeBytes: copy.size, files: 1, etag: null },
        ...{ fetchMs: 1, restoreMs: restoreMin && restoreMin * MINUTE, askMs: 1, summary: 'orders: it was restored' },
      });
      return { jobId: JOB, at, signal: 'proof' as const, body: JSON.stringify(body), ...nothing };
    });
  }
}
