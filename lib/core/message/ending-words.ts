import { formatAge, formatBytes } from '../quantity.ts';
import { localTime, type Reading } from './local-time.ts';
import type { Ending } from './notice.ts';
import { person } from './person.ts';
import { STATE_WORDS } from './state-words.ts';

/** How long it was broken, how badly, and what ended it. */
export function endingWords(ending: Ending, reading: Reading): string {
  const { by, fixedBy, worst, again } = ending;
  const time = `${formatAge(ending.lastedS)}, ${localTime(ending.startedAt, reading)} to ${localTime(ending.endedAt, reading)}`;
  // A soft miss is worded as one.
  const lasted =
    worst === 'warn'
      ? `It had a warning for ${time}.`
      : `It was broken for ${time}, at worst ${STATE_WORDS[worst].toLowerCase()}.`;
  const fixed = fixedBy === null ? '' : ` ${person(fixedBy)} had marked it fixed.`;
  const broken =
    again === null
      ? ''
      : ` It has broken again since: ${STATE_WORDS[again.state].toLowerCase()}, ${localTime(again.since, reading)}.`;
  return `${lasted} ${endedByWords(by, reading)}${fixed}${broken}`;
}

function endedByWords(by: Ending['by'], reading: Reading): string {
  switch (by.kind) {
    case 'backup': {
      const size = by.sizeBytes === null ? '' : ` of ${formatBytes(by.sizeBytes)}`;
      return `A good backup${size} ended it, ${localTime(by.at, reading)}.`;
    }
    case 'proof':
      return `A restore that works ended it, ${localTime(by.at, reading)}.`;
    case 'accepted':
      return `Its owner accepted ${by.sizeBytes === null ? 'the newest backup' : formatBytes(by.sizeBytes)} as right.`;
    case 'new-rule':
      return 'No newer backup landed: the rule was changed, and what is there passes it.';
    case 'no-newer-backup':
      return 'No newer backup landed: what is there can be read again, or passes now.';
  }
}
