/** What is wrong with a channel's id or name; null when nothing is. */
export function channelProblem(text: string): string | null {
  if (/^[CGD][A-Z0-9]{2,20}$/.test(text) || /^#[^\s#A-Z]{1,80}$/.test(text)) return null;
  return 'is no Slack channel; write its id such as C012AB3CD, or "#name"';
}
