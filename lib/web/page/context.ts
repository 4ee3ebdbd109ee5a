import { html } from 'hono/html';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { Markup } from './markup.ts';
import { moment, onTheirClock } from './moments.ts';
import type { RoutingContext } from './page-ports.ts';

const MAX_RULES_ERROR = 300;
const MAX_NAMES = 10;

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

/** Says which jobs send pings in vain; empty where none does. */
export function unjudgedWarning(names: readonly string[]): readonly Markup[] {
  if (names.length === 0) return [];
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
  return [
    warning(
      html`<b>Pings that are not judged.</b> ${names.slice(0, MAX_NAMES).join(', ')}${more}: add <code>heartbeat: true</code> in the rules doc, or a failure that the job reports is missed.`,
    ),
  ];
}

function warning(content: Markup): Markup {
  return html`<p class="warning" role="alert">${content}</p>`;
}
