import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStore } from '../../lib/adapters/embedded/store.ts';
import { linkedNote } from '../../lib/app/record/next-note.ts';
import { readRecord } from '../../lib/app/record/read-record.ts';
import { DAY_MS } from '../../lib/core/instant.ts';
import { RECORD_FORMATS } from '../../lib/core/record/record-format.ts';
import { makeYear, YEAR_BEGINS } from '../app/record/made-year.ts';
import { openBrowser } from '../e2e/browser.ts';
import { read } from '../rules-doc/read.ts';

const UNTIL = YEAR_BEGINS + 365 * DAY_MS;
const RULE = 'every 24 hours, allow 26 hours; at least 1 GB; proven every 30 days';
const RULES = `version: 1
settings: { admin: dana, timezone: UTC }
people: { dana: { email: dana@acme.example }, sam: { email: sam@acme.example } }
jobs:
  orders: { name: "Orders database", owner: sam, backup: "s3://acme-backups/orders/", rule: "${RULE}" }
`;

/** Draws the page of one job in the record of a made year, as wide as A4; resolves to the picture's path. */
export async function drawRecord(folder: string): Promise<string> {
  const state = await mkdtemp(join(tmpdir(), 'pictures-record-'));
  const stores = await openEmbeddedStore(state, { now: () => UNTIL });
  const browser = await openBrowser();
  try {
    await makeYear('orders', stores);
    const rules = new Map([['orders', RULE]]);
    const note = { at: YEAR_BEGINS, version: 'sha256:4be1', source: 'rules/rules.yaml', by: 'dana', rules };
    await stores.record.addRulesNote(linkedNote(note, []));
    const about = {
      from: YEAR_BEGINS,
      until: UNTIL,
      madeAt: UNTIL,
      source: 'rules/rules.yaml',
      timezone: 'UTC',
      head: null,
    };
    const writer = RECORD_FORMATS.html.writer(about);
    let html = writer.begin();
    const jobs = read(RULES).document?.jobs ?? [];
    const ports = { store: stores.state, record: stores.record };
    for await (const record of readRecord(jobs, null, about, ports)) html += writer.job(record);
    const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
    await page.setContent(html + writer.end());
    const picture = join(folder, 'record-job.png');
    await page.locator('.job').screenshot({ path: picture });
    return picture;
  } finally {
    await browser.close();
    await stores.close();
    await rm(state, { recursive: true, force: true });
  }
}
