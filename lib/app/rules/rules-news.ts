import { type Json, snakeCased } from '../../core/event/snake-case.ts';
import { type Instant, parseInstant } from '../../core/instant.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { AdminNotice } from '../../ports/admin-notice.ts';
import type { Announcement } from '../../ports/announcements.ts';
import type { LastGood } from '../../ports/rules-source.ts';
import type { UploadedDocument } from '../../ports/uploaded-rules.ts';
import type { Problem } from '../../rules-doc/document.ts';
import { changeLines } from '../../rules-doc/rules-change-text.ts';
import { formatProblem } from '../../rules-doc/yaml/format-problem.ts';
import { acceptedMinute, type LoadedRules } from './load-rules.ts';

/** An event and a mail hold this many of each kind; `sentinel lint` and `sentinel rules diff` show all. */
const MAX_NAMED = 200;
const MAX_LINE = 2_000;

/** What a document that was accepted changes, for the bus. */
export function acceptedNews(loaded: LoadedRules, accepted: LastGood): Announcement {
  const { added, removed, changed, unchanged } = accepted.change;
  return {
    kind: 'rules-accepted',
    eventId: `rules#${accepted.version}-${accepted.acceptedAt}`,
    at: parseInstant(accepted.acceptedAt) ?? 0,
    detail: {
      source: loaded.source,
      rules_version: accepted.version,
      jobs: accepted.jobKeys.length,
      jobs_with_nodes: accepted.jobIds.length,
      added: added.slice(0, MAX_NAMED),
      removed: removed.slice(0, MAX_NAMED),
      changed: snakeCased(changed.slice(0, MAX_NAMED)),
      counts: { added: added.length, removed: removed.length, changed: changed.length, unchanged },
      warnings: loaded.problems.slice(0, MAX_NAMED).map(problemDetail),
    },
  };
}

/** The same for the admin. `foreseen`: what it would have done, in lines. */
export function acceptedNotice(loaded: LoadedRules, accepted: LastGood, foreseen: readonly string[]): AdminNotice {
  const warnings = loaded.problems.slice(0, MAX_NAMED).map((problem) => formatProblem(loaded.fileName, problem));
  const lines = [
    `The rules doc ${loaded.source} was accepted and holds from the next check on.`,
    '',
    ...changeLines(accepted.change),
    ...(foreseen.length > 0 ? ['', ...foreseen] : []),
    ...(warnings.length > 0 ? ['', 'Worth a look:', ...warnings] : []),
  ];
  return { subject: 'Backup sentinel: rules accepted', text: textOf(lines) };
}

/** What is wrong with a document that was not taken, for the bus. */
export function rejectedNews(loaded: LoadedRules, current: UploadedDocument, now: Instant): Announcement {
  return {
    kind: 'rules-rejected',
    eventId: `rules#${current.upload}`,
    at: now,
    detail: {
      source: loaded.source,
      rules_version: current.version,
      upload: current.upload,
      problems: loaded.problems.slice(0, MAX_NAMED).map(problemDetail),
      problem_count: loaded.problems.length,
      going_on_with: loaded.lastGood?.version ?? null,
    },
  };
}

/** The same for the admin. */
export function rejectedNotice(loaded: LoadedRules): AdminNotice {
  const { problems, fileName, lastGood } = loaded;
  const more = problems.length - MAX_NAMED;
  const lines = [
    `The rules doc ${loaded.source} was not taken:`,
    '',
    ...problems.slice(0, MAX_NAMED).map((problem) => formatProblem(fileName, problem)),
    ...(more > 0 ? [`... and ${more} more; sentinel lint ${loaded.source} shows all`] : []),
    '',
    lastGood === null
      ? 'There is no earlier good document, so nothing is checked until this one is fixed.'
      : `Checks go on with the last good document, of ${acceptedMinute(lastGood)}. Fix this one and upload it again.`,
  ];
  return { subject: 'Backup sentinel: rules NOT accepted', text: textOf(lines) };
}

function problemDetail({ severity, code, line: at, column, path, message }: Problem): Json {
  return { severity, code, line: at, column, path, message };
}

/** Text from the document cannot begin a line of its own. */
function textOf(lines: readonly string[]): string {
  return `${lines.map((line) => oneLine(line, MAX_LINE)).join('\n')}\n`;
}
