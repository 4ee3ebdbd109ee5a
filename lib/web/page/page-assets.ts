import { buildAssets } from './build-assets.mjs';

/**
 * What browsers load, by file name. Made from its sources here, where the program runs from its own; in a bundle the
 * build puts the result in the place of this module.
 */
export const PAGE_ASSETS: Readonly<Record<string, string>> = await buildAssets();
