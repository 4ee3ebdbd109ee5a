import { expect, it } from 'vitest';
import { auditRowsOf } from '../../../lib/app/record/audit-rows.ts';
import { actionsIn } from '../../../lib/app/record/breaks-of.ts';
import { act } from '../../../lib/core/acting/act.ts';
import { HOUR_MS, parseInstant } from '../../../lib/core/instant.ts';
import type { Action } from '../../../lib/core/model/action.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { verbWords } from '../../../lib/core/record/job-record.ts';
import type { AuditRow } from '../../../lib/ports/state-store.ts';

const AT = Date.parse('2026-03-05T07:30:00Z');

function rowsOf(action: Action): AuditRow[] {
  const done = act(newRow('orders'), action, { by: 'sam', at: AT, reason: 'disk is full' });
  if (!done.done) throw new Error(done.message);
  return auditRowsOf('orders', { key: 1, audit: done.audit, transition: done.transition, links: [] });
}

it.each([
  {
    action: { verb: 'snooze', forMs: 8 * HOUR_MS },
    until: '2026-03-05T15:30:00Z',
    words: 'snooze until 2026-03-05 15:30 UTC',
  },
  { action: { verb: 'mute' }, until: null, words: 'mute until it is resumed' },
  { action: { verb: 'fixed' }, until: null, words: 'fixed' },
] as const)('has of $action.verb who, why and until when', ({ action, until, words }) => {
  const found = actionsIn(rowsOf(action));
  const instant = until === null ? null : parseInstant(until);
  expect(found).toEqual([{ at: AT, by: 'sam', verb: action.verb, until: instant, reason: 'disk is full' }]);
  expect(found.map(verbWords)).toEqual([words]);
});
