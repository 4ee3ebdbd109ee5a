import type { html } from 'hono/html';

/** A part of a page. The `html` tag has escaped every value in it. */
export type Markup = ReturnType<typeof html>;
