import { afterEach, expect, test, vi } from 'vitest';
import { Complaints } from '../../../bin/print/complaints.ts';
import { HOUR_MS, SECOND_MS } from '../../../lib/core/instant.ts';
import { CapturedOutput } from '../captured-output.ts';

afterEach(() => vi.restoreAllMocks());

test('of one cause there is one line an hour, whatever else there is', () => {
  const captured = CapturedOutput.begin();
  const complaints = new Complaints();
  for (let at = 0; at <= HOUR_MS; at += 2 * SECOND_MS)
    complaints.make('the disk is full', `${at} the disk is full`, at);
  complaints.make('the network is away', 'the network is away', HOUR_MS);
  expect(captured.complaints).toBe(`0 the disk is full\n${HOUR_MS} the disk is full\nthe network is away\n`);
});
