import { pingFunction } from './ping-function.ts';
import { pingPorts } from './surroundings.ts';

/** Lambda's entry: a request to the function's URL. */
export const handler = pingFunction(pingPorts(process.env));
