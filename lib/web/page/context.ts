import { html } from 'hono/html';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { Markup } from './markup.ts';
import { moment, onTheirClock } from './moments.ts';
import type { RoutingContext } from './page-ports.ts';

const MAX_RULES_ERROR = 300;

/** When the jobs were checked, and which time zone the page uses. */
export function contextLine({ lastPass }: RoutingContext, reading: Reading): Markup {
  const checked =
    lastPass === null ? html`Nothing has been checked yet.` : html`Last checked ${moment(lastPass.at, reading)}.`;
  return html`${checked} This page was made at ${moment(reading.at, reading)}; times are in ${reading.timezone}.`;
}

/** Warnings about all else on the page, shown above it. */
export function warnings({ lastPass, rulesError }: RoutingContext, reading: Reading): readonly Markup[] {
  return [
    ...(lastPass?.isOverdue
      ? [
          warning(
            html`<b>The sentinel itself is late.</b> It has checked nothing since ${moment(lastPass.at, reading)}: this page may be out of date.`,
          ),
        ]
      : []),
    ...(rulesError === null
      ? []
      : [
          warning(
            html`<b>The newest rules doc is not in use.</b> ${oneLine(onTheirClock(rulesError, reading), MAX_RULES_ERROR)}`,
          ),
        ]),
  ];
}

function warning(content: Markup): Markup {
  return html`<p class="warning" role="alert">${content}</p>`;
}
