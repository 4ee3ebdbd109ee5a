import type { FunctionContext } from '../deadline.ts';
import { type BatchResponse, Checker } from './checker.ts';

const checker = new Checker(process.env);

/** Lambda's entry: a tick of the schedule, or messages of the queue of slices. */
export async function handler(event: unknown, context: FunctionContext): Promise<BatchResponse | undefined> {
  return checker.handle(event, context);
}
