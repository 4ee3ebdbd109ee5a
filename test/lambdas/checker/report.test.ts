import type { Metrics } from '@aws-lambda-powertools/metrics';
import { expect, it } from 'vitest';
import { measureRows } from '../../../lambdas/checker/report.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { fullEntry, NOW } from '../../contracts/sample-row.ts';

const unreadable = { count: 2, since: NOW, error: 'access denied', isRefused: true };
/** The entry was made at NOW, and the pass is an hour later. */
const END = NOW + HOUR_MS;
const BEGUN = END - MINUTE_MS;

const cases: { name: string; row: Partial<JobRow>; metrics: Record<string, number> }[] = [
  {
    name: 'a raised row that was dealt with is nothing to report',
    row: { state: 'alert', seq: 2, handledSeq: 2 },
    metrics: {},
  },
  { name: 'evidence that cannot be read counts', row: { unreadable }, metrics: { EvidenceUnreadable: 1 } },
  {
    name: 'a change that dispatch has not dealt with waits since it was made',
    row: { seq: 2, handledSeq: 1, changedAt: NOW },
    metrics: { OldestUndeliveredSeconds: 3600 },
  },
  {
    name: 'so does an entry that the bus did not take',
    row: { outbox: [fullEntry('a', 1)] },
    metrics: { OldestUndeliveredSeconds: 3600 },
  },
  { name: 'what changed in this very pass is on its way', row: { seq: 1, changedAt: BEGUN + 1 }, metrics: {} },
];

it.each(cases)('after a pass in slices, $name', ({ row, metrics }) => {
  const written: Record<string, number> = {};
  const addMetric = (name: string, _: string, value: number) => Object.assign(written, { [name]: value });
  measureRows({ addMetric } as unknown as Metrics, [{ ...newRow('a'), ...row }], BEGUN, END);
  expect(written).toEqual(metrics);
});
