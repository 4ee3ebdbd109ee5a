import { formatInstant, SECOND_MS } from '../../core/instant.ts';
import type { Announcement } from '../../ports/announcements.ts';
import type { LastPass } from '../../ports/state-store.ts';
import type { Timeliness } from './scheduled-pass.ts';

/** A pass that judged every job that was due, as it is put on the bus. */
export interface CompletedPass extends Timeliness {
  readonly pass: Pick<LastPass, 'id' | 'at' | 'durationMs' | 'configured' | 'due' | 'judged' | 'rulesVersion'>;
}

/** The news of it. Durations are whole milliseconds and whole seconds, as their names say. */
export function passCompleted({ pass, lateMs, missedTicks }: CompletedPass): Announcement {
  return {
    kind: 'pass-completed',
    eventId: `pass#${pass.id}`,
    at: pass.at,
    detail: {
      scheduled_at: pass.id,
      duration_ms: pass.durationMs,
      configured: pass.configured,
      due: pass.due,
      judged: pass.judged,
      rules_version: pass.rulesVersion,
      late_seconds: Math.round(lateMs / SECOND_MS),
      missed_ticks: missedTicks,
    },
  };
}

/** How a tick stood to the schedule, in words; null when it came on time and none was missed. */
export function lateness({ lateMs, missedTicks }: Timeliness, scheduledAt: number, graceMs: number): string | null {
  const parts: string[] = [];
  if (lateMs > graceMs) {
    parts.push(`the tick of ${formatInstant(scheduledAt)} came ${Math.round(lateMs / SECOND_MS)} s late`);
  }
  if (missedTicks > 0) parts.push(`${missedTicks} ticks before it brought no pass; what was due then is checked now`);
  return parts.length === 0 ? null : parts.join('; ');
}
