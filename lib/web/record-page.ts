import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { periodOf } from '../app/record/period.ts';
import { type ReadRecordPorts, readRecord } from '../app/record/read-record.ts';
import { withHolidays } from '../core/hours/skipped-holidays.ts';
import type { Instant } from '../core/instant.ts';
import { RECORD_FORMATS, type RecordFormat } from '../core/record/record-format.ts';
import { RECORD_STYLE } from '../core/record/record-style.ts';
import type { RecordLog } from '../ports/record-log.ts';
import type { RulesInForce } from './kept-rules.ts';
import type { Viewers } from './viewers.ts';

export interface RecordPagePorts {
  readonly store: ReadRecordPorts['store'];
  readonly record: RecordLog;
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly viewers: Viewers;
  readonly now: () => Instant;
}

/** A function on AWS answers with 6 MB at most, and a page of more is read by no one. */
const MAX_JOBS = 300;

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(RECORD_STYLE).digest('base64')}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** The record for the admin at `/record`, as `sentinel record` prints it; with an API token of the admin, too. */
export function recordPage(ports: RecordPagePorts): Hono {
  const app = new Hono();
  app.get('/record', async (context) => {
    const seen = await ports.viewers.see(context.req.raw);
    if (seen.viewer === null) return context.text(`${seen.message}\n`, 401, HEADERS);
    const { document, source, lastGood } = await ports.inForce();
    if (seen.viewer.personId !== document.admin)
      return context.text('only the admin can read the record\n', 403, HEADERS);
    const { from, to, job = '', format = 'html', download } = context.req.query();
    if (!isFormat(format)) return context.text('format is html, json or csv\n', 400, HEADERS);
    const now = ports.now();
    const period = periodOf(from || undefined, to || undefined, document.timezone, now);
    if ('problem' in period) return context.text(`${period.problem}\n`, 400, HEADERS);
    const jobs = document.jobs.filter(({ id, parentId }) => job === '' || id === job || parentId === job);
    if (jobs.length > MAX_JOBS)
      return context.text(`more than ${MAX_JOBS} jobs: name one with ?job=, or use sentinel record\n`, 400, HEADERS);
    const head = (await ports.record.newestHead())?.head ?? null;
    const { mime, writer: writerOf } = RECORD_FORMATS[format];
    const about = { ...period, madeAt: now, source, timezone: document.timezone, head };
    const writer = writerOf(about);
    const begin = writer.begin();
    const asked = download === undefined && format === 'html' ? await askForm(context) : '';
    const parts = [begin.replace('<body>', () => `<body>${asked}`)];
    const only = job === '' ? null : new Set([job]);
    const skipping = jobs.map((each) => withHolidays(each, lastGood?.holidays ?? {}));
    for await (const each of readRecord(skipping, only, about, ports)) parts.push(writer.job(each));
    parts.push(writer.end());
    const name = download === undefined ? {} : { 'content-disposition': `attachment; filename="record.${format}"` };
    return context.body(parts.join(''), 200, { ...HEADERS, ...name, 'content-type': mime });
  });
  return app;
}

function isFormat(format: string): format is RecordFormat {
  return Object.hasOwn(RECORD_FORMATS, format);
}

/** Above the record on the screen, and not on paper. */
async function askForm(context: Context): Promise<string> {
  const { from = '', to = '', job = '' } = context.req.query();
  const linkTo = (format: string) => `/record?${new URLSearchParams({ from, to, job, format, download: '1' })}`;
  const form = html`<form class="ask" method="get" action="/record"><a href="/">Backups</a>
<label>From <input type="date" name="from" value="${from}"></label>
<label>To <input type="date" name="to" value="${to}"></label>
<label>Job <input name="job" value="${job}" placeholder="all"></label>
<button>Show</button>
<span>Download: ${Object.keys(RECORD_FORMATS).map((format) => html`<a href="${linkTo(format)}">${format.toUpperCase()}</a> `)}</span></form>`;
  return String(await form);
}
