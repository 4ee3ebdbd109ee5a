import { afterEach, beforeEach, vi } from 'vitest';
import { Checker } from '../../lambdas/checker/checker.ts';
import type { Alarm } from '../../lambdas/deadline.ts';
import { PublicHolidays } from '../../lib/adapters/date-holidays/public-holidays.ts';
import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { createS3Client } from '../../lib/adapters/s3/client.ts';
import { S3Rules } from '../../lib/adapters/s3/rules.ts';
import { acceptedDocument } from '../../lib/app/rules/accept-rules.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import { AwsEndpoint } from './aws-endpoint.ts';

export const T0 = Date.parse('2026-11-21T08:00:00Z');

/** A line that a function wrote. */
// biome-ignore lint/suspicious/noExplicitAny: lines are looked into as the tests like.
export type LogLine = any;

/** A checker over an endpoint of its own, with a clock that the test steps. */
export class AwsSetting {
  readonly aws: AwsEndpoint;
  readonly stores: SentinelStores;
  now = T0;
  #checker: Checker;
  #output: string[] = [];
  /** What is to happen at the moments of the newest invocation's deadline, the first of them first. */
  #deadline: (() => void)[] = [];
  #watch: { mockRestore(): void }[] = [];

  constructor(aws: AwsEndpoint) {
    this.aws = aws;
    for (const [name, value] of Object.entries(aws.environment)) vi.stubEnv(name, value);
    this.#watch = (['stdout', 'stderr'] as const).map((stream) =>
      vi.spyOn(process[stream], 'write').mockImplementation((text) => {
        this.#output.push(String(text));
        return true;
      }),
    );
    this.#watch.push(
      ...(['info', 'warn', 'error', 'log'] as const).map((level) =>
        vi.spyOn(console, level).mockImplementation((text) => void this.#output.push(`${text}\n`)),
      ),
    );
    this.stores = createDynamoStores({ prefix: 'bk' });
    this.#checker = this.newChecker();
  }

  /** A moment that lies before the invocation comes at once, any other when the test says so. */
  readonly #alarm: Alarm = (call, afterMs) => {
    this.#deadline.push(call);
    const timer = afterMs === 0 ? setTimeout(call) : undefined;
    return () => clearTimeout(timer);
  };

  /** Brings the newest invocation to where nothing more is begun. */
  beginNoMore(): void {
    this.#deadline[0]?.();
  }

  /** Brings it to where what is still under way is given up. */
  reachDeadline(): void {
    for (const come of this.#deadline) come();
  }

  /** A function that starts cold. */
  newChecker(): Checker {
    this.#checker = new Checker({ ...process.env }, () => this.now, this.#alarm);
    return this.#checker;
  }

  /** Uploads a rules doc, with its backups' bucket, and accepts it as the rules-gate does. */
  async upload(
    jobs: readonly string[],
    options: {
      readonly accept?: boolean;
      readonly rule?: string;
      /** Entries of the rules doc; sam among them. */
      readonly people?: readonly string[];
      /** What else the entries of some jobs have, by their id. */
      readonly more?: Readonly<Record<string, string>>;
      /** The places of those jobs that have another than their own folder. */
      readonly places?: Readonly<Record<string, string>>;
    } = {},
  ): Promise<void> {
    const { rule = 'every 24 hours, allow 26; at least 5 B', more = {}, places = {} } = options;
    const placeOf = (id: string) => places[id] ?? `s3://${bucketOf(id)}/${id}/`;
    const people = options.people ?? ['sam: { email: sam@acme.example }'];
    const text = [
      'version: 1',
      'settings: { owner: sam, admin: sam }',
      `people: { ${people.join(', ')} }`,
      'jobs:',
      ...jobs.map((id) => `  ${id}: { backup: "${placeOf(id)}", rule: "${rule}"${more[id] ?? ''} }`),
    ].join('\n');
    this.aws.buckets.put('rules-bucket', 'rules.yaml', text, this.now);
    if (options.accept !== false) await this.accept();
  }

  async accept(): Promise<void> {
    const rules = new S3Rules(createS3Client(), 'rules-bucket', 'rules.yaml');
    const loaded = await loadRules(rules, this.now);
    if (loaded.document === null) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
    await rules.writeLastGood(await acceptedDocument(loaded, new PublicHolidays(), this.now));
  }

  /** Lands a backup of each of these jobs. */
  land(jobs: readonly string[], at = this.now): void {
    for (const id of jobs)
      this.aws.buckets.put(bucketOf(id), `${id}/${new Date(at).toISOString()}.dump`, 'a backup', at);
  }

  /** A tick at `scheduledAt`, which is now unless it comes late. */
  async tick(options: { readonly scheduledAt?: number; readonly remainingMs?: number } = {}): Promise<LogLine> {
    const scheduledAt = new Date(options.scheduledAt ?? this.now).toISOString();
    return this.invoke({ kind: 'tick', scheduledAt }, options.remainingMs);
  }

  /** Runs the function; resolves to its answer. */
  async invoke(event: unknown, remainingMs = 300_000): Promise<LogLine> {
    this.#deadline = [];
    return this.noting(() => this.#checker.handle(event, { getRemainingTimeInMillis: () => remainingMs }));
  }

  /** Runs a function; what it writes is the newest invocation's. */
  noting<T>(run: () => Promise<T>): Promise<T> {
    this.#output = [];
    return run();
  }

  /** An hour later, at the next tick. */
  async nextTick(): Promise<void> {
    this.now += HOUR_MS;
    await this.tick();
  }

  /** What was written in the newest invocation, line by line: each is one JSON object. */
  get lines(): LogLine[] {
    return this.#output
      .join('')
      .split('\n')
      .filter((line) => line !== '' && !line.includes('NodeVersionSupportWarning'))
      .map((line) => JSON.parse(line));
  }

  /** The line of the pass. */
  get passLine(): LogLine {
    return this.lines.find(({ message }) => /^pass /.test(message ?? ''));
  }

  /** A metric's newest value; undefined when it was not written. */
  metric(name: string): number | undefined {
    const value = this.lines.findLast((line) => line._aws && name in line)?.[name];
    return Array.isArray(value) ? value.at(-1) : value;
  }

  /** The names of all metrics that were written. */
  metrics(): string[] {
    const names = this.lines.flatMap(({ _aws }) => {
      const written = _aws as {
        readonly CloudWatchMetrics: readonly { readonly Metrics: readonly { Name: string }[] }[];
      };
      return written?.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name)) ?? [];
    });
    return [...new Set(names)].sort();
  }

  async states(jobs: readonly string[]): Promise<string[]> {
    const { rows } = await this.stores.state.read(jobs);
    return jobs.map((id) => rows.get(id)?.state ?? 'none');
  }

  get transitions(): LogLine[] {
    return this.aws.eventsOf('Backup Job State Changed');
  }

  async close(): Promise<void> {
    for (const watch of this.#watch) watch.mockRestore();
    vi.unstubAllEnvs();
    await this.stores.close();
    await this.aws.stop();
  }
}

/** Jobs whose id begins with `x-` are in a bucket of their own. */
export function bucketOf(id: string): string {
  return id.startsWith('x-') ? 'other-bucket' : 'backups';
}

/** `count` job ids. */
export function jobIds(count: number, prefix = 'job-'): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);
}

/** A new setting for each test of a suite. */
export function useAwsSetting(): { readonly current: AwsSetting } {
  const holder: { current: AwsSetting } = { current: null as unknown as AwsSetting };
  beforeEach(async () => {
    const aws = await AwsEndpoint.start();
    holder.current = new AwsSetting(aws);
    aws.buckets.put('backups', 'empty', '', 0);
    aws.buckets.put('other-bucket', 'empty', '', 0);
    aws.buckets.put('rules-bucket', 'empty', '', 0);
    aws.parameters.set('/bk/watchdog-url', `${aws.url}/watchdog`);
  });
  afterEach(async () => {
    await holder.current.close();
  });
  return holder;
}
