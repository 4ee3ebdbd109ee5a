import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import * as decision from '../../core/decision/given.ts';
import { sampleRule } from '../../core/evidence/sample-rule.ts';
import { at, FakeSource, gatherRead, s3, sampleJob } from './gather-evidence-setting.ts';

const FIRST = at('2026-09-01T02:00:00Z');
const DAYS = 45;
const SIZE = 5_000_000;
const unchanged = { withinS: 60 * 86_400 };
const rule = sampleRule({ unchanged });

/** A success ping, with what a JSON body says. */
function ping(when: Instant, overrides: Partial<Heartbeat> = {}): Heartbeat {
  const bare = { rid: null, exitStatus: null, sizeBytes: null, files: null, location: null, status: null, body: null };
  return { jobId: 'orders-db', at: when, signal: 'success', ...bare, ...overrides };
}

interface Site {
  readonly job: Job;
  readonly source: FakeSource;
  readonly heartbeats: Heartbeat[];
}

/** Each end signal that a quiet source can give, and how its night's run leaves it. */
const layouts: readonly { name: string; job: Partial<Job>; night: (site: Site, when: Instant) => void }[] = [
  {
    name: 'reports with status unchanged',
    job: { finished: { kind: 'report', place: s3('reports/*.json') } },
    night: ({ source }, when) => void source.put(`reports/${when}.json`, when, '{"status":"unchanged"}'),
  },
  {
    name: 'reports that name no size',
    job: { finished: { kind: 'report', place: s3('reports/*.json') } },
    night: ({ source }, when) => void source.put(`reports/${when}.json`, when, '{"status":"completed"}'),
  },
  {
    name: 'reports of a backup that was there already',
    job: { finished: { kind: 'report', place: s3('reports/*.json') } },
    night: ({ source }, when) =>
      void source.put(`reports/${when}.json`, when, '{"status":"skipped","location":"s3://b/orders/a","size_bytes":5}'),
  },
  {
    name: 'pings with status unchanged',
    job: { finished: { kind: 'heartbeat' } },
    night: ({ heartbeats }, when) => void heartbeats.unshift(ping(when, { status: 'unchanged', sizeBytes: 7 })),
  },
  {
    name: 'bare pings',
    job: { finished: { kind: 'heartbeat' } },
    night: ({ heartbeats }, when) => void heartbeats.unshift(ping(when)),
  },
  {
    name: 'a marker that is written again',
    job: { finished: { kind: 'marker', name: 'DONE' } },
    night: ({ source }, when) => void source.put('orders/DONE', when),
  },
];

/** A site whose only backup is of the first night, and a job that is checked every three hours. */
class Simulation {
  readonly site: Site;
  readonly #job = new decision.Job({ unchanged });
  now = FIRST + MINUTE_MS;
  readonly transitions: string[] = [];

  constructor(overrides: Partial<Job>) {
    const source = new FakeSource().put('orders/a', FIRST, SIZE);
    const job = sampleJob({ rule, ...overrides });
    this.site = { job, source, heartbeats: [] };
    source.put('reports/0.json', FIRST + 1, `{"status":"completed","size_bytes":${SIZE}}`);
    if (job.finished.kind === 'marker') source.put('orders/DONE', FIRST + 1);
    this.site.heartbeats.unshift(ping(FIRST + 1));
    this.#job.place = 's3://b/orders/';
  }

