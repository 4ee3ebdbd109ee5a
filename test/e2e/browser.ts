import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** How somebody looks at a page. */
export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly scripts?: boolean;
}

/** Starts Debian's browser; it ends with the caller. */
export function openBrowser(): Promise<Browser> {
  // As root it has no sandbox of its own to go into; it opens nothing but our pages.
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

export interface Visit {
  readonly page: Page;
  /** All that was asked for, by its address. */
  readonly requests: readonly string[];
  /** What the browser complained of: errors of scripts, and whatever the content security policy forbade. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Opens a window of its own, as somebody else's browser. */
export async function visit(browser: Browser, { width, scheme, scripts = true }: Look): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // That an answer is 401 or 409 is said there as well, and is fine.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  return { page, requests, complaints, close: () => context.close() };
}

/** Opens the link and presses its button, as whoever got it would. */
export async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** What axe-core calls serious or critical in the page as it is shown, each with where it is. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run()')) as {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
    }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`));
}
