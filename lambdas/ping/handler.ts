import { pingFunction } from './ping-function.ts';
import { pingSurroundings } from './surroundings.ts';

/** Lambda's entry: a request to the function's URL. */
export const handler = pingFunction(pingSurroundings(process.env));
