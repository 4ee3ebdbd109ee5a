import { mkdir, mkdtemp, readdir, rename, rm, rmdir, truncate, unlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Action } from '../../lib/core/model/action.ts';
import { runCommand } from '../run-commands.ts';
import type { Found, Played, Standing } from './played.ts';
import { type Clauses, MINUTE } from './reference/clauses.ts';
import type { ReferenceChange } from './reference/job.ts';
import { rulesOf } from './rules-of.ts';
import type { Story } from './story.ts';

interface ToldJob {
  readonly state: string;
  readonly would_be: { readonly state: string } | null;
  readonly tests: Found['tests'] | null;
  readonly last_good: { readonly ts: string } | null;
}

/**
 * The program as it is built, over a folder of files, a rules doc and a store on disk. Its clock is `--now`. Both what it
 * is asked and what it says goes through its command line.
 */
export class BuiltProgram implements Played {
  readonly #folder: string;
  readonly #story: Story;
  /** What was written, by its path below `backups`. */
  readonly #written = new Map<string, string>();
  #isAway = false;
  #now = 0;

  private constructor(folder: string, story: Story) {
    this.#folder = folder;
    this.#story = story;
  }

  static async open(clauses: Clauses, story: Story): Promise<BuiltProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'sentinel-model-'));
    const program = new BuiltProgram(folder, story);
    await program.amend(clauses);
    return program;
  }

  async amend(clauses: Clauses): Promise<void> {
    for (const folder of [this.#story.folder, 'reports']) {
      await mkdir(join(this.#folder, this.#isAway ? 'away' : 'backups', folder), { recursive: true });
    }
    await writeFile(join(this.#folder, 'rules.yaml'), rulesOf(clauses, this.#story, './backups'));
  }

  async check(now: number): Promise<Found | null> {
    this.#now = now;
    await this.#lay();
    const { jobs } = await this.#json<{ jobs: readonly ToldJob[] }>(['check', '--json', ...nowOf(now)]);
    const [job] = jobs;
    if (job === undefined || !job.tests) return null;
    return { tests: job.tests, lastGood: job.last_good && { ts: Date.parse(job.last_good.ts) } };
  }

  async act(now: number, action: Action): Promise<boolean> {
    this.#now = now;
    await this.#lay();
    const more = action.verb === 'snooze' ? ['--for', `${Math.ceil(action.forMs / MINUTE)} minutes`] : [];
    const { status } = await this.#run([action.verb, 'orders', '--by', 'sam', ...more, ...nowOf(now)]);
    return status === 0;
  }

  async standing(): Promise<Standing> {
    const { jobs } = await this.#json<{ jobs: readonly ToldJob[] }>(['status', '--json', ...nowOf(this.#now)]);
    return { state: jobs[0]?.state ?? 'absent', wouldBe: jobs[0]?.would_be?.state ?? null };
  }

  /** Every change of the job, the oldest first. */
  async changes(): Promise<readonly ReferenceChange[]> {
    type Row = ReferenceChange & { readonly kind: string };
    const rows = await this.#json<readonly Row[]>(['history', 'orders', '--json', '--limit', '1000']);
    const changes = rows.filter(({ kind }) => kind === 'transition').reverse();
    return changes.map(({ from, to, reason }) => ({ from, to, reason }));
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  async #json<T>(args: readonly string[]): Promise<T> {
    const { status, stdout, stderr } = await this.#run(args);
    if (status > 3) throw new Error(`\`sentinel ${args.join(' ')}\` ended with ${status}: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  }

  #run(args: readonly string[]) {
    const common = ['--rules', join(this.#folder, 'rules.yaml'), '--state', join(this.#folder, 'state')];
    return runCommand([...args, ...common]);
  }

  /** Lays into the folder what the story has: what is new or gone, and whether the folder is there at all. */
  async #lay(): Promise<void> {
    const [here, away] = [join(this.#folder, 'backups'), join(this.#folder, 'away')];
    if (this.#isAway) await rename(away, here);
    const wanted = new Map(
      this.#story.objects().map((each) => [each.key, { ...each, mark: JSON.stringify(each) }] as const),
    );
    for (const key of this.#written.keys()) {
      if (wanted.has(key)) continue;
      await unlink(join(here, key));
      this.#written.delete(key);
      // A folder of its own goes with its last file.
      const folder = dirname(key);
      if (!FOLDERS.has(folder) && (await readdir(join(here, folder))).length === 0) await rmdir(join(here, folder));
    }
    for (const [key, { mark, sizeBytes, lastModified, contentMark, read }] of wanted) {
      if (key.endsWith('/') || this.#written.get(key) === mark) continue;
      const path = join(here, key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, read?.(0, sizeBytes) ?? `${contentMark?.split(' ').reverse().join(' ')}`);
      await truncate(path, sizeBytes);
      await utimes(path, new Date(lastModified), new Date(lastModified));
      this.#written.set(key, mark);
    }
    this.#isAway = this.#story.isDenied;
    if (this.#isAway) await rename(here, away);
  }
}

/** Which stay when they are empty. */
const FOLDERS = new Set(['orders', 'moved', 'reports']);

const nowOf = (now: number) => ['--now', new Date(now).toISOString()];
