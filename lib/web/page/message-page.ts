import { html } from 'hono/html';
import type { Markup } from './markup.ts';

/** Tells how to sign in. Says nothing of the jobs. */
export function signedOutContent(): Markup {
  return html`<section class="note">
<h1>Sign in to see the backups</h1>
<p>This page shows how the backups are to the people whom the rules doc names. There is no password; any of these lets you in:</p>
<ul>
<li><b>From Slack or a mail:</b> open the sign-in link of the newest message that the sentinel sent you.</li>
<li><b>On the machine that runs it:</b> <code>sentinel watch</code> prints a link when it starts, good once.</li>
<li><b>From a program:</b> send your API token as <code>Authorization: Bearer …</code>.</li>
</ul>
<p>A link that is too old or was used already brings you here as well; get a new one.</p>
</section>`;
}

/** A page that says one thing. */
export function noteContent(title: string, text: string): Markup {
  return html`<section class="note"><h1>${title}</h1><p>${text}</p><p><a href="/">All backups</a></p></section>`;
}
