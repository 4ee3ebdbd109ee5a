import { type Instant, SECOND_MS } from '../instant.ts';
import type { IntervalSchedule, MonthsSchedule } from '../model/rule.ts';
import { addMonths } from './add-months.ts';

/** How long a good run holds: at an instant itself the milder side. */
export interface AgeLimits {
  /** When the next run is due. */
  readonly dueAt: Instant;
  /** A: up to then the run is fresh. */
  readonly freshUntil: Instant;
  /** L: after that it is a hard miss. */
  readonly hardAfter: Instant;
}

/** The limits of a run that ended at `ts`, for rules that count from run to run (docs/design/decision.md#recent). */
export function ageLimits(schedule: IntervalSchedule | MonthsSchedule, zone: string, ts: Instant): AgeLimits {
  if (schedule.kind === 'interval') {
    return {
      dueAt: ts + schedule.everyS * SECOND_MS,
      freshUntil: ts + schedule.allowS * SECOND_MS,
      hardAfter: ts + schedule.hardAfterS * SECOND_MS,
    };
  }
  const dueAt = addMonths(zone, ts, schedule.months);
  const freshUntil = schedule.maxAgeS === null ? dueAt + schedule.lateS * SECOND_MS : ts + schedule.maxAgeS * SECOND_MS;
  const beyond = Math.round(((dueAt - ts) * schedule.marginPercent) / 100 / SECOND_MS) * SECOND_MS;
  const hardAfter = schedule.hardAfterS === null ? freshUntil + beyond : ts + schedule.hardAfterS * SECOND_MS;
  return { dueAt, freshUntil, hardAfter };
}
