import { html } from 'hono/html';
import { assetPath } from './asset-routes.ts';
import type { Markup } from './markup.ts';

export interface Frame {
  readonly title: string;
  /** Null for somebody who is not signed in. */
  readonly personId: string | null;
  readonly signOutPath: string | null;
  /** Names of the script and style sheet that only this page needs. */
  readonly script?: 'list' | 'job';
  /** On the shield beside the name: whether something needs a person. */
  readonly isTroubled?: boolean;
}

/** A whole page around its content. */
export function pageFrame(
  { title, personId, signOutPath, script, isTroubled = false }: Frame,
  content: Markup,
): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} - backup sentinel</title>
<link rel="icon" href="${assetPath(isTroubled ? 'troubled.svg' : 'calm.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath('page.css')}">
${script === 'job' ? html`<link rel="stylesheet" href="${assetPath('job.css')}">` : ''}
${script ? html`<script type="module" src="${assetPath(`${script}.js`)}"></script>` : ''}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="home" href="/"><img src="${assetPath('calm.svg')}" alt="" width="24" height="24">Backup sentinel</a>
${personId === null ? '' : viewer(personId, signOutPath)}
</header>
<main id="main" tabindex="-1">
${content}
</main>
</body>
</html>
`;
}

function viewer(personId: string, signOutPath: string | null): Markup {
  const button =
    signOutPath === null ? '' : html`<form method="post" action="${signOutPath}"><button>Sign out</button></form>`;
  return html`<div class="viewer"><span><span class="unseen">Signed in as </span>${personId}</span>${button}</div>`;
}
