import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { Instant } from '../core/instant.ts';
import type { DrillLog } from '../ports/drill-log.ts';
import type { Secrets } from '../ports/secrets.ts';
import { PAGE_HEADERS, page, resultPage } from './action-pages.ts';
import { readSeenToken } from './seen-token.ts';

export interface SeenPorts {
  readonly drills: Pick<DrillLog, 'noteSeen'>;
  readonly secrets: Secrets;
  readonly now: () => Instant;
}

/** The link of a drill's mail, under `/seen/`: GET shows a page with one button, POST says that its reader saw it. */
export function seenLinks({ drills, secrets, now }: SeenPorts, linkKeyName: string): Hono {
  const app = new Hono();
  app.on(['GET', 'POST'], '/seen/:token', async (context) => {
    const token = readSeenToken(context.req.param('token'), await secrets.get(linkKeyName));
    if (token === null) return show(context, 404, 'This link is incomplete or was not made by this sentinel.');
    const at = now();
    if (at >= token.expiresAt) return show(context, 410, 'This drill is over.');
    // HEAD and every other method also end here: only the button acts.
    if (context.req.method !== 'POST') return context.html(confirmPage(), 200, PAGE_HEADERS);
    const isFirst = await drills.noteSeen(token.drillId, { personId: token.personId, at });
    return show(
      context,
      200,
      isFirst ? 'Thank you: the drill message has reached you.' : 'Someone has confirmed it already.',
    );
  });
  return app;
}

function confirmPage() {
  return page(
    'Drill',
    html`<p>This is a drill: nothing is broken. It only tests whether messages reach you.</p>
      <form method="post"><button>I saw it</button></form>`,
  );
}

function show(context: Context, status: 200 | 404 | 410, text: string): Response | Promise<Response> {
  return context.html(resultPage('Drill', text), status, PAGE_HEADERS);
}
