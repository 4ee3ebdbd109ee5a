import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/instant.ts';
import { SmtpStandIn } from '../channels/email/smtp-stand-in.ts';
import { runSentinel } from '../run-sentinel.ts';
import { DrivenSentinel } from './driven-clock.ts';
import { Seeded } from './seeded.ts';

const FROM = Date.parse('2026-03-01T00:00:30Z');
const PEOPLE = 20;
const KEPT_BACKUPS = 7;
const PAGE_BYTES = 4096;
/** So much of the nights bring no backup. */
const MISSED = 0.02;
/** Longer than anything is kept. */
const PRUNED_AFTER_MS = 401 * DAY_MS;

/** One day of the simulation; bytes and descriptors as they were at its end, memory the middle of its samples. */
export interface SoakDay {
  readonly day: string;
  readonly residentMb: number;
  readonly descriptors: number;
  readonly storeMb: number;
  readonly mails: number;
}

export interface SoakOptions {
  readonly jobs: number;
  readonly days: number;
  readonly seed: number;
  /** How far the clock goes at a time; the program's own step is one minute. */
  readonly stepMinutes: number;
  /** Is given each day as it ends. */
  readonly onDay?: (day: SoakDay) => void;
}

/**
 * `watch` over a store of its own on this disk, by a clock that is driven: backups land, some do not, jobs ping and
 * pages are read, for so many days, and for one more after everything that is kept has expired. One entry each day.
 */
export async function soak({
  jobs: jobCount,
  days,
  seed,
  stepMinutes,
  onDay = () => {},
}: SoakOptions): Promise<SoakDay[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-soak-'));
  const smtp = await SmtpStandIn.start();
  const env = { SENTINEL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, SENTINEL_MAIL_FROM: 'backups@acme.example' };
  const place = ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state')];
  const backups = new Backups(folder, jobCount, new Seeded(seed));
  await writeFile(join(folder, 'rules.yaml'), rulesOf(jobCount));
  await backups.landAll(FROM - HOUR_MS);
  const watch = new DrivenSentinel(['watch', '--port', '0', '--quiet', ...place], env, FROM);
  const found: SoakDay[] = [];
  try {
    let at = await watch.paused();
    const visitor = await Visitor.open(folder, place, jobCount);
    const day = async (name: string): Promise<void> => {
      const resident: number[] = [];
      for (const end = at + DAY_MS; at < end; ) {
        const before = at;
        watch.goOn(at, (stepMinutes - 1) * MINUTE_MS);
        at = await watch.paused();
        if (Math.floor(at / HOUR_MS) === Math.floor(before / HOUR_MS)) continue;
        resident.push(await residentBytes(watch));
        await backups.land(at);
        await visitor.visit();
      }
      const ended = {
        day: name,
        residentMb: middle(resident) / 1e6,
        descriptors: (await readdir(`/proc/${watch.child.pid}/fd`)).length,
        storeMb: (await sizeOf(join(folder, 'state'))) / 1e6,
        mails: smtp.taken.length,
      };
      smtp.taken.length = 0;
      found.push(ended);
      onDay(ended);
    };
    for (let index = 1; index <= days; index += 1) await day(String(index));
    await backups.landAll(at + PRUNED_AFTER_MS - HOUR_MS);
    watch.goOn(at, PRUNED_AFTER_MS);
    at = await watch.paused();
    await day('401 later');
    if (watch.stderr !== '') throw new Error(`watch complained: ${watch.stderr.slice(0, 2000)}`);
    return found;
  } finally {
    watch.signal('SIGKILL');
    await watch.ended;
    await smtp.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function rulesOf(jobCount: number): string {
  const people = Array.from({ length: PEOPLE }, (_, index) => `  p${index}: { email: p${index}@acme.example }\n`);
  const jobs = Array.from(
    { length: jobCount },
    (_, index) => `  job-${index}: { backup: ./job-${index}/, owner: p${index % PEOPLE}, heartbeat: true }\n`,
  );
  return `version: 1
settings: { admin: p0, timezone: UTC, rule: "every 24 hours, allow 26; at least 500 KB" }
people:
${people.join('')}jobs:
${jobs.join('')}`;
}

/** What lands in the jobs' folders: each night one backup at the job's own hour, and the oldest goes. */
class Backups {
  readonly #folder: string;
  readonly #jobCount: number;
  readonly #chance: Seeded;

  constructor(folder: string, jobCount: number, chance: Seeded) {
    this.#folder = folder;
    this.#jobCount = jobCount;
    this.#chance = chance;
  }

  async landAll(at: number): Promise<void> {
    for (let job = 0; job < this.#jobCount; job += 1) await this.#landOne(job, at);
  }

  async land(at: number): Promise<void> {
    const hour = new Date(at).getUTCHours();
    for (let job = hour; job < this.#jobCount; job += 24) {
      if (!this.#chance.isLucky(MISSED)) await this.#landOne(job, at - 5 * MINUTE_MS);
    }
  }

  async #landOne(job: number, at: number): Promise<void> {
    const folder = join(this.#folder, `job-${job}`);
    const path = join(folder, `${at}.dump`);
    await mkdir(folder, { recursive: true });
    await writeFile(path, '');
    await truncate(path, 1_000_000 + (job % 100));
    await utimes(path, new Date(at), new Date(at));
    const names = (await readdir(folder)).sort();
    for (const name of names.slice(0, -KEPT_BACKUPS)) await rm(join(folder, name));
  }
}

/** Reads the page and pings a job, each time another. */
class Visitor {
  readonly #address: string;
  readonly #ping: string;
  readonly #jobCount: number;
  #visits = 0;

  private constructor(address: string, ping: string, jobCount: number) {
    this.#address = address;
    this.#ping = ping;
    this.#jobCount = jobCount;
  }

  static async open(folder: string, place: readonly string[], jobCount: number): Promise<Visitor> {
    const { stdout, stderr } = await runSentinel(['key', 'create', ...place]);
    const [, address = '', path = ''] = /(http:\/\/[^/\s]+)(\/\S*)/.exec(stdout) ?? [];
    if (address === '') throw new Error(`no ping URL for ${folder}: ${stdout}${stderr}`);
    return new Visitor(address, path, jobCount);
  }

  async visit(): Promise<void> {
    this.#visits += 1;
    const job = `job-${this.#visits % this.#jobCount}`;
    for (const path of ['/', `/job/${job}`, '/metrics', this.#ping.replace(/JOB|<job>|\{job\}/i, job)]) {
      const answer = await fetch(`${this.#address}${path}`, { headers: { connection: 'close' }, redirect: 'manual' });
      await answer.arrayBuffer();
      if (answer.status >= 400 && ![401, 403, 429].includes(answer.status)) {
        throw new Error(`${path} answered ${answer.status}`);
      }
    }
  }
}

async function residentBytes(watch: DrivenSentinel): Promise<number> {
  const [, pages] = (await readFile(`/proc/${watch.child.pid}/statm`, 'utf8')).split(' ');
  return Number(pages) * PAGE_BYTES;
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
