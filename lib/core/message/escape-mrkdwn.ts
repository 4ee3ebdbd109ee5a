/** The three characters that Slack's mrkdwn gives a meaning in text, and no others (Slack: formatting text). */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
