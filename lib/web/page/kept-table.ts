import { html } from 'hono/html';
import type { JobView } from '../../app/views/job-view.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { filterForm } from './filter-form.ts';
import { type ListRequest, listAddress } from './job-filter.ts';
import { jobTable } from './job-table.ts';
import type { Markup } from './markup.ts';
import type { JobList } from './page-ports.ts';

/** Filters and pages of one list that are kept. */
const MAX_KEPT = 20;

const kept = new WeakMap<readonly JobView[], Map<string, Promise<Markup>>>();

/**
 * The filter and the table of a list, made once a minute while no row of it is written: pages that stay open are loaded
 * again and again, in the process that takes pings.
 */
export function keptTable(list: JobList, asked: ListRequest, reading: Reading): Promise<Markup> {
  const tables = kept.get(list.jobs) ?? new Map<string, Promise<Markup>>();
  kept.set(list.jobs, tables);
  const minute = Math.floor(reading.at / MINUTE_MS);
  const key = [list.today, reading.timezone, minute, listAddress(asked.filter, asked)].join(' ');
  const table = tables.get(key) ?? makeTable(list, asked, reading);
  tables.delete(key);
  tables.set(key, table);
  const [oldest] = tables.keys();
  if (tables.size > MAX_KEPT && oldest !== undefined) tables.delete(oldest);
  return table;
}

async function makeTable(list: JobList, asked: ListRequest, reading: Reading): Promise<Markup> {
  const table = await jobTable(list, asked, reading);
  return html`${filterForm(list.jobs, asked.filter)}${table}`;
}
