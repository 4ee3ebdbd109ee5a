import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { linkedNote } from '../../lib/app/record/next-note.ts';
import { readRecord } from '../../lib/app/record/read-record.ts';
import { DAY_MS } from '../../lib/core/instant.ts';
import { htmlRecord } from '../../lib/core/record/html-record.ts';
import type { JobRecord } from '../../lib/core/record/job-record.ts';
import { makeYear, YEAR_BEGINS } from '../app/record/made-year.ts';
import { read } from '../rules-doc/read.ts';
import { openBrowser } from './browser.ts';

const RULE = 'every 24 hours, allow 26 hours; at least 1 GB; proven every 30 days';
const UNTIL = YEAR_BEGINS + 365 * DAY_MS;
const ABOUT = {
  from: YEAR_BEGINS,
  until: UNTIL,
  madeAt: UNTIL,
  source: 's3://acme-rules/rules.yaml',
  timezone: 'UTC',
  head: { day: '2026-12-31', hash: '5f0c'.repeat(16) },
};

let browser: Browser;
let year: JobRecord;

beforeAll(async () => {
  browser = await openBrowser();
  const state = await mkdtemp(join(tmpdir(), 'record-print-'));
  const stores = await openEmbeddedStore(state, { now: () => UNTIL });
  try {
    await makeYear('orders', stores);
    const { document } = read(`version: 1
settings: { admin: dana, timezone: UTC }
people: { dana: { email: dana@acme.example }, sam: { email: sam@acme.example } }
jobs:
  orders: { name: "Orders database", owner: sam, backup: "s3://acme-backups/orders/", rule: "${RULE}" }
`);
    const jobs = document?.jobs ?? [];
    const rules = new Map(jobs.map(({ id, understood }) => [id, understood]));
    const note = { at: YEAR_BEGINS, version: 'sha256:4be1', source: ABOUT.source, by: 'dana', rules };
    await stores.record.addRulesNote(linkedNote(note, []));
    for await (const each of readRecord(jobs, null, ABOUT, { store: stores.state, record: stores.record })) year = each;
  } finally {
    await stores.close();
    await rm(state, { recursive: true, force: true });
  }
}, 120_000);
afterAll(() => browser.close());

/** How many sheets of A4 the pages of these jobs take, without the title page and the last one. */
async function sheetsOf(...jobs: readonly JobRecord[]): Promise<number> {
  const writer = htmlRecord(ABOUT);
  const page = await browser.newPage();
  await page.setContent([writer.begin(), ...jobs.map((job) => writer.job(job)), writer.end()].join(''));
  const pdf = await page.pdf({ preferCSSPageSize: true });
  await page.close();
  return (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length - 2;
}

/** The year as it would have been with only its first breaks. */
function withBreaks(count: number, proofs: JobRecord['proofs']): JobRecord {
  const breaks = year.breaks.slice(0, count);
  const { windows } = year;
  const missedDays = windows.missedDays.slice(0, count);
  const met = windows.met + windows.missed - count;
  return { ...year, breaks, proofs, windows: { ...windows, met, missed: count, missedDays } };
}

it('has a sheet a job for a year that went well, or had a few breaks', async () => {
  expect(await sheetsOf()).toBe(0);
  expect(await sheetsOf(withBreaks(0, null))).toBe(1);
  expect(await sheetsOf(withBreaks(3, null))).toBe(1);
  expect(await sheetsOf(withBreaks(0, null), withBreaks(3, null), withBreaks(0, null))).toBe(3);
});

it('has a sheet for a quarter with a proof a month', async () => {
  const proofs = (year.proofs ?? []).slice(0, 3);
  expect(proofs.map(({ verdict }) => verdict)).toEqual(['proven', 'proven', 'proven']);
  expect(await sheetsOf(withBreaks(0, proofs))).toBe(1);
});

it('takes more for a break and a proof each month', async () => {
  expect(year.breaks).toHaveLength(12);
  expect(await sheetsOf(year)).toBeGreaterThan(1);
});
