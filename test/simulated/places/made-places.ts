import { IS_NIGHTLY } from '../../nightly.ts';
import type { MadePlace } from './made-series.ts';
import { BY_SCHEDULE } from './places-by-schedule.ts';
import { OF_ADMINS } from './places-of-admins.ts';
import { OF_CLOUDS } from './places-of-clouds.ts';
import { OF_DATABASE_TOOLS } from './places-of-database-tools.ts';
import { OF_FOLDERS } from './places-of-folders.ts';
import { OF_HISTORIES, WITH_MORE_FAULTS } from './places-of-histories.ts';
import { OF_MANY_KINDS } from './places-of-many-kinds.ts';
import { OF_NAMES } from './places-of-names.ts';
import { OF_PRODUCTS } from './places-of-products.ts';
import { OF_TOOLS } from './places-of-tools.ts';
import { OF_VENDORS } from './places-of-vendors.ts';
import { OF_WEB_SOFTWARE } from './places-of-web-software.ts';
import { WITH_FAULTS } from './places-with-faults.ts';

/** Of other makers, and of other kinds. All at night; else one in so many, since each costs some time. */
const OTHERS = [
  ...OF_DATABASE_TOOLS,
  ...OF_VENDORS,
  ...OF_WEB_SOFTWARE,
  ...OF_CLOUDS,
  ...OF_NAMES,
  ...OF_HISTORIES,
  ...WITH_MORE_FAULTS,
];
const SAMPLED = IS_NIGHTLY ? 1 : 4;

/** The places, and what lies in them. Nothing of it is kept: it is made again for each test, the same from its seeds. */
export const MADE_PLACES: readonly MadePlace[] = [
  ...BY_SCHEDULE,
  ...OF_TOOLS,
  ...OF_FOLDERS,
  ...OF_MANY_KINDS,
  ...WITH_FAULTS,
  ...OF_ADMINS,
  ...OF_PRODUCTS,
  ...OTHERS.filter((_, index) => index % SAMPLED === 0),
];
