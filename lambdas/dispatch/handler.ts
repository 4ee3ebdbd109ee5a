import type { FunctionContext } from '../deadline.ts';
import { type BatchResponse, Dispatcher } from './dispatcher.ts';

const dispatcher = new Dispatcher(process.env);

/** Lambda's entry: a batch of the queue that the bus, and deferrals, fill. */
export async function handler(event: unknown, context: FunctionContext): Promise<BatchResponse> {
  return dispatcher.handle(event, context);
}
