import type { Place } from '../evidence/place.ts';

/** A job of the rules doc, as far as routing and its messages look at it. */
export interface RoutedJob {
  readonly id: string;
  readonly parentId: string;
  readonly node: string | null;
  readonly name: string;
  readonly group: string | null;
  /** After all inheritance, the admin included; null when nobody is named anywhere. */
  readonly owner: string | null;
  readonly ownerFrom: 'job' | 'group' | 'settings' | 'admin' | null;
  readonly escalateTo: string | null;
  readonly place: Place | null;
  readonly rule: { readonly urgent: boolean; readonly timezone: string };
  readonly runbook: string | null;
  readonly note: string | null;
  readonly at: string;
  /** The rule in words, as it was understood. */
  readonly understood: string;
}
