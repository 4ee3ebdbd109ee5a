import { findCoverage } from '../../lib/app/foresight/find-coverage.ts';
import { MAX_KEYS } from '../../lib/app/foresight/list-place.ts';
import { loadRules } from '../../lib/app/rules/load-rules.ts';
import { uncoveredResources } from '../../lib/core/foresight/aws-resources.ts';
import { coveragePlaces } from '../../lib/core/foresight/coverage-places.ts';
import { placesOf } from '../../lib/core/foresight/watched-places.ts';
import type { Inventory } from '../../lib/ports/resource-inventory.ts';
import { openSources } from '../../lib/sources/open-sources.ts';
import { type CoverageReport, coverageJson, coverageText, isCovered } from '../print/coverage-report.ts';
import { printJson, printText } from '../print/print-text.ts';
import { Progress } from '../print/progress.ts';
import { UsageError } from '../usage-error.ts';
import { documentInForce } from '../wiring/load-document.ts';
import { openRules } from '../wiring/open-rules.ts';
import { stateAddressOf } from '../wiring/open-stores.ts';
import { type CommonOptions, nowOf } from './common-options.ts';
import { placeOf } from './suggest.ts';

const EXIT_COVERED = 0;
/** Something is watched by no job, or a job watches nothing. */
const EXIT_UNCOVERED = 1;
const EXIT_UNREADABLE = 69;

interface CoverageCommandOptions extends CommonOptions {
  readonly all?: boolean;
  readonly aws?: boolean;
  readonly region?: string;
}

/**
 * `sentinel coverage [PLACE...]`: 0 where jobs watch all that is there, 1 where they do not, 69 when something could not
 * be looked at.
 */
export async function coverageCommand(texts: readonly string[], options: CoverageCommandOptions): Promise<number> {
  if (options.region !== undefined && !options.aws) throw new UsageError('--region is for --aws; add it');
  const now = nowOf(options);
  const document = documentInForce(await loadRules(await openRules(options.rules, stateAddressOf(options.state)), now));
  const places = texts.length > 0 ? texts.map(placeOf) : coveragePlaces(placesOf(document.jobs));
  if (places.length === 0 && !options.aws) {
    throw new UsageError('no job of the rules doc has a place; name the folders or buckets to look at');
  }
  const progress = new Progress(options.json || options.quiet ? null : process.stderr);
  const [coverage, inventory] = await Promise.all([
    findCoverage(document, places, openSources(process.env)().of, {
      ...{ zone: document.timezone, now, looks: true },
      maxKeys: options.all ? Number.POSITIVE_INFINITY : MAX_KEYS,
      onProgress: (location, keys) => progress.showKeys(location, keys),
    }).finally(() => progress.clear()),
    options.aws ? readInventory(options.region) : null,
  ]);
  const { resources, backedUp } = inventory ?? { resources: [], backedUp: new Map() };
  const report: CoverageReport = {
    ...{ coverage, inventory, places, now, zone: document.timezone },
    uncovered: uncoveredResources(resources, backedUp, document.jobs, document.ignored, now),
    unreadable: [...coverage.unreadable, ...(inventory?.unreadable ?? [])],
  };
  if (options.json) printJson(coverageJson(report));
  else if (!options.quiet || !isCovered(report)) printText(coverageText(report));
  if (report.unreadable.length > 0) return EXIT_UNREADABLE;
  return isCovered(report) ? EXIT_COVERED : EXIT_UNCOVERED;
}

/** The clients of five services are loaded only here. */
async function readInventory(region: string | undefined): Promise<Inventory> {
  const [{ AwsInventory }, { createInventoryClients }] = await Promise.all([
    import('../../lib/adapters/aws-inventory/inventory.ts'),
    import('../../lib/adapters/aws-inventory/clients.ts'),
  ]);
  return new AwsInventory(createInventoryClients(region)).read();
}
