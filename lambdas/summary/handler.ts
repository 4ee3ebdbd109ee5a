import { DailySummary } from './summary.ts';

const summary = new DailySummary(process.env);

/** Lambda's entry: the schedule says that it is time for the summary. */
export async function handler(event: unknown): Promise<void> {
  await summary.handle(event);
}
