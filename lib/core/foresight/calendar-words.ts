const WEEKDAYS = [
  'mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday',
  'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag',
  'lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche',
  'lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo',
  'luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica',
  'maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag',
];
const MONTHS = [
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec',
  'january|february|march|april|june|july|august|september|october|november|december',
  'januar|februar|m[aä]rz|maerz|mai|juni|juli|oktober|dezember',
  'janvier|f[eé]vrier|mars|avril|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[eé]cembre',
  'enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre',
  'gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre',
  'januari|februari|maart|mei|augustus',
];

/**
 * Names of weekdays and months as names of files have them, for a pattern: English, German, French, Spanish, Italian and
 * Dutch. Abbreviations only of English: others are words too, such as `die` and `mar`.
 */
export const CALENDAR_WORDS = [...WEEKDAYS, ...MONTHS].join('|');

/** Names of months alone. */
export const MONTH_WORDS = MONTHS.join('|');
