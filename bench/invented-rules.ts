/** A rules doc with many jobs, in the manner of rules/rules.yaml. Every job's backups lie in `bucket`. */
export function inventedRules(jobs: number, bucket: string, ruleOf: (index: number) => string): string {
  const people = Array.from({ length: PEOPLE }, (_, index) => personLines(index));
  const groups = Array.from({ length: GROUPS }, (_, index) => groupLine(index));
  const lines = Array.from({ length: jobs }, (_, index) => jobLines(index, bucket, ruleOf(index)));
  return `version: 1
settings:
  timezone: ${ZONES[0]}
  admin: person-0
calendars:
  company: [2026-12-24, 2026-12-31]
people:
${people.join('\n')}
groups:
${groups.join('\n')}
jobs:
${lines.join('\n')}
`;
}

/** The id of the job at an index, which is also its folder in the bucket. Short, so that 100,000 fit into a rules doc. */
export function jobId(index: number): string {
  return `d${String(index).padStart(5, '0')}`;
}

/** A mixture of rules that every invented bucket with a key a day satisfies. */
export function dailyRule(index: number): string {
  const size = 100 + (index % 200);
  return index % 4 === 0
    ? `at ${clock(index)} on weekdays, allow 26 hours; expect at least ${size} MB`
    : `every 24 hours, allow up to ${26 + (index % 4)}; expect at least ${size} MB; flag if it shrinks more than 50%`;
}

/** Minutes and hours that differ from job to job. */
export function clock(index: number): string {
  return `${String(index % 6).padStart(2, '0')}:${String((index * 7) % 60).padStart(2, '0')}`;
}

/** Zones on both sides of the equator, with and without daylight saving, one of half an hour. */
export const ZONES = [
  'Asia/Singapore',
  'America/New_York',
  'Europe/Berlin',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/Los_Angeles',
  'Asia/Kolkata',
] as const;

const HOLIDAYS = ['SG', 'US', 'DE', 'GB', 'AU', 'CL'] as const;
const PEOPLE = 20;
const GROUPS = 40;

function personLines(index: number): string {
  return `  person-${index}:
    email: person-${index}@acme.example
    timezone: ${ZONES[index % ZONES.length]}
    quiet: "20:00-08:00"
    days: mon-fri
    holidays: [${HOLIDAYS[index % HOLIDAYS.length]}, company]`;
}

function groupLine(index: number): string {
  const people = `owner: person-${index % PEOPLE}, escalate_to: person-${(index + 1) % PEOPLE}`;
  return `  team-${index}: { ${people}, timezone: ${ZONES[index % ZONES.length]} }`;
}

function jobLines(index: number, bucket: string, rule: string): string {
  return `  ${jobId(index)}:
    name: Database ${index}
    group: team-${index % GROUPS}
    backup: s3://${bucket}/${jobId(index)}/
    rule: ${rule}`;
}
