import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** Says how to sign in, and nothing about the jobs. */
export function signedOutContent(): Markup {
  return html`<section class="note">
<h1>Sign in to see the backups</h1>
<p>This page is for the people named in the rules doc. There is no password. Sign in in one of these ways:</p>
<ul>
<li><b>From Slack or a mail:</b> the newest message about a backup has a link that signs you in.</li>
<li><b>On the host that runs it:</b> <code>sentinel watch</code> prints a link when it starts, and <code>sentinel key sign-in NAME</code> makes one. Each works once.</li>
<li><b>With an API token:</b> <a href="/sign-in">sign in with it</a>; programs send it as <code>Authorization: Bearer TOKEN</code>.</li>
</ul>
</section>`;
}

/** A page with one message. */
export function noteContent(title: string, text: string): Markup {
  return html`<section class="note"><h1>${title}</h1><p>${text}</p><p><a href="/">All backups</a></p></section>`;
}