  async check() {
    const { job, source, heartbeats } = this.site;
    const { now } = this;
    const evidence = await gatherRead({ job, source, heartbeats, now, row: this.#job.row });
    const { verdict, transition, row } = this.#job.check(now, evidence);
    if (transition) this.transitions.push(`${transition.to} ${verdict?.tests.recent?.reason.kind}`);
    return { verdict, row };
  }

  /** Checks every three hours, for as many days; each night's run is made by `night`. */
  async pass(days: number, night: (site: Site, when: Instant) => void = () => {}): Promise<void> {
    for (const end = this.now + days * DAY_MS; this.now < end; this.now += 3 * HOUR_MS) {
      await this.check();
      if ((this.now - FIRST) % DAY_MS < 3 * HOUR_MS) night(this.site, this.now + HOUR_MS);
    }
  }
}

describe.each(layouts)('a quiet source: $name', ({ job, night }) => {
  it('45 days without a new file are no transition, and a run that stops is one', async () => {
    const simulation = new Simulation(job);
    await simulation.pass(DAYS, night);
    expect(simulation.transitions).toEqual([]);
    const { verdict, row } = await simulation.check();
    expect(verdict?.tests.recent?.reason).toMatchObject({ kind: 'unchanged', ts: FIRST });
    expect(verdict?.dataAtRiskS).toBeLessThan(86_400);
    expect(row.lastGood?.ts).toBe(FIRST);
    await simulation.pass(1);
    expect(simulation.transitions).toEqual(['warn stale', 'alert stale']);
  });

  it('the copy that goes is an alert within one check, for all that the runs succeed', async () => {
    const simulation = new Simulation(job);
    await simulation.pass(10, night);
    simulation.site.source.objects.delete('orders/a');
    await simulation.check();
    expect(simulation.transitions).toEqual(['alert no-good-run']);
  });
});

describe('what is no success', () => {
  it('a run that found the lock held does not hold the age', async () => {
    const simulation = new Simulation({ finished: { kind: 'heartbeat' } });
    await simulation.pass(2, ({ heartbeats }, when) => heartbeats.unshift(ping(when, { status: 'skipped' })));
    expect(simulation.transitions).toEqual(['warn stale', 'alert stale']);
  });

  it('a success that names a location is held against the place', async () => {
    const simulation = new Simulation({ finished: { kind: 'heartbeat' } });
    await simulation.pass(2, ({ heartbeats }, when) => heartbeats.unshift(ping(when, { location: 's3://b/orders/b' })));
    const { verdict } = await simulation.check();
    expect(verdict?.tests.finished?.reason.kind).toBe('contradiction');
  });

  it('without the clause, unchanged never advances the age, and is no contradiction either', async () => {
    const heartbeats = [ping(at('07:00'), { status: 'unchanged' })];
    const job = sampleJob({ place: null, finished: { kind: 'heartbeat' } });
    expect((await gatherRead({ job, heartbeats })).runs).toEqual([]);
    const withPlace = sampleJob({ finished: { kind: 'heartbeat' } });
    const evidence = await gatherRead({ job: withPlace, heartbeats });
    expect(evidence).toMatchObject({ runs: [], contradiction: null });
  });

  it('a failure ends with the next success that made nothing new', async () => {
    const simulation = new Simulation({ finished: { kind: 'heartbeat' } });
    const { heartbeats } = simulation.site;
    heartbeats.unshift(ping(FIRST + 20 * HOUR_MS, { signal: 'fail' }));
    simulation.now = FIRST + 21 * HOUR_MS;
    expect((await simulation.check()).verdict?.tests.finished?.reason.kind).toBe('failed');
    heartbeats.unshift(ping(FIRST + 22 * HOUR_MS, { status: 'unchanged' }));
    simulation.now = FIRST + 23 * HOUR_MS;
    expect((await simulation.check()).verdict?.worst).toBe('none');
  });
});

describe('while the place cannot be read', () => {
  it('the remembered success holds the age', () => {
    const now = FIRST + 20 * DAY_MS;
    const run = decision.givenRun(FIRST);
    const job = new decision.Job({ unchanged });
    job.check(now, decision.givenEvidence([run], { newestDone: now - HOUR_MS }));
    expect(job.row.quietTs).toBe(now - HOUR_MS);
    for (const minutes of [1, 2, 3]) job.check(now + minutes * MINUTE_MS, decision.UNKNOWN);
    expect(job.row.state).toBe('warn');
  });
});
