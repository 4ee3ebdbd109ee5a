import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { readRuns } from '../../lib/app/views/read-runs.ts';
import { DAY_MS, HOUR_MS } from '../../lib/core/instant.ts';
import { newRow } from '../../lib/core/model/job-row.ts';
import { routedJob } from '../core/routing/setting.ts';
import { openBrowser, visit } from '../e2e/browser.ts';
import { NOW } from '../web/page/sample-jobs.ts';
import { samplePage } from '../web/page/sample-page.ts';

const LOOKS = [
  { suffix: '', width: 1200, scheme: 'light' },
  { suffix: '-dark', width: 1200, scheme: 'dark' },
  { suffix: '-phone', width: 360, scheme: 'light' },
  { suffix: '-phone-dark', width: 360, scheme: 'dark' },
] as const;

const PAGES = [
  { name: 'status-page', path: '/' },
  { name: 'status-page-job', path: '/job/billing-db' },
] as const;

/** What the page says of the runs of the last days, of which the newest is too small. */
function billingRuns() {
  const job = routedJob({ id: 'billing-db', parentId: 'billing-db' });
  const runs = Array.from({ length: 6 }, (_, index) => ({
    ts: NOW - 6 * HOUR_MS - index * DAY_MS,
    sizeBytes: (index === 0 ? 12.4 : 37 - index / 10) * 1e9,
    finding: index === 0 ? ('too-small' as const) : ('good' as const),
  }));
  const [, good = { ts: NOW, sizeBytes: null }] = runs;
  const rows = new Map([
    [
      job.id,
      {
        ...newRow(job.id),
        runs,
        lastGood: { ...good, location: 's3://acme/billing/2026-11-21.dump', key: '2026-11-21.dump', looked: null },
      },
    ],
  ]);
  const store = { read: async () => ({ rows, unusable: [] }) };
  return readRuns(job, { store, heartbeats: { newest: async () => [] } }, NOW);
}

/** Draws the status page over made-up jobs into the folder; resolves to the pictures' paths. */
export async function drawStatusPage(folder: string): Promise<readonly string[]> {
  const server = serve({
    fetch: samplePage({ pings: { runs: await billingRuns() } }).page.fetch,
    port: 0,
    hostname: '127.0.0.1',
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await openBrowser();
  const pictures: string[] = [];
  try {
    for (const { suffix, ...look } of LOOKS) {
      const { page, close } = await visit(browser, look);
      for (const { name, path } of PAGES) {
        await page.setViewportSize({ width: look.width, height: 800 });
        await page.goto(`http://127.0.0.1:${port}${path}`, { waitUntil: 'networkidle' });
        // Rows outside the window are not drawn, so the window gets as high as the page.
        const height = (await page.evaluate('document.documentElement.scrollHeight')) as number;
        await page.setViewportSize({ width: look.width, height });
        const picture = join(folder, `${name}${suffix}.png`);
        await page.screenshot({ path: picture });
        pictures.push(picture);
      }
      await close();
    }
  } finally {
    await browser.close();
    server.close();
  }
  return pictures;
}
