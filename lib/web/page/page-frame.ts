import { html } from 'hono/html';
import { SIGN_OUT_PATH } from '../sign-in.ts';
import { assetPath } from './asset-routes.ts';
import type { Markup } from './markup.ts';

export interface Frame {
  readonly title: string;
  /** Null for a viewer who is not signed in. */
  readonly personId: string | null;
  /** Name of the script and stylesheet that only this page needs. */
  readonly script?: 'list' | 'job';
  /** On the shield beside the name: whether something needs a person. */
  readonly isFailing?: boolean;
  /** Reloads once, so that the browser counts the request as coming from this site. */
  readonly isOnceMore?: boolean;
}

/** A whole page around its content. */
export function pageFrame(
  { title, personId, script, isFailing = false, isOnceMore = false }: Frame,
  content: Markup,
): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
${isOnceMore ? html`<meta http-equiv="refresh" content="0">` : ''}
<title>${title} - backup sentinel</title>
<link rel="icon" href="${assetPath(isFailing ? 'troubled.svg' : 'calm.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath('page.css')}">
${script === 'job' ? html`<link rel="stylesheet" href="${assetPath('job.css')}">` : ''}
${script ? html`<script type="module" src="${assetPath(`${script}.js`)}"></script>` : ''}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="home" href="/"><img src="${assetPath('calm.svg')}" alt="" width="24" height="24">Backup sentinel</a>
${personId === null ? '' : viewer(personId)}
</header>
<main id="main" tabindex="-1">
${content}
</main>
</body>
</html>
`;
}

function viewer(personId: string): Markup {
  return html`<div class="viewer"><span><span class="unseen">Signed in as </span>${personId}</span><form method="post" action="${SIGN_OUT_PATH}"><button>Sign out</button></form></div>`;
}
