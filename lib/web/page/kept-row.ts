import type { JobView } from '../../app/views/job-view.ts';
import { stripOf } from '../../core/history/days-shown.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { jobRow } from './job-row.ts';
import type { Markup } from './markup.ts';
import { STRIP_DAYS } from './strip.ts';

interface Made {
  /** What it was made for, beside the job. */
  readonly key: string;
  readonly row: Markup;
}

const made = new WeakMap<JobView, Made>();

/**
 * The row of a job, made once a minute: pages that stay open are loaded again and again, and the ages that a row has
 * change no sooner. `today`: where its days end.
 */
export function keptRow(job: JobView, today: string, isShown: boolean, reading: Reading): Markup {
  const key = [today, isShown, reading.timezone, Math.floor(reading.at / MINUTE_MS)].join(' ');
  const known = made.get(job);
  if (known?.key === key) return known.row;
  const row = jobRow(job, stripOf(job.rowDays, today, STRIP_DAYS), isShown, reading);
  made.set(job, { key, row });
  return row;
}
