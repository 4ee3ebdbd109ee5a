import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import { foundInside, type LaidObject, readDump } from './laid-object.ts';
import { type Clauses, MINUTE } from './reference/clauses.ts';
import type { Inside, KnownRun, ReferenceLook, ReferenceRun } from './reference/judge.ts';
import { joined, type ReferenceSignal } from './reference/signals.ts';
import { dateAt } from './reference/times.ts';

/** How the backups of a job lie in its place, or that it has none and pings. */
export const SHAPES = [
  'folder',
  'pattern',
  'dated',
  'run folders',
  'marker',
  'one file',
  'pings',
  'pinged',
  'pinged end',
  'reported',
  'looked into',
] as const;

export type Shape = (typeof SHAPES)[number];

/** What a rules doc says of a job of that shape, beside its rule. */
export const KEYS_OF: Readonly<Record<Shape, string>> = {
  folder: 'backup: "s3://acme/orders/"',
  pattern: 'backup: "s3://acme/orders/*.dump"',
  dated: 'backup: "s3://acme/orders/{yyyy}/{MM}/{dd}/"',
  'run folders': 'backup: "s3://acme/orders/{run}/"',
  marker: 'backup: "s3://acme/orders/{run}/", finished: marker _SUCCESS',
  'one file': 'backup: "s3://acme/orders.dump"',
  pings: 'heartbeat: true',
  pinged: 'backup: "s3://acme/orders/", heartbeat: true',
  'pinged end': 'backup: "s3://acme/orders/", heartbeat: true, finished: heartbeat',
  reported: 'backup: "s3://acme/orders/", finished: "report s3://acme/reports/*.json"',
  'looked into': 'backup: "s3://acme/orders/", verify: well-formed',
};

interface StoryRun {
  readonly n: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly hasFailed: boolean;
  readonly size: number;
  readonly files: number;
  readonly content: string;
  /** What it would be found to be if it were looked into. */
  readonly inside?: Inside | undefined;
  /** In which of the places of the job it lies. */
  readonly folder: string;
}

/** What the job itself knows, by which its evidence is read. */
interface Knowing {
  readonly clauses: Clauses;
  readonly known: readonly KnownRun[];
}

const MAX_AHEAD = 15 * MINUTE;
const BEING_WRITTEN = 2 * MINUTE;

/** What really happened at a job's host, from which both what the product can see and what it should conclude are made. */
export class Story {
  readonly shape: Shape;
  readonly zone: string;
  readonly isLocal: boolean;
  readonly litter: LaidObject[] = [];
  runs: StoryRun[] = [];
  /** What a job with a place said besides. */
  readonly signals: ReferenceSignal[] = [];
  uploadAt: number | null = null;
  isDenied = false;
  isSilent = false;
  /** Where the rules doc says that the backups of the job lie. */
  folder = 'orders';
  #n = 0;

  /** `isLocal`: it lies in a folder of the machine that looks, where a file that changed just now is being written. */
  constructor(shape: Shape, zone: string, isLocal = false) {
    this.isLocal = isLocal;
    this.shape = shape;
    this.zone = zone;
  }

  get canRun(): boolean {
    return this.shape === 'marker' || this.shape === 'pings';
  }

  /** It has a place, and says of its runs how they went as well: by pings, or by files of their own. */
  get isSignalled(): boolean {
    return this.shape === 'pinged' || this.#isSignalledEnd;
  }

