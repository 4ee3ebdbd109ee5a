import { describe, expect, it } from 'vitest';
import { rememberedReplay } from '../../../lib/app/foresight/remembered-replay.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { read } from '../../rules-doc/read.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');

function documentOf(jobs: Readonly<Record<string, string>>, more: { settings?: string; dana?: string } = {}) {
  const entries = Object.entries(jobs).map(([id, entry]) => `  ${id}: { backup: "s3://backups/${id}/", ${entry} }`);
  const { document, problems } = read(
    `version: 1\nsettings: { admin: dana, timezone: UTC${more.settings ?? ''} }\npeople: { dana: { email: dana@acme.example${more.dana ?? ''} } }\njobs:\n${entries.join('\n')}\n`,
  );
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

/** A run a day at 02:00 of the last ten days, but for the one four days ago. */
function rowOf(id: string, at = `${id}/`): JobRow {
  const days = [0, 1, 2, 3, 5, 6, 7, 8, 9];
  const runs = days.map((day) => ({ ts: NOW - 6 * HOUR_MS - day * DAY_MS, sizeBytes: 1000 }));
  return { ...newRow(id), place: `s3://backups/${at}`, runs: runs as unknown as JobRow['runs'] };
}

const all = (entry: string, ids: readonly string[]) => documentOf(Object.fromEntries(ids.map((id) => [id, entry])));

async function linesOf(
  edited: ReturnType<typeof documentOf>,
  current: ReturnType<typeof documentOf>,
  rows: readonly JobRow[],
  elapsedMs = () => 0,
) {
  const ports = {
    store: {
      read: async (ids: readonly string[]) => ({
        rows: new Map(rows.filter(({ jobId }) => ids.includes(jobId)).map((row) => [row.jobId, row])),
        unusable: [],
      }),
    },
    holidays: { datesOf: async () => [] },
    elapsedMs,
  };
  return (await rememberedReplay(edited, current, NOW, ports)).join('\n');
}

const STRICT = 'rule: "every 24 hours, allow 26"';
const LOOSE = 'rule: "every 24 hours, allow 60"';

describe('a replay of remembered runs', () => {
  it('shows what would vanish under a looser rule, and appear under a tighter one', async () => {
    const [strict, loose] = [documentOf({ orders: STRICT }), documentOf({ orders: LOOSE })];
    const vanished = await linesOf(loose, strict, [rowOf('orders')]);
    expect(vanished).toMatch(/^orders: - warn +Tue 05:00/m);
    expect(vanished).not.toContain('orders: +');
    expect(await linesOf(strict, loose, [rowOf('orders')])).toMatch(/^orders: \+ warn +Tue 05:00/m);
  });

  it('says that nothing would be different', async () => {
    const larger = documentOf({ orders: 'rule: "every 24 hours, allow 26; at least 900 B"' });
    const lines = await linesOf(larger, documentOf({ orders: STRICT }), [rowOf('orders')]);
    expect(lines).toContain('nothing would have been different');
    expect(lines).toContain('Not known here: older runs, pings');
  });

  it('names the jobs that times and sizes of runs do not decide, and shows no change of them', async () => {
    const edited = documentOf({
      inside: 'rule: "every 24 hours, allow 60", verify: well-formed',
      moved: LOOSE,
      fresh: LOOSE,
      pinged: `${LOOSE}, heartbeat: true`,
    });
    const current = all(STRICT, ['inside', 'moved', 'pinged']);
    const rows = [rowOf('inside'), rowOf('moved', 'elsewhere/'), rowOf('pinged')];
    const lines = await linesOf(edited, current, rows);
    expect(lines).toContain('do not show what it would have done with inside, moved, fresh, pinged.');
    expect(lines).not.toMatch(/^\w+: [+-]/m);
  });

  it('replays 20 jobs, shows 40 changes, and says how many more there are', async () => {
    const ids = Array.from({ length: 25 }, (_, index) => `job-${index}`);
    const lines = await linesOf(
      all(LOOSE, ids),
      all(STRICT, ids),
      ids.map((id) => rowOf(id)),
    );
    expect(lines.match(/^job-\d+: - /gm)).toHaveLength(40);
    expect(lines).toMatch(/^\.\.\. and \d+ more$/m);
    expect(lines).toContain('5 changed jobs more not replayed');
  });

  it('shows what a changed default does to jobs that were not changed', async () => {
    const jobs = { orders: 'rule: "every 24 hours"' };
    const strict = documentOf(jobs, { settings: ', rule: { at_least: 2 KB }' });
    expect(await linesOf(strict, documentOf(jobs), [rowOf('orders')])).toMatch(/^orders: \+ alert +/m);
  });

  it('shows what changed hours of a person do to an escalation', async () => {
    const jobs = { orders: 'rule: "every 24 hours, allow 26; alert after 28 hours; escalate after 2 hours"' };
    const away = documentOf(jobs, { dana: ', days: mon-fri, quiet: "20:00-19:00"' });
    const lines = await linesOf(away, documentOf(jobs), [rowOf('orders')]);
    expect(lines).toContain('By the runs that are remembered');
  });

  it('says nothing of jobs that are treated alike, whatever address a person has', async () => {
    const moved = documentOf({ orders: STRICT }, { dana: ', slack: U012AB3CD' });
    expect(await linesOf(moved, documentOf({ orders: STRICT }), [rowOf('orders')])).not.toContain('orders');
  });

  it('gives up when it takes too long', async () => {
    let elapsed = 0;
    const slow = () => (elapsed += 6_000);
    const lines = await linesOf(documentOf({ orders: LOOSE }), documentOf({ orders: STRICT }), [rowOf('orders')], slow);
    expect(lines).toContain('1 changed job more not replayed');
  });
});
