import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Notification } from '../../lib/core/message/notification.ts';
import { renderNotification } from '../channels/every-form.ts';
import {
  alert,
  denied,
  drill,
  escalated,
  notificationOf,
  recovered,
  snoozed,
  stillFailing,
} from '../core/message/sample-notifications.ts';
import { drawRecord } from './record.ts';
import { slackPage } from './slack-page.ts';
import { drawStatusPage } from './status-page.ts';

// Draws the pictures of docs/owner.md and of the README: `npx tsx test/pictures/draw.ts [folder]`, with Debian's `chromium`
// and `fonts-noto-color-emoji` installed.

const WIDTH = 360;
const linkFor = (_: unknown, action: string) => `https://sentinel.acme.example/act/${action}`;

const notifications: Readonly<Record<string, Notification>> = {
  alert: notificationOf(alert()),
  escalated: notificationOf(escalated()),
  recovered: notificationOf(recovered()),
  snoozed: notificationOf(snoozed()),
  'still-failing': notificationOf(stillFailing()),
  drill: notificationOf(drill()),
  grouped: notificationOf(...denied(6), recovered()),
};

const folder = process.argv[2] ?? join(import.meta.dirname, '../../docs/pictures');
mkdirSync(folder, { recursive: true });
const pages = mkdtempSync(join(tmpdir(), 'pictures-'));
try {
  for (const [name, notification] of Object.entries(notifications)) {
    const { slack } = renderNotification(notification, { actions: true });
    draw(`slack-${name}`, slackPage(slack), false);
    if (name === 'alert') draw(`slack-${name}-dark`, slackPage(slack), true);
    if (!['alert', 'recovered', 'grouped'].includes(name)) continue;
    const { email } = renderNotification(notification, { linkFor });
    draw(`email-${name}`, email.html, false);
    draw(`email-${name}-dark`, email.html, true);
  }
} finally {
  rmSync(pages, { recursive: true });
}
for (const picture of await drawStatusPage(folder)) process.stdout.write(`${picture}\n`);
process.stdout.write(`${await drawRecord(folder)}\n`);

/** Headless Chromium does not make windows narrower than 500 pixels, so the page is shown in a frame of its width. */
function draw(name: string, html: string, isDark: boolean): void {
  const page = join(pages, `${name}.html`);
  writeFileSync(page, html);
  const height = pageHeight(page, isDark);
  const frame = frameOf(page, height, isDark);
  const picture = join(folder, `${name}.png`);
  chromium(isDark, [`--window-size=${WIDTH},${Math.max(height, 10)}`, `--screenshot=${picture}`, `file://${frame}`]);
  process.stdout.write(`${picture}\n`);
}

function frameOf(page: string, height: number, isDark: boolean): string {
  const frame = page.replace('.html', '.frame.html');
  const scheme = isDark ? 'dark' : 'light';
  writeFileSync(
    frame,
    `<!doctype html><meta name="color-scheme" content="${scheme}"><body style="margin:0;overflow:hidden"><iframe src="${page}" style="border:0;width:${WIDTH}px;height:${height}px" scrolling="no"></iframe>`,
  );
  return frame;
}

function pageHeight(page: string, isDark: boolean): number {
  const probe = page.replace('.html', '.probe.html');
  writeFileSync(
    probe,
    `<!doctype html><body style="margin:0"><iframe id="f" src="${page}" style="border:0;width:${WIDTH}px;height:10px"></iframe><script>onload=()=>{document.title=f.contentDocument.documentElement.scrollHeight;document.body.dataset.height=document.title}</script>`,
  );
  const dom = chromium(isDark, ['--allow-file-access-from-files', '--dump-dom', `file://${probe}`]);
  const height = /data-height="(\d+)"/.exec(dom)?.[1];
  if (height === undefined) throw new Error(`the height of ${page} could not be measured`);
  return Number(height);
}

function chromium(isDark: boolean, options: readonly string[]): string {
  const scheme = isDark ? ['--blink-settings=preferredColorScheme=0'] : ['--blink-settings=preferredColorScheme=1'];
  const fixed = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    '--force-device-scale-factor=1',
    '--disable-lcd-text',
  ];
  return execFileSync('chromium', [...fixed, ...scheme, ...options], {
    encoding: 'utf8',
    timeout: 60_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
