/** Every kind of problem a rules doc can have. Each has a row in docs/rules.md, and a test keeps the two lists equal. */
export const PROBLEM_CODES = [
  // The file
  'DOCUMENT_TOO_LARGE',
  'NOT_TEXT',
  'EMPTY_DOCUMENT',
  'NESTED_TOO_DEEP',
  'YAML_SYNTAX',
  'SEVERAL_DOCUMENTS',
  'UNKNOWN_TAG',
  'TOO_MANY_ALIASES',
  'RECURSIVE_ALIAS',
  'DUPLICATE_KEY',
  'MORE_PROBLEMS',
  // Keys and values
  'UNKNOWN_KEY',
  'MISSING_KEY',
  'WRONG_TYPE',
  'UNKNOWN_VALUE',
  'UNKNOWN_VERSION',
  'NUMBER_NOT_FINITE',
  'NUMBER_OUT_OF_RANGE',
  'BAD_ID',
  'BAD_ADDRESS',
  'BAD_DATE',
  'BAD_TIME',
  'BAD_DAYS',
  // Names that must exist
  'UNKNOWN_PERSON',
  'UNKNOWN_GROUP',
  'UNKNOWN_ZONE',
  'UNKNOWN_HOLIDAYS',
  'SKIPS_WITHOUT_TIMES',
  'SELF_REFERENCE',
  // The rule
  'UNKNOWN_CLAUSE',
  'DUPLICATE_CLAUSE',
  'WRONG_UNIT',
  'PERCENT_OUT_OF_RANGE',
  'BAD_CRON',
  'SCHEDULE_TWICE',
  'DAYS_WITHOUT_TIME',
  'NO_SCHEDULE',
  'WINDOW_SHORTER_THAN_PERIOD',
  'ALERT_BEFORE_WINDOW',
  'ALERT_ABOVE_FLOOR',
  'FLOOR_ABOVE_CEILING',
  'WARN_BEYOND_SHRINK',
  'READ_OTHERWISE',
  // The job
  'NOTHING_TO_WATCH',
  'BAD_PLACE',
  'UNKNOWN_PLACEHOLDER',
  'PLACE_NEEDS_FOLDER',
  'NODE_PLACEHOLDER',
  'EACH_PLACEHOLDER',
  'AMBIGUOUS_EACH',
  'BAD_END_SIGNAL',
  'BAD_REPORT',
  'PATTERN_NOT_PLAIN',
  'TOO_MANY_JOBS',
  'JOBS_DROPPED',
  // Warnings
  'NO_FLOOR',
  'FLOOR_ABOVE_NEWEST',
  'PINGS_NOT_JUDGED',
  'WIDE_WINDOW',
  'ODD_CHECK',
  'SMALL_PERCENT',
  'NO_EFFECT',
  'ODD_PLACE',
  'SAME_PLACE',
  'SEVERAL_SERIES',
  'NOBODY_NAMED',
  'PERSON_UNREACHABLE',
  'CHANNEL_WITHOUT_ADDRESS',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** The heading of a code in docs/rules.md: `window-shorter-than-period`. */
export function problemAnchor(code: ProblemCode): string {
  return code.toLowerCase().replaceAll('_', '-');
}
