import { describe, expect, test } from 'vitest';
import { rowAttributes } from '../../../lib/adapters/dynamodb/row-attributes.ts';
import { storedRow } from '../../../lib/adapters/dynamodb/stored-row.ts';
import { reasonsOfRow } from '../../../lib/app/views/status.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import { at, givenRun, hours, Job } from '../../core/decision/given.ts';

const NOW = at('2026-11-24T00:00:00Z');
const SENTENCE = 'the newest good backup is 34 hours old; up to 26 hours allowed (rules.yaml:allow)';

/** As the store gives it back, `change` made to what it holds. */
function storedAgain(row: JobRow, change: (found: Found) => void = () => {}): JobRow {
  const item = structuredClone({ job_id: row.jobId, version: 1, ...rowAttributes(row), outbox: {} }) as {
    found?: Found;
  };
  if (item.found) change(item.found);
  return storedRow.parse(item);
}
interface Found {
  readonly verdict: { readonly tests: { readonly recent: Record<string, unknown> } };
}

const late = () => {
  const job = new Job();
  job.check(NOW - hours(30), [givenRun(NOW - hours(34))]);
  return job.check(NOW, [givenRun(NOW - hours(34))]).row;
};

describe('why a job fails', () => {
  test('is worded of what its row keeps, with the age of now', () => {
    const row = storedAgain(late());
    expect(reasonsOfRow(row, NOW)).toEqual([SENTENCE]);
    expect(reasonsOfRow(row, NOW + hours(5))).toEqual([SENTENCE.replace('34', '39')]);
  });

  test('is the sentence of then, where an earlier version wrote the row', () => {
    const row = storedAgain(late(), ({ verdict }) => {
      delete verdict.tests.recent.data;
      delete verdict.tests.recent.kind;
    });
    expect(reasonsOfRow(row, NOW + hours(5))).toEqual([SENTENCE]);
  });

  test('is nothing for a job that passes', () => {
    const job = new Job();
    job.check(NOW - hours(30), [givenRun(NOW - hours(34))]);
    expect(reasonsOfRow(storedAgain(job.row), NOW)).toEqual([]);
  });
});
