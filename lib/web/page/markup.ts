import type { html } from 'hono/html';

/** A piece of a page. Whatever was put into it with the `html` tag has been escaped. */
export type Markup = ReturnType<typeof html>;
