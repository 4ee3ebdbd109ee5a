/** A number under a key of a mapping that a program wrote; 0 where it is none, which no clause takes. */
export function plainNumber(mapping: Readonly<Record<string, unknown>>, key: string): number {
  const value = mapping[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** A fraction under a key, in percent. */
export function plainPercent(mapping: Readonly<Record<string, unknown>>, key: string): number {
  return Math.round(plainNumber(mapping, key) * 1e6) / 1e4;
}

/** Minutes after midnight of `02:00`. */
export function minuteOfTime(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}
