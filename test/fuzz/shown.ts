import { printable } from '../../bin/print/printable.ts';
import { terminalText } from '../../bin/print/terminal-text.ts';
import { renderSns } from '../../lib/channels/sns/render.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Notice } from '../../lib/core/message/notice.ts';
import { oneLine } from '../../lib/core/message/outside-text.ts';
import { everyForm } from '../channels/every-form.ts';
import {
  alert,
  denied,
  escalated,
  muted,
  notificationOf,
  recovered,
  retired,
} from '../core/message/sample-notifications.ts';
import { buffers, type Target } from './target.ts';

const NOTICES = [alert(), escalated(), recovered(), muted(), retired(), ...denied(6)];
/** What others named or wrote, by the names that a notice has for it. */
const OUTSIDE = new Set([
  ...['jobName', 'name', 'job', 'reason', 'evidence', 'words', 'runbook', 'note', 'delayedBy', 'error', 'bucket'],
  ...['host', 'group', 'members', 'location', 'retiredBy', 'by', 'fixedBy', 'personId', 'at'],
]);

/** A notice in which a text stands wherever others wrote one. */
function withText(value: unknown, text: string, name = ''): unknown {
  if (typeof value === 'string') return OUTSIDE.has(name) ? text : value;
  if (Array.isArray(value)) return value.map((each) => withText(each, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, withText(below, text, key)]));
}

/** What people are shown that others wrote parts of. */
export const SHOWN: readonly Target[] = [
  {
    name: 'names and errors in every message',
    seeds: buffers('Orders database', 's3://acme-backups/orders/2026-11-21.dump', 'AccessDenied: no \u001b[31m'),
    read: (input) => {
      const notices = NOTICES.map((notice) => withText(notice, input.toString()) as Notice);
      return notices.flatMap((notice) => {
        const message: Message = { kind: 'notification', notification: notificationOf(notice), options: {} };
        return [everyForm(message), renderSns(message)];
      });
    },
    isShown: true,
    share: 0.02,
  },
  {
    name: 'text of others on a terminal',
    seeds: buffers('orders/2026-11-21.dump', 'e\u001b[31mx', '{"a":"\u009b2J"}'),
    read: (input) => {
      // The program's own colours are let through.
      const text = input.toString().replaceAll('\u001b[3', '').replaceAll('\u001b[9', '');
      return [printable(text), oneLine(text), terminalText(text)];
    },
    isShown: true,
  },
];
