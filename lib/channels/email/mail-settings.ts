import type { HostSetup } from '../../ports/channel-setup.ts';

/** How this host sends mail. */
export interface MailSettings {
  /** The sender's address. */
  readonly from: string;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which is required except on loopback. */
  readonly secure: boolean;
  readonly allowPlain: boolean;
  /** The user; null for a server without login. */
  readonly user: string | null;
}

const HOW = 'write SENTINEL_SMTP_URL=smtp://user@mail.example.com:587 (or smtps://...:465)';

/**
 * Reads SENTINEL_SMTP_URL (`smtp://[user@]host[:port][?plain=1]`, `smtps://...`) and SENTINEL_MAIL_FROM; what is
 * missing is reported where mail would be sent. Throws UsageError for an address that cannot be used.
 */
export function mailSettings(
  env: HostSetup['env'],
  refuse: HostSetup['refuse'],
): MailSettings | { readonly missing: string } {
  const { SENTINEL_SMTP_URL: text, SENTINEL_MAIL_FROM: from } = env;
  if (!text) return { missing: `mail is not set up; ${HOW} and SENTINEL_MAIL_FROM=backups@example.com` };
  if (!from) return { missing: 'mail has no sender; write SENTINEL_MAIL_FROM=backups@example.com' };
  if (!/^[^\s<>@]+@[^\s<>@]+$/.test(from))
    return refuse(`SENTINEL_MAIL_FROM is "${from}", which is not a mail address`);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    return refuse(`SENTINEL_SMTP_URL is not the URL of a mail server; ${HOW}`);
  }
  if (url.password !== '') {
    return refuse('SENTINEL_SMTP_URL contains a password; put it into the secret smtp-password instead');
  }
  const secure = url.protocol === 'smtps:';
  return {
    from,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    allowPlain: url.searchParams.get('plain') === '1',
    user: url.username === '' ? null : decodeURIComponent(url.username),
  };
}
