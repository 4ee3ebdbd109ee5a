import { mkdir, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { verifyRecord } from '../../lib/app/record/verify-record.ts';
import { formatInstant, HOUR_MS, type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import type { RecordLog } from '../../lib/ports/record-log.ts';
import type { AuditLog, StateStore } from '../../lib/ports/state-store.ts';
import { Seeded } from './seeded.ts';
import { type Ended, SentinelProcess } from './sentinel-process.ts';

/** Where the checkers keep their state, and how a test looks into it. */
export interface KilledCheckersSetting {
  /** What `--state` names. */
  readonly state: string;
  readonly rounds: number;
  /** The same seed gives the same evidence, actions and moments, though not the same machine. */
  readonly seed: number;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * What a check needs more to hand transitions on, where it does not do so by itself: only the last ones get it, and
   * until then every transition is left in the outbox.
   */
  readonly bus?: string;
  /** Opens the stores that the processes use; each time anew. */
  open(): Promise<{
    readonly state: StateStore;
    readonly audit: AuditLog;
    readonly record: RecordLog;
    close(): Promise<void>;
  }>;
}

/** What happened, for the one who wonders whether the test tests anything. */
export interface Played {
  readonly checkers: number;
  readonly killed: number;
  readonly actions: number;
  readonly transitions: number;
  /** Transitions that a later check found in an outbox. */
  readonly handedOnLater: number;
}

const JOBS = Array.from({ length: 10 }, (_, index) => `job-${index}`);
const BEGIN = Date.parse('2026-03-01T08:00:00Z');
/** Longer than a job's hard limit: evidence that is left as it was goes bad by itself. */
const ROUND_MS = 8 * HOUR_MS;
const RULE = 'every 4 hours, allow 6; flag if it shrinks more than 50%; escalate after 10 hours';
const TRIES_IN_VAIN_MS = 60_000;

type Evidence = 'good' | 'late' | 'old' | 'empty' | 'small' | 'gone';
const BAD: readonly Evidence[] = ['late', 'old', 'empty', 'small', 'gone'];

interface Acted {
  readonly job: string;
  readonly verb: string;
  readonly by: string;
  readonly process: SentinelProcess;
}

/**
 * Two checkers at once on one state, killed at random moments, with an owner now and then in between; then one check
 * that nobody disturbs. Expects that nothing that was decided or said is lost, doubled or out of order.
 */
export async function playKilledCheckers(setting: KilledCheckersSetting): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-killed-'));
  const game = new Game(setting, folder);
  try {
    await game.begin();
    for (let round = 1; round <= setting.rounds; round += 1) await game.playRound(round);
    await game.end();
    return game.played;
  } finally {
    await game.killAll();
    await rm(folder, { recursive: true, force: true });
  }
}

class Game {
  readonly #setting: KilledCheckersSetting;
  readonly #folder: string;
  readonly #chance: Seeded;
  readonly #evidence = new Map<string, Evidence>(JOBS.map((job) => [job, 'good']));
  readonly #started: SentinelProcess[] = [];
  readonly #acted: Acted[] = [];
  readonly played = { checkers: 0, killed: 0, actions: 0, transitions: 0, handedOnLater: 0 };
  /** How long a check that nobody disturbs takes about now: other programs use the machine as well. */
  #usualMs = 0;
  #now: Instant = BEGIN;

  constructor(setting: KilledCheckersSetting, folder: string) {
    this.#setting = setting;
    this.#folder = folder;
    this.#chance = new Seeded(setting.seed);
  }

  async begin(): Promise<void> {
    const jobs = JOBS.map((job) => `  ${job}: { backup: ./${job}/, rule: "${RULE}" }\n`).join('');
    const owners = Array.from({ length: this.#setting.rounds + 1 }, (_, round) => `owner-${round}`);
    const named = ['dana', ...owners].map((id) => `${id}: { email: ${id}@acme.example }`).join(', ');
    const people = `settings: { admin: dana }\npeople: { ${named} }\n`;
    await writeFile(this.#rules, `version: 1\n${people}jobs:\n${jobs}`);
    for (const job of JOBS) await this.#land(job, 'good');
    const first = this.#check(this.#now);
    const ended = await first.ended;
    this.#expectInOrder(first, ended);
    this.#usualMs = ended.ranMs;
  }

  async playRound(round: number): Promise<void> {
    this.#now = BEGIN + round * ROUND_MS;
    for (const job of JOBS) await this.#land(job, this.#chance.isLucky(0.5) ? 'good' : this.#chance.pick(BAD));
    const checkers = [this.#check(this.#now), this.#check(this.#now + SECOND_MS)];
    for (const [index, checker] of checkers.entries()) {
      // The first half of a check's time is Node starting up. The second checker mostly lives on.
      const moment = this.#chance.between(0.4, 1.2) * this.#usualMs;
      if (index === 0 || this.#chance.isLucky(0.4)) checker.killAfter(moment);
    }
    if (this.#chance.isLucky(0.6)) this.#act(round);
    for (const checker of checkers) {
      const ended = await checker.ended;
      this.#expectInOrder(checker, ended);
      if (ended.signal === 'SIGKILL') this.played.killed += 1;
      else this.#usualMs = (this.#usualMs + ended.ranMs) / 2;
    }
    await this.#acted.at(-1)?.process.ended;
  }

  async end(): Promise<void> {
    const last = this.#check(this.#now + 2 * SECOND_MS);
    this.#expectInOrder(last, await last.ended);
    const report = this.#report(last);
    expect(report.counts.unknown).toBe(0);
    const kept = await this.#transitionsInOutboxes();
    const bus = this.#setting.bus === undefined ? [] : ['--bus', this.#setting.bus];
    const published = this.#check(this.#now + 3 * SECOND_MS, ...bus);
    this.#expectInOrder(published, await published.ended);
    const handedOn = this.#report(published).republished.map(({ event_id }) => event_id);
    expect(handedOn.sort()).toEqual(kept.sort());
    const again = this.#check(this.#now + 4 * SECOND_MS);
    this.#expectInOrder(again, await again.ended);
    expect(this.#report(again)).toMatchObject({ events: [], republished: [] });
    await this.#expectNothingLost();
  }

  async killAll(): Promise<void> {
    for (const started of this.#started) started.signal('SIGKILL');
    await Promise.all(this.#started.map((started) => started.ended));
  }

  get #rules(): string {
    return join(this.#folder, 'rules.yaml');
  }

  #start(command: string, now: Instant, ...args: string[]): SentinelProcess {
    const places = ['--rules', this.#rules, '--state', this.#setting.state];
    const started = new SentinelProcess(
      [command, ...args, ...places, '--now', formatInstant(now), '--json'],
      this.#setting.env,
    );
    started.killAfter(TRIES_IN_VAIN_MS);
    this.#started.push(started);
    return started;
  }

  #check(now: Instant, ...args: string[]): SentinelProcess {
    this.played.checkers += 1;
    return this.#start('check', now, ...args);
  }

  #act(round: number): void {
    const verb = this.#chance.pick(['snooze', 'snooze', 'resume', 'fixed']);
    const job = this.#chance.pick(JOBS);
    const by = `owner-${round}`;
    const limit = verb === 'snooze' ? ['--for', '12h'] : [];
    const process = this.#start(verb, this.#now + this.#chance.pick([0, 500]), job, '--by', by, ...limit);
    if (this.#chance.isLucky(0.3)) process.killAfter(this.#chance.between(0.4, 1) * this.#usualMs);
    this.#acted.push({ job, verb, by, process });
    this.played.actions += 1;
  }

  async #land(job: string, evidence: Evidence): Promise<void> {
    const folder = join(this.#folder, job);
    this.#evidence.set(job, evidence);
    await mkdir(folder, { recursive: true });
    if (evidence === 'old') return;
    await rm(folder, { recursive: true });
    await mkdir(folder);
    if (evidence === 'gone') return;
    const file = join(folder, `${this.#now}.dump`);
    await writeFile(file, '');
    await truncate(file, { good: 1000, late: 1000, empty: 0, small: 100 }[evidence]);
    // 7 hours is more than the 6 that are allowed, and less than the 7.5 that are a hard miss.
    const landed = new Date(this.#now - (evidence === 'late' ? 7 : 1) * HOUR_MS);
    await utimes(file, landed, landed);
  }

  /** A checker that was not killed has ended as it should, whatever happened around it. */
  #expectInOrder(checker: SentinelProcess, { status, signal }: Ended): void {
    if (signal === 'SIGKILL') return;
    expect({ status, stderr: checker.stderr }).toEqual({ status: expect.any(Number), stderr: '' });
    expect([0, 1, 2, 3]).toContain(status);
    this.played.handedOnLater += this.#report(checker).republished.length;
  }

  #report(checker: SentinelProcess): { counts: { unknown: number }; republished: { event_id: string }[] } {
    return JSON.parse(checker.stdout);
  }

  async #transitionsInOutboxes(): Promise<string[]> {
    const { state, close } = await this.#setting.open();
    try {
      const rows = [...(await state.readAll()).rows.values()];
      return rows.flatMap(({ outbox }) => outbox.flatMap(({ transition }) => transition?.eventId ?? []));
    } finally {
      await close();
    }
  }

  async #expectNothingLost(): Promise<void> {
    const { state, audit, record, close } = await this.#setting.open();
    try {
      const { chained, unchained, flaws } = await verifyRecord({ store: state, record }, null, this.#now);
      expect({ flaws, unchained }).toEqual({ flaws: [], unchained: 0 });
      expect(chained).toBeGreaterThan(0);
      const { rows, unusable } = await state.readAll();
      expect(unusable).toEqual([]);
      expect([...rows.keys()].sort()).toEqual(JOBS);
      for (const [job, row] of rows) {
        const history = (await audit.history(job, 1000)).map(({ content }) => content as unknown as HistoryRow);
        this.#expectUnbrokenChain(job, row, history);
        this.#expectStateByEvidence(job, row);
        await this.#expectActionsOnce(job, history);
      }
    } finally {
      await close();
    }
  }

  #expectUnbrokenChain(job: string, row: JobRow, history: readonly HistoryRow[]): void {
    const transitions = history.filter(({ kind }) => kind === 'transition').sort((a, b) => a.seq - b.seq);
    const said = transitions.map(({ seq, from, to }) => `${seq}: ${from} -> ${to}`);
    const tos = transitions.map(({ to }) => to);
    expect([job, said]).toEqual([
      job,
      transitions.map(({ to }, index) => `${index + 1}: ${index === 0 ? 'green' : tos[index - 1]} -> ${to}`),
    ]);
    expect([job, row.seq, row.state]).toEqual([job, transitions.length, tos.at(-1) ?? 'green']);
    const ids = transitions.map(({ event_id }) => event_id);
    expect([job, row.outbox]).toEqual([job, []]);
    expect(new Set(ids).size).toBe(ids.length);
    this.played.transitions += transitions.length;
  }

  #expectStateByEvidence(job: string, row: JobRow): void {
    const isGood = this.#evidence.get(job) === 'good';
    const isQuieted = row.snoozed !== null && this.#now < row.snoozed.until;
    expect([job, isGood, isQuieted, row.state === 'green']).toEqual([job, isGood, isQuieted, isGood || isQuieted]);
    expect([job, !isGood && isQuieted && row.wouldBe === null]).toEqual([job, false]);
  }

  async #expectActionsOnce(job: string, history: readonly HistoryRow[]): Promise<void> {
    for (const { job: target, verb, by, process } of this.#acted) {
      if (target !== job) continue;
      const { status } = await process.ended;
      const rows = history.filter((row) => row.kind === verb && row.by === by).length;
      // A killed one printed no result: it may have happened, but not twice.
      const allowed = status === null ? [0, 1] : [status === 0 ? 1 : 0];
      expect(allowed, `${verb} by ${by} ended with ${status}: ${process.stderr}`).toContain(rows);
    }
  }
}

interface HistoryRow {
  readonly kind: string;
  readonly by: string | null;
  readonly seq: number;
  readonly event_id: string;
  readonly from: string;
  readonly to: string;
}
