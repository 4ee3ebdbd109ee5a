/** What is wrong with a member id; null when nothing is. */
export function memberProblem(text: string): string | null {
  if (/^[UW][A-Z0-9]{2,20}$/.test(text)) return null;
  return 'is no Slack member id; copy it from the Slack profile (More, Copy member ID), such as U012AB3CD';
}
