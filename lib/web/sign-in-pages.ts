import { html } from 'hono/html';
import { type Page, page } from './action-pages.ts';

/** Asks for an API token, and names the other ways to sign in. `message`: why the last attempt failed. */
export function tokenPage(message: string | null): Page {
  return page(
    'Sign in',
    html`${message === null ? '' : html`<p role="alert"><strong>${message}</strong></p>`}
      <p>Every mail and Slack message about a backup has a link that signs its reader in. The operator can make
      one with <code>sentinel key sign-in NAME</code>. Or use one of your API tokens:</p>
      <form method="post" action="/sign-in">
      <p><label for="token">API token</label><br>
      <input id="token" name="token" type="password" autocomplete="current-password" required size="40"></p>
      <button>Sign in</button></form>`,
  );
}

/** Asks to confirm: programs that scan mails follow links, and would use up a link that works once. */
export function signInPage(personId: string): Page {
  return page('Sign in', html`<p>Sign in as ${personId}?</p><form method="post"><button>Sign in</button></form>`);
}

/** Says why a link does not sign in, and what to do. */
export function unusableLinkPage(message: string): Page {
  return page(
    'Not signed in',
    html`<p>${message}</p>
      <p>If you are signed in already, open the <a href="/">status page</a>. Otherwise use the link in the newest message,
      or ask the operator for one: <code>sentinel key sign-in NAME</code>.</p>`,
  );
}

export function signedOutPage(): Page {
  return page(
    'Signed out',
    html`<p>You are signed out, here and in every other browser.</p><p><a href="/sign-in">Sign in again</a></p>`,
  );
}

/** Where the store could not note the end: a copy of the cookie would still be taken. */
export function halfSignedOutPage(): Page {
  return page(
    'Signed out here only',
    html`<p>This browser is signed out. Other sessions of yours could not be ended; ask the operator to do it:
      <code>sentinel key sign-out NAME</code>.</p>`,
  );
}
