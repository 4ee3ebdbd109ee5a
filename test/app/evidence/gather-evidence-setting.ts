import { type GatherOptions, gatherEvidence } from '../../../lib/app/evidence/gather-evidence.ts';
import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import type { Evidence, EvidenceRead } from '../../../lib/core/evidence/evidence.ts';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import { type Place, placeText } from '../../../lib/core/evidence/place.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { RememberedRun } from '../../../lib/core/model/run.ts';
import { EvidenceGone, type EvidenceSource, type UnfinishedUpload } from '../../../lib/ports/evidence-source.ts';
import type { HeartbeatLog } from '../../../lib/ports/state-store.ts';
import { sampleRule } from '../../core/evidence/sample-rule.ts';

export const now = Date.parse('2026-11-21T08:00:00Z');
export const at = (time: string) => Date.parse(time.includes('T') ? time : `2026-11-21T${time}:00Z`);

export const s3 = (template: string): Place => ({ scheme: 's3', container: 's3://b/', bucket: 'b', template });
export const local = (template: string): Place => ({ scheme: 'file', container: '', bucket: '', template });

/** A bucket or disk in memory, that writes down what it is asked. */
export class FakeSource implements EvidenceSource {
  readonly asked: string[] = [];
  readonly objects = new Map<string, ListedObject & { readonly text: string }>();
  uploads: UnfinishedUpload[] = [];
  pageSize = 1000;
  fault: Error | null = null;
  uploadFault: Error | null = null;
  #list = 0;
  #get = 0;

  put(key: string, lastModified: number, content: number | string = 5): this {
    const sizeBytes = typeof content === 'string' ? content.length : content;
    this.objects.set(key, { key, sizeBytes, lastModified, text: typeof content === 'string' ? content : '' });
    return this;
  }

  get requests() {
    return { list: this.#list, get: this.#get };
  }

  async *list(_place: Place, prefix: string, startAfter = '') {
    this.asked.push(`list ${prefix}${startAfter === '' ? '' : ` after ${startAfter}`}`);
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix) && (startAfter === '' || compareBytes(key, startAfter) > 0))
      .sort(compareBytes);
    for (let from = 0; from === 0 || from < keys.length; from += this.pageSize) {
      this.#list += 1;
      if (this.fault) throw this.fault;
      yield keys.slice(from, from + this.pageSize).map((key) => this.objects.get(key) as ListedObject);
    }
  }

  async unfinishedUploads(_place: Place, prefix: string) {
    this.asked.push(`uploads ${prefix}`);
    this.#list += 1;
    if (this.uploadFault) throw this.uploadFault;
    return this.uploads;
  }

  async read(place: Place, key: string, maxBytes: number, from = 0) {
    this.asked.push(`read ${key}`);
    this.#get += 1;
    const object = this.objects.get(key);
    if (!object) throw new EvidenceGone(place.container + key, 'no such object');
    return new TextEncoder().encode(object.text).slice(from, from + maxBytes);
  }
}

export function sampleJob(overrides: Partial<Job> = {}): Job {
  return {
    id: 'orders-db',
    parentId: 'orders-db',
    node: null,
    name: 'Orders database',
    group: null,
    owner: null,
    ownerFrom: null,
    groupOwner: null,
    escalateTo: null,
    place: s3('orders/'),
    namesIn: 'UTC',
    finished: { kind: 'landed' },
    report: { format: 'sentinel', success: [], failure: [] },
    heartbeat: false,
    rule: sampleRule(),
    checkEveryS: 3600,
    isPublic: false,
    runbook: null,
    note: null,
    at: 'rules.yaml:1',
    understood: '',
    ...overrides,
  } as Job;
}

export function remembered(key: string, time: string, sizeBytes = 5, container = 's3://b/'): RememberedRun {
  return { ts: at(time), sizeBytes, location: container + key, key, looked: null };
}

/** A row that speaks of the job's place. */
export function rowOf(job: Job, overrides: Partial<JobRow> = {}): JobRow {
  return { ...newRow(job.id), place: job.place ? placeText(job.place) : 'heartbeat', ...overrides };
}

export interface Gathering {
  readonly job?: Job;
  readonly row?: JobRow;
  readonly source?: FakeSource;
  readonly reports?: FakeSource;
  readonly heartbeats?: readonly Heartbeat[];
  readonly options?: Partial<GatherOptions>;
  readonly now?: number;
}

/** Gathers evidence from sources in memory. `reports`: a source for places on the disk, where the job is in S3. */
export async function gather(given: Gathering): Promise<Evidence> {
  const job = given.job ?? sampleJob();
  const source = given.source ?? new FakeSource();
  const log: HeartbeatLog = {
    record: async () => {},
    newest: async (_jobId, limit) => (given.heartbeats ?? []).slice(0, limit),
    prune: async () => 0,
  };
  return gatherEvidence(
    job,
    given.row ?? rowOf(job),
    given.now ?? now,
    { mode: 'whole', ...given.options },
    {
      sourceOf: async (scheme) => (scheme !== job.place?.scheme && given.reports ? given.reports : source),
      heartbeats: log,
    },
  );
}

export async function gatherRead(given: Gathering): Promise<EvidenceRead> {
  const evidence = await gather(given);
  if (evidence.kind !== 'read') throw new Error(`${evidence.kind}: ${'error' in evidence ? evidence.error : ''}`);
  return evidence;
}

/** `key outcome`, newest first. */
export function notified(evidence: EvidenceRead): string[] {
  return evidence.runs.toSorted((a, b) => b.ts - a.ts).map(({ key, outcome }) => `${key} ${outcome}`);
}
