import { type CronFields, InstallRefused, type Schedule } from './install-request.ts';

const LIMITS = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12 },
  { name: 'day of the week', least: 0, most: 7 },
] as const;

/**
 * Reads `--schedule`: `02:30`, five fields of cron in numbers, or what systemd calls a calendar event. Of the last, only
 * the characters are checked; `systemd-analyze calendar` checks the rest. Throws InstallRefused.
 */
export function readSchedule(text: string): Schedule {
  const written = text.trim().replace(/\s+/g, ' ');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (written === '' || /[\u0000-\u001f\u007f]/.test(text)) throw refused(text);
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(written) ?? [];
  if (hour !== undefined && minute !== undefined) {
    return { kind: 'cron', fields: [String(Number(minute)), String(Number(hour)), '*', '*', '*'] };
  }
  const fields = written.split(' ');
  const isCron = fields.length === 5 && fields.every((field) => /^[\d*,/-]+$/.test(field));
  if (!isCron) return { kind: 'calendar', expression: written };
  for (const [index, field] of fields.entries()) checkField(field, index);
  return { kind: 'cron', fields: fields as unknown as CronFields };
}

function checkField(field: string, index: number): void {
  const limit = LIMITS[index];
  if (limit === undefined) return;
  const { name, least, most } = limit;
  for (const part of field.split(',')) {
    const [, from, to, step] = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part) ?? [];
    const isShape = part.startsWith('*') || from !== undefined;
    const numbers = [from, to].filter((number) => number !== undefined).map(Number);
    const isInRange = numbers.every((number) => number >= least && number <= most);
    const isOrdered = numbers.length < 2 || (numbers[0] ?? 0) <= (numbers[1] ?? 0);
    const isStep = step === undefined || (Number(step) > 0 && (part.startsWith('*') || to !== undefined));
    if (isShape && /^[\d*]/.test(part) && matchesWhole(part) && isInRange && isOrdered && isStep) continue;
    throw new InstallRefused(
      `"${part}" is not a valid ${name}; write numbers from ${least} to ${most}, ranges such as ${least}-${most}, or *`,
    );
  }
}

function matchesWhole(part: string): boolean {
  return /^(?:\*|\d{1,2}(?:-\d{1,2})?)(?:\/\d{1,2})?$/.test(part);
}

function refused(text: string): InstallRefused {
  return new InstallRefused(
    `${JSON.stringify(text)} is not a valid schedule; write 02:30, five fields such as "30 2 * * 1-5", or for systemd "Mon..Fri 02:30"`,
  );
}
