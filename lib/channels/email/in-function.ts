import { rendering } from '../../ports/channel.ts';
import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { renderEmail } from './render.ts';
import { EmailSender } from './send.ts';
import { SesTransport } from './ses.ts';

export function openInFunction({ setting }: FunctionSetup): OpenedChannel {
  const from = setting('FROM_EMAIL');
  if (from === '') return { missing: 'mail is not set up; set "fromEmail" in cdk.json to a verified SES identity' };
  return rendering(renderEmail, new EmailSender(from, new SesTransport()));
}
