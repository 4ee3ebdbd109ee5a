import { openStores, stateAddressOf } from '../../bin/wiring/open-stores.ts';
import { dateAfter, todayIn } from '../../lib/core/history/today.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { until } from '../faults/embedded-store-process.ts';
import { SentinelProcess } from '../faults/sentinel-process.ts';
import { inSandbox, type Sandbox } from '../program/sandbox.ts';
import { runSentinel } from '../run-sentinel.ts';

/** The status page as `sentinel watch` serves it. */
export interface WatchedPage {
  readonly url: string;
  readonly sandbox: Sandbox;
  /** A link that signs a person in, once; from the terminal for the admin, else as the operator makes one. */
  signInLink(personId?: string): Promise<string>;
}

const ZONE = 'Europe/Berlin';

const RULES = `version: 1
settings: { timezone: ${ZONE}, admin: dana }
people:
  dana: { email: dana@acme.example, timezone: ${ZONE} }
  sam: { email: sam@acme.example, timezone: ${ZONE} }
groups:
  shops: { owner: sam }
jobs:
  orders-db: { name: Orders database, group: shops, backup: ./orders/*.dump, rule: "every 24 hours, allow 26; at least 1 MB" }
  billing-db:
    name: Billing database
    group: shops
    backup: ./billing/*.dump
    rule: every 24 hours, allow 26; at least 2 MB
    runbook: https://wiki.acme.example/billing
    note: The dump waits for the month-end run.
  wiki: { name: Wiki, owner: dana, backup: ./wiki/*.tgz, rule: "every 24 hours, allow 26" }
  media: { name: Media library, owner: dana, backup: ./media/*.tar, rule: "every 24 hours, allow 26" }
`;

/** Runs `watch` over real files: Billing has shrunk, the wiki's backup is missing, two are well; each has had 90 days. */
export async function watchedPage(work: (page: WatchedPage) => Promise<void>): Promise<void> {
  await inSandbox(RULES, async (sandbox) => {
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    for (const [folder, kind, sizes] of FILES) {
      for (const [index, size] of sizes.entries()) {
        await sandbox.backup(
          `${folder}/${index}.${kind}`,
          size,
          ago((sizes.length - 1 - index) * 20 * HOUR_MS + 4 * HOUR_MS),
        );
      }
    }
    await sandbox.write('wiki/readme.txt', 'backups come here');
    await sandbox.sentinel('check');
    await withPast(sandbox.state);
    await serving(sandbox, work);
  });
}

/** Runs `watch` over so many jobs, all of them well but the first few, each with 90 days behind it. */
export async function watchedJobs(count: number, work: (page: WatchedPage) => Promise<void>): Promise<void> {
  await inSandbox(manyRules(count), async (sandbox) => {
    const at = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    for (let job = 5; job < count; job += 1) await sandbox.backup(`b/${job}/1.dump`, 1_000_000 + job, at);
    for (let job = 0; job < 5; job += 1) await sandbox.write(`b/${job}/readme.txt`, '');
    await sandbox.sentinel('check');
    await withPast(sandbox.state);
    await serving(sandbox, work);
  });
}

const FILES = [
  ['orders', 'dump', [1_200_000, 1_250_000, 1_260_000]],
  ['billing', 'dump', [3_000_000, 3_100_000, 900_000]],
  ['media', 'tar', [5_000_000, 5_000_000]],
] as const;

function manyRules(count: number): string {
  const jobs = Array.from({ length: count }, (_, job) => {
    const group = `g${job % 12}`;
    return `  job-${job}: { name: "Database number ${job}", group: ${group}, backup: ./b/${job}/*.dump, rule: "every 24 hours, allow 26; at least 1 KB" }`;
  });
  const groups = Array.from({ length: 12 }, (_, group) => `  g${group}: { owner: ${group % 2 ? 'dana' : 'sam'} }`);
  return `version: 1\nsettings: { timezone: ${ZONE}, admin: dana }\npeople: { dana: { email: d@a.example }, sam: { email: s@a.example } }\ngroups:\n${groups.join('\n')}\njobs:\n${jobs.join('\n')}\n`;
}

/** Gives every job the 89 days that a test has no time to wait for. */
async function withPast(state: string): Promise<void> {
  const stores = await openStores(stateAddressOf(state), { create: false, now: Date.now });
  try {
    const today = todayIn(ZONE, Date.now()).date;
    const { rows } = await stores.state.readAll();
    for (const [index, row] of [...rows.values()].entries()) {
      if (row.days === null) continue;
      const bad = (index * 7) % 80;
      const letters = Array.from({ length: 89 }, (_, day) => (day === bad ? 'w' : day === bad + 1 ? 'a' : 'g'));
      await stores.state.write(row, { ...row, days: { ...row.days, before: letters.join('') } }, null);
      if (rows.size > 20) continue;
      for (let day = 1; day < 90; day += 1) {
        await stores.days.put(row.jobId, {
          day: dateAfter(today, -day),
          state: letters[89 - day] === 'a' ? 'alert' : letters[89 - day] === 'w' ? 'warn' : 'green',
          sizeBytes: 3_000_000 - day * 10_000,
          ageSeconds: 24.2 * 3600,
        });
      }
    }
  } finally {
    await stores.close();
  }
}

async function serving(sandbox: Sandbox, work: (page: WatchedPage) => Promise<void>): Promise<void> {
  const begun = Date.now();
  const watch = new SentinelProcess(['watch', '--rules', sandbox.rules, '--state', sandbox.state, '--port', '0']);
  try {
    await until('it serves', () => /sign in as .*\n/.test(watch.stderr));
    await until('its first check is over', async () => Date.parse((await statusOf(sandbox)).last_pass.at) >= begun);
    const url = /at (http:\/\/\S+)/.exec(watch.stderr)?.[1] ?? '';
    const printed = /sign in as .*(http\S+)/.exec(watch.stderr)?.[1] ?? '';
    await work({
      url,
      sandbox,
      async signInLink(personId) {
        if (personId === undefined) return printed;
        const made = await runSentinel([
          'key',
          'sign-in',
          personId,
          '--url',
          url,
          '--rules',
          sandbox.rules,
          '--state',
          sandbox.state,
        ]);
        return /http\S+/.exec(made.stdout)?.[0] ?? '';
      },
    });
  } finally {
    watch.signal('SIGTERM');
    await watch.ended;
  }
}

async function statusOf(sandbox: Sandbox): Promise<{ readonly last_pass: { readonly at: string } }> {
  return JSON.parse((await sandbox.sentinel('status', '--json')).stdout);
}
