import type { EndSignal } from '../model/end-signal.ts';
import type { ListedObject } from './listed-object.ts';
import { type PlaceMatch, PlaceMatcher } from './place-matcher.ts';
import type { TemplateToken } from './place-template.ts';

/**
 * How a job's markers are distinguished from its backups, and what a marker speaks for: a run folder, one backup by
 * its name, or the newest backup in a folder. Source: docs/design/evidence.md#end-signals.
 */
export type MarkerForm =
  | { readonly kind: 'in-run'; readonly name: string; readonly matcher: PlaceMatcher }
  | { readonly kind: 'suffix'; readonly name: string; readonly matcher: PlaceMatcher }
  | { readonly kind: 'same-folder'; readonly name: string };

/** Null when the job's end signal is not a marker. */
export function markerForm(finished: EndSignal, matcher: PlaceMatcher): MarkerForm | null {
  if (finished.kind !== 'marker') return null;
  const { name } = finished;
  if (matcher.hasRun) return { kind: 'in-run', name, matcher: new PlaceMatcher(inRunFolder(matcher.tokens, name)) };
  if (name.startsWith('.')) return { kind: 'suffix', name, matcher };
  return { kind: 'same-folder', name };
}

/** The template up to the end of the run folder, then the marker's name and nothing more. */
function inRunFolder(tokens: readonly TemplateToken[], name: string): readonly TemplateToken[] {
  const kept: TemplateToken[] = [];
  let inRun = false;
  const lastRun = tokens.findLastIndex((token) => token.kind === 'run');
  for (const [index, token] of tokens.entries()) {
    inRun ||= index === lastRun;
    const slash = inRun && token.kind === 'literal' ? token.text.indexOf('/') : -1;
    if (token.kind === 'literal' && slash >= 0) {
      return [...kept, { kind: 'literal', text: token.text.slice(0, slash + 1) + name }];
    }
    kept.push(token);
  }
  return [...kept, { kind: 'literal', text: `/${name}` }];
}

/**
 * What the object speaks for when it is a marker: the run folder, the backup's key, or the folder (with its slash,
 * or the empty string); null when it is no marker.
 */
export function markedBy(form: MarkerForm | null, object: ListedObject): string | null {
  if (form === null || !object.key.endsWith(form.name)) return null;
  const { key } = object;
  switch (form.kind) {
    case 'in-run':
      return form.matcher.match(key)?.runFolder ?? null;
    case 'suffix': {
      const backup = key.slice(0, -form.name.length);
      return form.matcher.match(backup) === null ? null : backup;
    }
    case 'same-folder': {
      const folder = key.slice(0, -form.name.length);
      return folder === '' || folder.endsWith('/') ? folder : null;
    }
    default:
      return form satisfies never;
  }
}

/** What the path of a marker says, which speaks for a run or a backup; null for one that speaks for a folder. */
export function matchOfMarked(form: MarkerForm | null, { key }: ListedObject): PlaceMatch | null {
  if (form === null || form.kind === 'same-folder') return null;
  return form.matcher.match(form.kind === 'suffix' ? key.slice(0, -form.name.length) : key);
}
