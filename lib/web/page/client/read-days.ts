/** A day as the page's table has it. */
export interface Day {
  /** Midnight UTC of the day, in seconds. */
  readonly at: number;
  readonly size: number | null;
  readonly age: number | null;
}

/** The days, oldest first, from the table of the page; a missing day is a gap. */
export function readDays(): readonly Day[] {
  const rows = [...document.querySelectorAll<HTMLTableRowElement>('#day-table tbody tr')].reverse();
  const known = rows.map((row) => ({
    at: Date.parse(`${row.cells[0]?.textContent ?? ''}T00:00:00Z`) / 1000,
    size: numberOf(row.dataset.size),
    age: numberOf(row.dataset.age),
  }));
  return known.flatMap((day, index) => {
    const next = known[index + 1];
    return next && next.at - day.at > 1.5 * DAY_S ? [day, { at: day.at + DAY_S, size: null, age: null }] : [day];
  });
}

const DAY_S = 86_400;

function numberOf(text: string | undefined): number | null {
  return text === undefined || text === '' ? null : Number(text);
}
