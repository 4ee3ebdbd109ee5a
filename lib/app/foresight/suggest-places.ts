import { type Place, placeText } from '../../core/evidence/place.ts';
import { outermost } from '../../core/foresight/coverage-places.ts';
import { suggest } from '../../core/foresight/suggest.ts';
import { FINDINGS, type Leftover, type SuggestFinding } from '../../core/foresight/suggestion.ts';
import type { Instant } from '../../core/instant.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import { type ListedPlace, listPlace, MAX_KEYS } from './list-place.ts';
import { lookAtNewest, type NewestLooked } from './look-at-newest.ts';
import type { LookedJob } from './suggested-text.ts';

export interface SuggestOptions {
  readonly zone: string;
  readonly now: Instant;
  /** Ids of jobs that are there already. */
  readonly taken: ReadonlySet<string>;
  /** List everything, however much there is. */
  readonly all: boolean;
  readonly onProgress: (location: string, keys: number) => void;
}

/** What places suggest together. */
export interface SuggestedPlaces {
  readonly jobs: readonly LookedJob[];
  /** Worst first. */
  readonly findings: readonly SuggestFinding[];
  /** By the place they lie in. */
  readonly leftovers: readonly { readonly location: string; readonly leftover: Leftover }[];
  /** What could not be looked at as it should: a listing that was cut, content that may not be read. */
  readonly notes: readonly string[];
}

type SourceOf = (scheme: Place['scheme']) => Promise<EvidenceSource>;

/** Lists the places, looks into the newest of what it finds, and suggests a job for each series. Throws EvidenceUnreadable. */
export async function suggestPlaces(
  places: readonly Place[],
  sourceOf: SourceOf,
  options: SuggestOptions,
): Promise<SuggestedPlaces> {
  const suggested: SuggestedPlaces[] = [];
  const taken = new Set(options.taken);
  for (const place of outermost(places)) {
    const location = placeText(place);
    const source = await sourceOf(place.scheme);
    const listed = await listPlace(place, source, options.all ? Number.POSITIVE_INFINITY : MAX_KEYS, (keys) =>
      options.onProgress(location, keys),
    );
    const found = await suggestListed(listed, source, { ...options, taken });
    for (const { job } of found.jobs) taken.add(job.id);
    suggested.push(found);
  }
  return joined(suggested);
}

/** What several listings suggest together. */
export function joined(suggested: readonly SuggestedPlaces[]): SuggestedPlaces {
  return {
    jobs: suggested.flatMap(({ jobs }) => jobs),
    findings: worstFirst(suggested.flatMap(({ findings }) => findings)),
    leftovers: suggested.flatMap(({ leftovers }) => leftovers),
    notes: suggested.flatMap(({ notes }) => notes),
  };
}

interface ListedOptions extends Pick<SuggestOptions, 'zone' | 'now' | 'taken'> {
  /** Keys that a job has already, or that none is to have. */
  readonly isWatched?: (key: string) => boolean;
}

/** What one listing suggests. The newest of each job are looked into; without a source, nothing is read. */
export async function suggestListed(
  { place, objects, isCut }: ListedPlace,
  source: EvidenceSource | null,
  { zone, now, taken, isWatched = () => false }: ListedOptions,
): Promise<SuggestedPlaces> {
  const { container, template: folder } = place;
  const { showsWriting } = sourceOf(place.scheme);
  const found = suggest({ container, folder, objects, taken, zone, now, showsWriting, isWatched });
  const findings = [...found.findings];
  const jobs: LookedJob[] = [];
  let refused: string | null = null;
  for (const job of found.jobs) {
    const looked: NewestLooked =
      source === null || refused !== null ? NOT_LOOKED : await lookAtNewest(job, place, source);
    refused ??= looked.refused;
    jobs.push({ job, isWhole: looked.isWhole });
    const isKnown = ({ member, kind }: SuggestFinding) =>
      findings.some(
        (known) =>
          known.jobId === job.id &&
          known.member === member &&
          (known.kind === kind || known.kind === 'hollow' || known.kind === 'empty'),
      );
    findings.push(...looked.findings.filter((finding) => !isKnown(finding)));
  }
  const location = placeText(place);
  const cut = `${location}: only the first ${objects.length.toLocaleString('en-US')} keys were listed; --all lists all of them`;
  return {
    jobs,
    findings: worstFirst(findings),
    leftovers: found.leftovers.map((leftover) => ({ location: `${location}${leftover.folder}`, leftover })),
    notes: [
      ...(isCut ? [cut] : []),
      ...(refused === null ? [] : [`not looked inside, since reading is not allowed: ${refused}`]),
    ],
  };
}

const NOT_LOOKED: NewestLooked = { isWhole: false, findings: [], refused: null };

function worstFirst(findings: readonly SuggestFinding[]): readonly SuggestFinding[] {
  return [...findings].sort((a, b) => FINDINGS.indexOf(a.kind) - FINDINGS.indexOf(b.kind));
}
