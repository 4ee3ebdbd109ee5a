import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { openBrowser, visit } from '../e2e/browser.ts';
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

/** Draws the status page over made-up jobs into the folder; resolves to the pictures' paths. */
export async function drawStatusPage(folder: string): Promise<readonly string[]> {
  const server = serve({ fetch: samplePage().page.fetch, port: 0, hostname: '127.0.0.1' });
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
