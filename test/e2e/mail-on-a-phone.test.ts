import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everyForm, renderNotification } from '../channels/every-form.ts';
import { ADMIN_MESSAGES } from '../core/message/admin-messages.ts';
import { CATALOGUE } from '../core/message/catalogue.ts';
import { SUMMARIES } from '../core/message/standing-messages.ts';
import { openBrowser, visit } from './browser.ts';

/** The smallest phones in use. */
const [WIDTH, HEIGHT] = [360, 640];
const OPTIONS = {
  linkFor: (_: unknown, action: string) => `https://sentinel.acme.example/act/${action}`,
  seenLinkFor: () => 'https://sentinel.acme.example/seen',
};
const MEASURES = `(() => {
  const bottoms = [...document.querySelectorAll('.button')].map((each) => each.getBoundingClientRect().bottom);
  const heights = [...document.querySelectorAll('.button')].map((each) => each.getBoundingClientRect().height);
  return { firstEnds: Math.min(...bottoms), lowest: Math.min(...heights), width: document.documentElement.scrollWidth };
})()`;

/** Every mail in HTML, by name. */
const MAILS: readonly (readonly [name: string, html: string])[] = [
  ...Object.entries(CATALOGUE).map(
    ([name, notification]) => [name, renderNotification(notification(), OPTIONS).email.html] as const,
  ),
  ...Object.entries(ADMIN_MESSAGES).map(
    ([name, causes]) => [name, everyForm({ kind: 'announcement', causes }).email.html] as const,
  ),
  ...Object.entries(SUMMARIES).map(
    ([name, summary]) => [name, everyForm({ kind: 'summary', summary }).email.html] as const,
  ),
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test('a mail of every kind fits a phone, its first button in sight and large enough for a thumb', async () => {
  const { page, complaints, close } = await visit(browser, { width: WIDTH, scheme: 'light' });
  await page.setViewportSize({ width: WIDTH, height: HEIGHT });
  const found: string[] = [];
  let withButtons = 0;
  for (const [name, html] of MAILS) {
    await page.setContent(html);
    const { firstEnds, lowest, width } = (await page.evaluate(MEASURES)) as Record<string, number>;
    if (Number(width) > WIDTH) found.push(`${name} is ${width} wide`);
    // Without buttons, JSON has no number for them.
    if (!Number.isFinite(firstEnds)) continue;
    withButtons += 1;
    if (Number(firstEnds) > HEIGHT) found.push(`the first button of ${name} ends at ${firstEnds}`);
    if (Number(lowest) < 44) found.push(`a button of ${name} is ${lowest} high`);
  }
  expect(found).toEqual([]);
  expect(withButtons).toBeGreaterThan(20);
  expect(complaints).toEqual([]);
  await close();
});