  get #isSignalledEnd(): boolean {
    return this.shape === 'pinged end' || this.shape === 'reported';
  }

  land(run: Omit<StoryRun, 'n' | 'folder'>): void {
    if (this.shape === 'one file') this.runs = this.runs.filter(({ folder }) => folder !== this.folder);
    this.#n += 1;
    this.runs.push({ ...run, n: this.#n, folder: this.folder });
    this.uploadAt = null;
  }

  /** Ends the newest run that is under way, where there is one. */
  end(at: number): void {
    const going = this.runs.findLastIndex(({ endedAt }) => endedAt === null);
    const run = this.runs[going];
    if (run !== undefined) this.runs[going] = { ...run, endedAt: at };
  }

  /** The job writes elsewhere from now on, and its old backups are there or where they were. */
  move(takesAlong: boolean): void {
    this.folder = this.folder === 'orders' ? 'moved' : 'orders';
    if (takesAlong) {
      const all = this.shape === 'one file' ? this.runs.slice(-1) : this.runs;
      this.runs = all.map((run) => ({ ...run, folder: this.folder }));
    }
    this.uploadAt = null;
  }

  litterAt(at: number, kind: number): void {
    const names = ['orders/dump.part', 'orders/.sentinel/x', 'orders/SHA256SUMS', 'orders/', 'orders-old/a.dump'];
    const key = names[kind % names.length] ?? '';
    this.litter.push({ key, sizeBytes: key.endsWith('/') ? 0 : 999, lastModified: at, contentMark: `litter ${key}` });
  }

  #keyOf({ n, startedAt, endedAt, folder }: StoryRun): string {
    const name = String(n).padStart(6, '0');
    const date = dateAt(endedAt ?? startedAt, this.zone)
      .toString()
      .replaceAll('-', '/');
    switch (this.shape) {
      case 'dated':
        return `${folder}/${date}/${name}.dump`;
      case 'one file':
        return `${folder}.dump`;
      case 'run folders':
      case 'marker':
        return `${folder}/${name}/`;
      case 'looked into':
        return `${folder}/${name}`;
      default:
        return `${folder}/${name}.dump`;
    }
  }

  objects(): LaidObject[] {
    if (this.shape === 'pings') return [];
    const own = this.runs.flatMap((run): LaidObject[] => {
      const key = this.#keyOf(run);
      const lastModified = this.shape === 'marker' ? run.startedAt : (run.endedAt ?? run.startedAt);
      const whole = {
        ...{ key, sizeBytes: run.size, lastModified, contentMark: run.content },
        ...(this.shape === 'looked into' && { read: readDump(run.inside ?? 'whole', run.size, run.content) }),
      };
      if (!key.endsWith('/')) return [whole];
      const rest = Array.from({ length: run.files - 1 }, (_, index) => ({
        ...{ key: `${key}${index}.db`, sizeBytes: 0, lastModified, contentMark: 'empty' },
      }));
      const marker = { key: `${key}_SUCCESS`, sizeBytes: 0, lastModified: run.endedAt ?? 0, contentMark: 'marker' };
      const hasMarker = this.shape === 'marker' && run.endedAt !== null;
      return [{ ...whole, key: `${key}data.db` }, ...rest, ...(hasMarker ? [marker] : [])];
    });
    return [...own, ...this.litter, ...(this.shape === 'reported' ? this.signals.map(reportOf) : [])];
  }

  heartbeats(): Heartbeat[] {
    if (this.shape.startsWith('pinged')) return this.signals.flatMap(heartbeatsOf).sort((a, b) => b.at - a.at);
    if (this.shape !== 'pings') return [];
    const found = this.runs.flatMap((run) => {
      const none = noted(`run ${run.n}`);
      const start = { ...none, at: run.startedAt, signal: 'start' as const };
      if (run.endedAt === null) return [start];
      const signal = run.hasFailed ? ('fail' as const) : ('success' as const);
      return [start, { ...none, at: run.endedAt, signal, sizeBytes: run.hasFailed ? null : run.size }];
    });
    return found.sort((a, b) => b.at - a.at);
  }

  /** What docs/design/evidence.md makes of it: the runs that are there. */
  look(now: number, job: Knowing, isMissing: (look: ReferenceLook) => boolean): ReferenceLook {
    const runs = this.runs.filter(({ folder }) => folder === this.folder).map((run) => this.#runOf(run));
    const isAhead = runs.some(({ ts }) => ts > now + MAX_AHEAD);
    const seen = runs.filter(({ ts }) => ts <= now + MAX_AHEAD).map((run) => this.#seenBy(now, run));
    const newest = seen.filter(({ outcome }) => outcome === 'finished').reduce(newerOf, null);
    // Of a folder on this machine only the newest file is read.
    const shown = this.isLocal ? seen.map((run) => (run === newest ? run : { ...run, content: null })) : seen;
    const plain = { runs: shown, isAhead, isContradicted: false, isUnread: false, doneAt: null };
    const hasEnded = (file: ReferenceRun) => job.known.some(({ ts, size }) => ts === file.ts && size === file.size);
    const joining = { now, isEnd: this.#isSignalledEnd, hasEnded };
    const isUnchangedFine = job.clauses.unchangedDays !== null;
    const look = this.isSignalled ? joined(plain, this.signals, { ...joining, isUnchangedFine }) : plain;
    if (this.uploadAt === null || !isMissing(look)) return look;
    const upload = { ...this.#runOf({ ...NO_RUN, startedAt: this.uploadAt }), key: `${this.folder}/upload` };
    return { ...look, runs: [...shown, upload] };
  }

  #seenBy(now: number, run: ReferenceRun): ReferenceRun {
    if (!this.isLocal || run.ts <= now - BEING_WRITTEN || run.outcome !== 'finished') return run;
    return { ...run, outcome: 'unfinished', size: null };
  }

  #runOf(run: StoryRun): ReferenceRun {
    const isEnded = run.endedAt !== null;
    const isPing = this.shape === 'pings';
    const hasFolder = this.shape === 'run folders' || this.shape === 'marker';
    const ts = run.endedAt ?? run.startedAt;
    return {
      ts,
      startedAt: isPing || this.shape === 'marker' ? run.startedAt : ts,
      outcome: !isEnded ? 'unfinished' : run.hasFailed ? 'failed' : 'finished',
      size: isEnded && !run.hasFailed ? run.size : null,
      files: hasFolder ? run.files : null,
      content: isPing ? null : hasFolder ? `${run.content} in ${run.files} files` : run.content,
      key: this.#keyOf(run),
      isContradicted: false,
      isWarned: false,
      inside: this.shape === 'looked into' ? foundInside(run.inside ?? 'whole', run.size) : null,
    };
  }
}

function newerOf(a: ReferenceRun | null, b: ReferenceRun): ReferenceRun {
  return a !== null && (a.ts > b.ts || (a.ts === b.ts && a.key > b.key)) ? a : b;
}

function noted(rid: string) {
  const none = { exitStatus: null, files: null, location: null, sizeBytes: null, status: null, body: null };
  return { jobId: 'orders', rid, ...none };
}

const STATUS_OF = {
  done: 'completed',
  warned: 'completed-with-warnings',
  failed: 'failed',
  running: 'running',
  unchanged: 'unchanged',
  skipped: 'skipped',
  unreadable: null,
} as const;

export function heartbeatsOf({ says, startedAt, endedAt, size }: ReferenceSignal, index: number): Heartbeat[] {
  const none = noted(`signal ${index}`);
  const start = { ...none, at: startedAt ?? endedAt, signal: 'start' as const };
  if (says === 'running') return [start];
  const status = says === 'done' || says === 'failed' ? null : STATUS_OF[says];
  const end = { ...none, at: endedAt, signal: says === 'failed' ? ('fail' as const) : ('success' as const), status };
  return [...(startedAt === null ? [] : [start]), { ...end, sizeBytes: size }];
}

/** The report of a run, as `sentinel run` writes it. */
function reportOf({ says, startedAt, endedAt, size }: ReferenceSignal, index: number): LaidObject {
  const key = `reports/${String(index).padStart(6, '0')}.json`;
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const body = JSON.stringify({
    ...{
      status: STATUS_OF[says],
      started_at: instant(startedAt),
      finished_at: says === 'running' ? null : instant(endedAt),
      size_bytes: size,
    },
    ...(says === 'warned' && { warnings: ['a file changed as it was read'] }),
  });
  return { key, sizeBytes: body.length, lastModified: endedAt, contentMark: body, read: () => Buffer.from(body) };
}

const NO_RUN: StoryRun = {
  n: 0,
  startedAt: 0,
  endedAt: null,
  hasFailed: false,
  size: 0,
  files: 1,
  content: '',
  folder: '',
};
