import { webContext } from './context.ts';
import { webFunction } from './web-function.ts';

/** Lambda's entry: a request to the function's URL. */
export const handler = webFunction(webContext(process.env));
