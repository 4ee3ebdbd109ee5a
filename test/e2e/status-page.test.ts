import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, seriousFindings, signIn, type Visit, visit } from './browser.ts';
import { type WatchedPage, watchedJobs, watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A press that leads to another page is over before that page is shown. */
const SHOWN = { timeout: 10_000 };
const rows = (page: Page) => page.locator('#jobs tbody tr:visible');
const names = (page: Page) => rows(page).locator('th a').allInnerTexts();
const heading = (page: Page) => said(page.getByRole('heading', { level: 1 }));
const isWithinTheWindow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

/** Nothing was asked of anybody else, and nothing was forbidden that the page needs. */
function expectQuiet({ requests, complaints }: Visit, url: string): void {
  expect(requests.filter((address) => !address.startsWith(url))).toEqual([]);
  expect(complaints).toEqual([]);
}

const LOOKS = [
  { width: 1280, scheme: 'light' },
  { width: 360, scheme: 'dark' },
] as const;

describe('the status page that `sentinel watch` serves', () => {
  test.each(LOOKS)('signs in by the printed link, filters, opens, snoozes: $width px, $scheme', async (look) => {
    await watchedPage(async ({ url, signInLink }) => {
      const person = await visit(browser, look);
      const { page } = person;
      await page.goto(url);
      expect(await heading(page)).toBe('Sign in to see the backups');
      expect(await page.content()).not.toMatch(/orders|billing|wiki/i);
      expect(await seriousFindings(page)).toEqual([]);

      await signIn(page, await signInLink());
      expect(await heading(page)).toBe('2 of 4 backups need you');
      await expect
        .poll(() => names(page), SHOWN)
        .toEqual(['Billing database', 'Wiki', 'Orders database', 'Media library']);
      expect(await isWithinTheWindow(page)).toBe(true);
      expect(await seriousFindings(page)).toEqual([]);

      // Filtered without loading anything, once the script is there.
      await page.locator('html.scripted').waitFor();
      const loaded = person.requests.length;
      await page.getByRole('link', { name: 'Green' }).click();
      await expect.poll(() => names(page), SHOWN).toEqual(['Orders database', 'Media library']);
      await page.getByLabel('Group').selectOption('shops');
      await expect.poll(() => names(page), SHOWN).toEqual(['Orders database']);
      expect(page.url()).toBe(`${url}?state=green&group=shops`);
      await page.getByRole('link', { name: 'All' }).click();
      await page.getByLabel('Group').selectOption('');
      await page.getByLabel('Search').fill('no such thing');
      await expect.poll(() => page.locator('#nothing').isVisible(), SHOWN).toBe(true);
      await page.getByLabel('Search').fill('BILL');
      await expect.poll(() => names(page), SHOWN).toEqual(['Billing database']);
      // The browser looks for the icon again with each new address.
      expect(person.requests.slice(loaded).filter((address) => !address.endsWith('.svg'))).toEqual([]);

      await page.getByRole('link', { name: 'Billing database' }).click();
      await page.locator('figure[data-chart=size] canvas').waitFor();
      expect(await page.locator('.limit:visible').allInnerTexts()).toContain('at least 2 MB');
      await expect.poll(() => page.getByText('rules.yaml:10', { exact: true }).isVisible(), SHOWN).toBe(true);
      expect(await isWithinTheWindow(page)).toBe(true);
      expect(await seriousFindings(page)).toEqual([]);

      await page.getByLabel('Length of the snooze').selectOption({ label: 'for 8 hours' });
      await page.getByRole('button', { name: 'Snooze' }).click();
      expect(await said(page.getByRole('status'))).toMatch(/^Snoozed until /);
      await expect.poll(() => page.getByRole('button', { name: 'Resume' }).isVisible(), SHOWN).toBe(true);
      expect(await said(page.locator('.log').last())).toMatch(/snooze.* by dana/);
      await page.getByRole('link', { name: 'All backups' }).click();
      expect(await heading(page)).toBe('1 of 4 backups needs you, 1 quieted');
      expect(await said(rows(page).nth(1))).toMatch(/Snoozed[\s\S]*Billing database[\s\S]*Snoozed by dana until/);
      expectQuiet(person, url);

      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.goto(`${url}job/billing-db`);
      expect(await heading(page)).toBe('Sign in to see the backups');
      await person.close();
    });
  });

  test('mutes and accepts only when asked a second time, and says what the next check makes of it', async () => {
    await watchedPage(async ({ url, signInLink }) => {
      const person = await visit(browser, { width: 1280, scheme: 'dark' });
      const { page } = person;
      await signIn(page, await signInLink());
      await page.goto(`${url}job/wiki`);
      await page.getByText('Mute …').click();
      expect(await seriousFindings(page)).toEqual([]);
      await page.getByLabel('Reason, for the history').fill('moves to <b>another</b> disk');
      await page.getByRole('button', { name: 'Mute it' }).click();
      expect(await said(page.getByRole('status'))).toMatch(/^Muted until someone resumes it/);
      expect(await said(page.locator('.log').last())).toContain('“moves to <b>another</b> disk”');
      // From another window that has been open since before.
      const form = { action: 'mute', break: '1' };
      const again = await page.request.post(page.url(), { form, headers: { origin: new URL(url).origin } });
      expect([again.status(), await again.text()]).toEqual([409, expect.stringContaining('muted already, by dana')]);
      await page.getByRole('button', { name: 'Resume' }).click();
      expect(await said(page.getByRole('status'))).toBe('Resumed. The next check judges it again.');

      await page.goto(`${url}job/billing-db`);
      await page.getByText('Accept new size …').click();
      await expect.poll(() => page.getByText(/The backup of 900 KB/).isVisible(), SHOWN).toBe(true);
      await page.getByRole('button', { name: 'Accept it' }).click();
      expect(await said(page.locator('.outcome'))).toMatch(/^Accepted/);
      expect(await page.getByText('Accept new size …').count()).toBe(0);
      expectQuiet(person, url);
      await person.close();
    });
  });

  test('can be used by keyboard alone, and each step can be seen', async () => {
    await watchedPage(async ({ url, signInLink }) => {
      const person = await visit(browser, { width: 1280, scheme: 'light' });
      const { page } = person;
      await signIn(page, await signInLink());
      await page.goto(url);
      await page.locator('html.scripted').waitFor();
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      await tabTo(page, 'Alert 2');
      await page.keyboard.press('Enter');
      await expect.poll(() => names(page), SHOWN).toEqual(['Billing database', 'Wiki']);
      await tabTo(page, 'Wiki');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Wiki' }).waitFor();
      await tabTo(page, 'Mark fixed');
      await page.keyboard.press('Enter');
      expect(await said(page.getByRole('status'))).toBe('Marked fixed. The next check decides.');
      expectQuiet(person, url);
      await person.close();
    });
  });

  test('loads the list again after a while, and not at once when its reader comes back to it', async () => {
    await watchedPage(async ({ signInLink }) => {
      const { page, close } = await visit(browser, { width: 1280, scheme: 'light' });
      await page.clock.install();
      await signIn(page, await signInLink());
      await page.locator('html.scripted').waitFor();
      const comeBack = () => page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      await page.evaluate('window.isTheSame = true');
      await page.clock.fastForward('04:00');
      await comeBack();
      expect(await page.evaluate('window.isTheSame')).toBe(true);
      // A screen on the wall is never left and come back to.
      await Promise.all([page.waitForEvent('load'), page.clock.fastForward('02:00')]);
      expect(await page.evaluate('window.isTheSame')).toBeUndefined();
      await close();
    });
  });

  test('filters and acts without any script', async () => {
    await watchedPage(async ({ signInLink }) => {
      const person = await visit(browser, { width: 360, scheme: 'light', scripts: false });
      const { page } = person;
      await signIn(page, await signInLink());
      await page.getByLabel('Group').selectOption('shops');
      await page.getByRole('button', { name: 'Filter' }).click();
      await expect.poll(() => names(page), SHOWN).toEqual(['Billing database', 'Orders database']);
      await page.getByRole('link', { name: 'Alert' }).click();
      await expect.poll(() => names(page), SHOWN).toEqual(['Billing database']);
      await page.getByRole('link', { name: 'Billing database' }).click();
      expect(await page.locator('figure:visible').count()).toBe(0);
      await page.getByText('The days as a table').click();
      await expect.poll(() => page.locator('#day-table tbody tr').count(), SHOWN).toBe(90);
      await page.getByRole('button', { name: 'Snooze' }).click();
      expect(await said(page.getByRole('status'))).toMatch(/^Snoozed until /);
      await person.close();
    });
  });

  test('tells whose a backup is to those who may not act on it, and refuses them', async () => {
    await watchedPage(async ({ url, signInLink }: WatchedPage) => {
      const person = await visit(browser, { width: 1280, scheme: 'light' });
      const { page } = person;
      await signIn(page, await signInLink('sam'));
      await page.goto(`${url}job/wiki`);
      await expect.poll(() => page.getByText('This is dana’s backup').isVisible(), SHOWN).toBe(true);
      expect(await page.locator('main form').count()).toBe(0);
      const form = { action: 'mute', break: '1' };
      const headers = { origin: new URL(url).origin };
      const refused = await page.request.post(`${url}job/wiki`, { form, headers });
      expect([refused.status(), await refused.text()]).toEqual([403, expect.stringContaining('is dana’s')]);
      const forged = await page.request.post(`${url}job/orders-db`, {
        form,
        headers: { origin: 'https://evil.example' },
      });
      expect([forged.status(), await forged.text()]).toEqual([403, expect.stringContaining('nothing was done')]);
      await page.goto(`${url}job/orders-db`);
      await expect.poll(() => page.getByText('Green').first().isVisible(), SHOWN).toBe(true);
      await person.close();
    });
  });

  test('shows 400 jobs in pages, found by search and followed by the keyboard', async () => {
    await watchedJobs(400, async ({ url, signInLink }) => {
      const person = await visit(browser, { width: 1280, scheme: 'light' });
      const { page } = person;
      await signIn(page, await signInLink());
      let bytes = 0;
      const client = await page.context().newCDPSession(page);
      await client.send('Network.enable');
      await client.send('Network.setCacheDisabled', { cacheDisabled: true });
      client.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
      });
      await page.goto(url, { waitUntil: 'networkidle' });
      expect(await heading(page)).toBe('5 of 400 backups need you');
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThan(100_000);
      await expect.poll(() => rows(page).count(), SHOWN).toBe(200);
      await page.getByRole('link', { name: 'Next 200' }).first().focus();
      await page.keyboard.press('Enter');
      await page.getByText('201 to 400 of 400 backups').waitFor();
      await page.getByLabel('Search').fill('number 37');
      await page.keyboard.press('Enter');
      await page.getByText('1 to 11 of 11 that match, of 400 backups').waitFor();
      await expect.poll(() => rows(page).count(), SHOWN).toBe(11);
      await page.emulateMedia({ media: 'print' });
      // Its style sheets come after its text.
      const controls = page.locator('.filter, .pages, .viewer').filter({ visible: true });
      await expect.poll(() => controls.count(), SHOWN).toBe(0);
      expectQuiet(person, url);
      await person.close();
    });
  }, 180_000);
});

/** What is to be read there, once it is there. */
async function said(locator: Locator): Promise<string> {
  await locator.waitFor();
  return (await locator.allInnerTexts()).join(' ').trim();
}

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.innerText.trim().replace(/\\s+/g, " ")') as Promise<string>;
}

/** Presses Tab until something of that name has the focus; every place on the way shows that it has it. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(
      '(() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); return outlineStyle + " " + outlineWidth })()',
    );
    const now = await focused(page);
    expect([now, now.endsWith(name) ? outline : 'solid 2px']).toEqual([now, 'solid 2px']);
    if (now.endsWith(name)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
