/** What is wrong with the address of a webhook; null when nothing is. */
export function webhookProblem(text: string): string | null {
  if (/^https?:\/\/[^\s]/.test(text) && !/\s/.test(text) && URL.canParse(text)) return null;
  return 'is no web address; write one that begins with https://';
}
