import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { noteHeld } from './check-command.ts';
import { Product } from './product.ts';
import type { Clauses } from './reference/clauses.ts';
import { ReferenceJob } from './reference/job.ts';
import { ReferenceMembers } from './reference/members.ts';
import { Story } from './story.ts';

export type FleetStep = { readonly after: number } & (
  | { readonly kind: 'land'; readonly names: readonly string[]; readonly factor: number }
  | { readonly kind: 'check' }
  | { readonly kind: 'remove'; readonly name: string; readonly which: 'oldest' | 'newest' | 'all' }
  | { readonly kind: 'act'; readonly name: string; readonly verb: 'fixed' | 'mute' | 'resume' | 'accept' }
  | { readonly kind: 'retire'; readonly name: string }
  | { readonly kind: 'access'; readonly isDenied: boolean }
);

const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const NODES = ['cass/n1', 'cass/n2'];
const ORDINARY = 1_000_000;

/** A place with members and one with nodes, played by the product and by the reference. */
export class Fleet {
  readonly #clauses: Clauses;
  readonly #places = new Map<string, Story>();
  readonly #product: Product;
  readonly #members = new ReferenceMembers({ except: ['tmp'], expect: ['must'] });
  /** By the id of each: what may have become of it. */
  readonly #jobs = new Map<string, ReferenceJob[]>();
  readonly #passes: number[] = [];
  readonly #retired = new Set<string>();
  #judged: readonly string[] = [];
  #now = BEGIN;
  isDenied = false;
  readonly isSilent = false;
  readonly uploadAt = null;

  constructor(document: RulesDocument, clauses: Clauses) {
    this.#clauses = clauses;
    this.#product = new Product(document, this);
  }

  objects() {
    return [...this.#places].flatMap(([name, story]) =>
      story.objects().map((object) => ({ ...object, key: object.key.replace(/^orders/, name) })),
    );
  }

  heartbeats() {
    return [];
  }

  /** How each member and node stands by the product. */
  get product() {
    const ids = this.#product.judged.filter((id) => id !== 'dbs');
    return Object.fromEntries(ids.map((id) => [id, this.#product.rowOf(id).state]).sort());
  }

  get reference() {
    return Object.fromEntries(this.#judged.map((id) => [id, this.#jobOf(id)[0]?.state]).sort());
  }

  async play(step: FleetStep): Promise<void> {
    this.#now += step.after;
    switch (step.kind) {
      case 'land':
        for (const name of step.names) this.#land(name, step.factor);
        return;
      case 'remove':
        return this.#remove(step.name, step.which);
      case 'access':
        this.isDenied = step.isDenied;
        return;
      case 'act':
        return this.#act(step.name, step.verb);
      case 'retire':
        return this.#retire(step.name);
      case 'check':
        return this.#check();
    }
  }

  #land(name: string, factor: number): void {
    // What comes back within a day of its end goes on where it was: another story.
    if (this.#retired.has(name)) return;
    const [at, size] = [this.#now, Math.round(ORDINARY * factor)];
    const run = { startedAt: at, endedAt: at, hasFailed: false, size, files: 1, content: `content ${at}` };
    this.#storyOf(name).land(run);
  }

  #remove(name: string, which: 'oldest' | 'newest' | 'all'): void {
    const story = this.#storyOf(name);
    story.runs = { oldest: story.runs.slice(1), newest: story.runs.slice(0, -1), all: [] }[which];
  }

  async #act(id: string, verb: 'fixed' | 'mute' | 'resume' | 'accept'): Promise<void> {
    if (!this.#judged.includes(id)) return;
    const action = verb === 'accept' ? { verb, run: null } : { verb };
    await this.#product.act(this.#now, action, id);
    for (const job of this.#jobOf(id)) job[verb]();
    this.#agree(id);
  }

  async #retire(id: string): Promise<void> {
    // What lies there now has been seen, so that it is of before.
    await this.#check();
    const newest = this.#storyOf(id).runs.at(-1);
    if (this.isDenied || !this.#judged.includes(id) || newest === undefined) return;
    if (!(await this.#product.act(this.#now, { verb: 'retire' }, id))) return;
    this.#retired.add(id);
    this.#members.retire(id.slice('dbs/'.length), newest.endedAt ?? newest.startedAt);
    await this.#check();
  }

  async #check(): Promise<void> {
    const now = this.#now;
    await this.#product.check(now);
    const held = noteHeld(this.#passes, now);
    if (!this.isDenied) {
      const names = [...this.#places.keys()].filter((name) => name.startsWith('dbs/'));
      const runsOf = (name: string) => this.#storyOf(name).runs.map(({ startedAt }) => startedAt);
      this.#members.see(new Map(names.map((name) => [name.slice('dbs/'.length), runsOf(name)])));
    }
    this.#judged = [...this.#members.expected.map((name) => `dbs/${name}`), ...NODES];
    for (const id of this.#judged) {
      const [job] = this.#jobOf(id);
      const seen = this.isDenied || !job ? 'refused' : this.#storyOf(id).look(now, job, () => false);
      const possible = this.#jobOf(id).flatMap((before) => before.after(now, seen, held));
      this.#jobs.set(id, possible);
      this.#agree(id);
    }
  }

  /** Keeps of what may have become of it what the product says, where that is among it. */
  #agree(id: string): void {
    const { state, wouldBe } = this.#product.rowOf(id);
    const agreeing = this.#jobOf(id).filter(
      (job) => job.state === state && job.break.wouldBe === (wouldBe?.state ?? null),
    );
    if (agreeing.length > 0) this.#jobs.set(id, [...new Map(agreeing.map((job) => [job.mark, job])).values()]);
  }

  #storyOf(name: string): Story {
    const story = this.#places.get(name) ?? new Story('folder', this.#clauses.zone);
    this.#places.set(name, story);
    return story;
  }

  #jobOf(id: string): ReferenceJob[] {
    const jobs = this.#jobs.get(id) ?? [new ReferenceJob(this.#clauses, false)];
    this.#jobs.set(id, jobs);
    return jobs;
  }
}
