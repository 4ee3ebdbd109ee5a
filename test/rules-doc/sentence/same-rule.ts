type Mapping = Readonly<Record<string, unknown>>;

interface Group {
  readonly at: string | readonly string[];
  readonly on?: string | readonly string[];
  readonly on_days?: readonly (number | string)[];
  readonly on_nth?: readonly string[];
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function daysOf({ on, on_days = [], on_nth = [] }: Partial<Group>): string[] {
  const named = [...on_days.map((day) => `day ${day}`), ...on_nth.map((day) => `nth ${day}`)];
  return [...named, ...(on === undefined ? (named.length > 0 ? [] : WEEK) : [on].flat())];
}

/** What a mapping means, so that two ways to write one rule are equal: moments for times, `late` as what it adds. */
export function meaningOf(mapping: Mapping): Record<string, unknown> {
  const { times, at, on, on_days, on_nth, ...rest } = mapping;
  const rule: Record<string, unknown> = { ...rest };
  const groups = (times ?? (at === undefined ? [] : [{ at, on, on_days, on_nth }])) as readonly Group[];
  const moments = groups.flatMap((group) =>
    [group.at].flat().flatMap((time) => daysOf(group).map((day) => `${day} ${time}`)),
  );
  if (moments.length > 0) rule.moments = [...new Set(moments)].sort().join(', ');
  else if (on !== undefined)
    rule.days = daysOf({ on } as Partial<Group>)
      .sort()
      .join(', ');
  if (typeof rule.cron === 'string') rule.cron = rule.cron.toLowerCase().replace('mon-fri', '1-5').replace('sun', '0');
  const { every, late, allow } = rule;
  if (late !== undefined && typeof every === 'number') {
    rule.allow = Math.round(
      typeof late === 'number' ? every + late : every * (1 + Number.parseFloat(String(late)) / 100),
    );
    delete rule.late;
  } else if (late !== undefined && allow === undefined && rule.every_months === undefined) {
    rule.allow = late;
    delete rule.late;
  }
  return rule;
}
