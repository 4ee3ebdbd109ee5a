import { pingContext } from './context.ts';
import { pingFunction } from './ping-function.ts';

/** Lambda's entry: a request to the function's URL. */
export const handler = pingFunction(pingContext(process.env));
