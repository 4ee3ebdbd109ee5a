import { html } from 'hono/html';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { Markup } from './markup.ts';
import { moment } from './moments.ts';
import type { RoutingContext } from './page-ports.ts';

const MAX_TROUBLE = 300;

/** When all this was looked at, and by which clock the page is written. */
export function contextLine({ lastPass }: RoutingContext, reading: Reading): Markup {
  const checked =
    lastPass === null ? html`Nothing has been checked yet.` : html`Last checked ${moment(lastPass.at, reading)}.`;
  return html`${checked} This page is of ${moment(reading.at, reading)}; times are in ${reading.timezone}.`;
}

/** What makes all else on a page doubtful; it stands above it. */
export function warnings({ lastPass, rulesError }: RoutingContext, reading: Reading): readonly Markup[] {
  return [
    ...(lastPass?.isOverdue
      ? [
          warning(
            html`<b>The sentinel itself is late.</b> It has checked nothing since ${moment(lastPass.at, reading)}: what stands here may not be so any more.`,
          ),
        ]
      : []),
    ...(rulesError === null
      ? []
      : [warning(html`<b>The rules doc is not the newest.</b> ${oneLine(rulesError, MAX_TROUBLE)}`)]),
  ];
}

function warning(content: Markup): Markup {
  return html`<p class="warning" role="alert">${content}</p>`;
}
