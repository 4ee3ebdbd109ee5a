import { buildAssets } from './build-assets.mjs';

/**
 * What browsers load, by file name. Run from source, they are built here; in a bundle, the build replaces this module by
 * its result.
 */
export const PAGE_ASSETS: Readonly<Record<string, string>> = await buildAssets();
