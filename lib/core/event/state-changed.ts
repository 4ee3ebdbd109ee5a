import { placeText } from '../evidence/place.ts';
import { evidenceLink, webLink } from '../message/evidence-link.ts';
import type { Transition } from '../model/transition.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import { DETAIL_VERSION } from './detail-types.ts';
import type { JobAbout } from './job-about.ts';
import { publishable } from './publishable.ts';
import type { Json } from './snake-case.ts';

/**
 * A text of the rules doc is cut to this many UTF-16 units, and a longer address left out: an event that the bus never
 * takes, because it is larger than 256 KB, would be an alert that no one gets. Source: PutEvents.
 */
const MAX_TEXT = 4_000;

/**
 * The detail of `Backup Job State Changed`: the transition, and what a consumer needs to notify someone of it without
 * reading the rules doc. `about` is null for a job that has left it; `console` is the partition's. People are ids: their
 * addresses stay in the doc.
 */
export function stateChangedDetail(
  transition: Transition,
  about: JobAbout | null,
  console: string,
): Record<string, Json> {
  const { verdict } = transition;
  const evidence = evidenceOf(verdict, about);
  return {
    version: DETAIL_VERSION,
    ...publishable(transition),
    job: about && jobPart(about),
    people: about && { owner: about.owner, escalate_to: about.escalateTo, owner_from: about.ownerFrom },
    evidence,
    data_at_risk_seconds: verdict?.dataAtRiskSeconds ?? null,
    links: {
      evidence: evidence === null ? null : evidenceLink(evidence, console),
      runbook: about?.runbook ? whole(webLink(about.runbook)) : null,
    },
  };
}

/** The newest backup, or the place it should be in. */
function evidenceOf(verdict: RenderedVerdict | null, about: JobAbout | null): string | null {
  if (verdict?.latest) return verdict.latest.location;
  return about?.place ? placeText(about.place) : null;
}

function jobPart({ id, name, group, node, runbook, note, understood, at }: JobAbout): Json {
  return {
    id,
    name: textOf(name),
    group,
    node,
    runbook: whole(runbook),
    note: note === null ? null : textOf(note),
    rule: { words: textOf(understood), at },
  };
}

/** Without halves of characters, which JSON may hold and UTF-8 may not. */
function textOf(text: string): string {
  const head = text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1)}…`;
  return head.replace(/\p{Cs}/gu, '\uFFFD');
}

/** Part of an address would lead elsewhere. */
function whole(address: string | null): string | null {
  return address === null || address.length > MAX_TEXT ? null : textOf(address);
}
