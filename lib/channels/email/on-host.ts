import { rendering } from '../../ports/channel.ts';
import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { mailSettings } from './mail-settings.ts';

const SMTP_PASSWORD = 'smtp-password';

export async function openOnHost({ env, secrets, refuse }: HostSetup): Promise<OpenedChannel> {
  const settings = mailSettings(env, refuse);
  if ('missing' in settings) return settings;
  const { renderEmail } = await import('./render.ts');
  const { EmailSender } = await import('./send.ts');
  const { SmtpTransport } = await import('./smtp.ts');
  const { from, user, ...server } = settings;
  const login = user === null ? null : { user, passwordName: SMTP_PASSWORD };
  return rendering(renderEmail, new EmailSender(from, new SmtpTransport({ ...server, login }, secrets)));
}
