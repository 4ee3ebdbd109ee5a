import { createDynamoTables } from '../../lib/adapters/dynamodb/create-tables.ts';
import { DynamoStateStore } from '../../lib/adapters/dynamodb/state-store.ts';
import { rememberedReplay } from '../../lib/app/foresight/remembered-replay.ts';
import type { ReviewPorts } from '../../lib/app/rules/review-rules.ts';
import { oneLine } from '../../lib/core/message/outside-text.ts';
import type { HolidayCalendar } from '../../lib/ports/holiday-calendar.ts';
import { type Instruments, reportUnreadable } from '../instruments.ts';

/**
 * What an accepted document would have done, from the rows of the tables that begin with `prefix`. What goes wrong is
 * logged and said, and the mail is sent. Large: it is loaded when jobs may be treated differently, not at each start.
 */
export function foreseeing(
  prefix: string,
  holidays: HolidayCalendar,
  instruments: Instruments,
): ReviewPorts['foresee'] {
  return async (edited, current, now) => {
    const { state, close } = createDynamoTables({ prefix, onUnreadable: reportUnreadable(instruments) });
    const store = new DynamoStateStore(state, close);
    try {
      const ports = { store, holidays, elapsedMs: () => performance.now() };
      return await rememberedReplay(edited, current, now, ports);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      instruments.logger.warn('what the rules doc would have done is not known', { error: why });
      return [`What it would have done by the remembered runs is not known: ${oneLine(why)}`];
    } finally {
      await store.close();
    }
  };
}
