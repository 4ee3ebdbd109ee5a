import type { AdminCause } from '../admin/admin-cause.ts';
import type { SummaryToRender } from '../summary/summary-text.ts';
import type { Notification } from './notification.ts';
import type { RenderOptions } from './render-options.ts';

/**
 * Everything that people get, before a channel gives it a form (docs/design/registries.md#channels). Each channel
 * handles every kind; texts from outside are as they came, and escaped by the form.
 */
export type Message =
  | { readonly kind: 'notification'; readonly notification: Notification; readonly options: RenderOptions }
  /** What the admin gets of the sentinel's own failures. */
  | { readonly kind: 'announcement'; readonly causes: readonly AdminCause[] }
  | { readonly kind: 'summary'; readonly summary: SummaryToRender };
