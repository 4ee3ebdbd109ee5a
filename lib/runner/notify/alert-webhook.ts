import { escapeMrkdwn } from '../../core/message/escape-mrkdwn.ts';
import { type EndReport, headlineOf, isOfProof } from './end-report.ts';
import { type Pacing, post } from './post.ts';
import type { SpooledRun } from './spool.ts';

type AlertedRun = Pick<SpooledRun, 'report' | 'superseded'>;

/** Slack takes 40,000 characters and shows a few thousand. */
const MAX_SLACK_OUTPUT = 1_500;

/** Posts the alert of a run that failed. Null when it was accepted, else why not. */
export function sendAlert(address: URL, run: AlertedRun, isLate: boolean, pacing: Pacing): Promise<string | null> {
  return post(address, 'application/json', JSON.stringify(alertBody(address, run, isLate)), pacing);
}

/** The body: the report, or for Slack a message. */
export function alertBody(address: URL, { report, superseded }: AlertedRun, isLate: boolean): object {
  const event = isOfProof(report) ? 'proof-failed' : 'run-failed';
  const text = isLate ? `${headlineOf(report)} ${lateNote(report, superseded)}` : headlineOf(report);
  return isSlack(address) ? slackMessage(report, text) : { ...report, event, text, told_late: isLate };
}

function lateNote(report: EndReport, superseded: boolean): string {
  const what = isOfProof(report) ? 'proof' : 'run';
  return `(Sent late: this ${what} ended at ${report.finished_at}.${superseded ? ` A later ${what} succeeded.` : ''})`;
}

function isSlack({ hostname }: URL): boolean {
  return hostname === 'hooks.slack.com' || hostname === 'hooks.slack-gov.com';
}

/** Source: Slack, *Sending messages using incoming webhooks*. */
function slackMessage({ output_tail }: EndReport, text: string): { readonly text: string } {
  // A fence inside the output would end the code block.
  const output = output_tail.trim().slice(-MAX_SLACK_OUTPUT).replaceAll('```', "'''");
  const shown = output === '' ? '' : `\n\`\`\`\n${escapeMrkdwn(output)}\n\`\`\``;
  return { text: `:rotating_light: ${escapeMrkdwn(text)}${shown}` };
}
