import { html } from 'hono/html';
import type { OfferedAction } from '../core/model/action.ts';

export type Page = ReturnType<typeof html>;

/** Such a page is not cached, not framed, and loads nothing from elsewhere. */
export const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const QUESTIONS: Readonly<Record<OfferedAction, string>> = {
  fixed: 'Mark it as fixed? The next check decides.',
  snooze: 'Snooze it for a day? It is still checked.',
  mute: 'Mute it until someone resumes it? It is still checked.',
  accept: 'Accept the newest backup as it is? Later ones are compared with it.',
  retire: 'Retire it, since it is gone on purpose? A new backup of it brings it back.',
};

const LABELS: Readonly<Record<OfferedAction, string>> = {
  fixed: 'Mark fixed',
  snooze: 'Snooze for a day',
  mute: 'Mute',
  accept: 'Accept new size',
  retire: 'Retire it',
};

/** Asks to confirm: programs that scan mails follow links, and a link alone must not act. */
export function confirmPage(jobName: string, action: OfferedAction): Page {
  return page(
    jobName,
    html`<p>${QUESTIONS[action]}</p>
      <form method="post"><button>${LABELS[action]}</button></form>`,
  );
}

/** Shows the result of an action, or why nothing was done. */
export function resultPage(title: string, text: string): Page {
  return page(title, html`<p>${text}</p>`);
}

/** A page with one text or one button; it loads nothing else. */
export function page(title: string, content: Page): Page {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} - backup sentinel</title>
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere }
button, input { font: inherit; max-width: 100% }
button {  font-weight: 600; padding: .6rem 1.4rem; border-radius: .4rem; border: 1px solid; cursor: pointer }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}
