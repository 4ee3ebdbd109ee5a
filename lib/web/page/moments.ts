import { html } from 'hono/html';
import { formatInstant, type Instant } from '../../core/instant.ts';
import { inLocalTime, localTime, type Reading } from '../../core/message/local-time.ts';
import { compactAge } from '../../core/quantity.ts';
import type { Markup } from './markup.ts';

/** An instant on the viewer's clock. */
export function moment(instant: Instant, reading: Reading): Markup {
  return html`<time datetime="${formatInstant(instant)}">${localTime(instant, reading)}</time>`;
}

/** How long ago an instant is, with the instant itself as its tooltip. */
export function ago(instant: Instant, reading: Reading): Markup {
  const local = localTime(instant, reading);
  return html`<time datetime="${formatInstant(instant)}" title="${local}">${compactAge(reading.at - instant)}</time>`;
}

/** A sentence with the instants in it on the viewer's clock, however they are written. */
export function onTheirClock(sentence: string, reading: Reading): string {
  const minutes = sentence.replace(
    /(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z/g,
    (_, date: string, time: string) => `${date} ${time} UTC`,
  );
  return inLocalTime(minutes, reading).replaceAll(' -> ', ' → ');
}
