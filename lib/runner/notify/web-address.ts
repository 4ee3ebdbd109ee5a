/** An option of the notifications that cannot be used. `message` says which and what to write; it holds no secret. */
export class NotifyOptionInvalid extends Error {
  override readonly name = 'NotifyOptionInvalid';
}

/** The address that an option or a variable gives. Throws NotifyOptionInvalid. The message never shows it: its path may be a secret. */
export function readWebAddress(text: string, option: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new NotifyOptionInvalid(`${option} is not a URL; write it in full, such as https://pings.example.com/...`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new NotifyOptionInvalid(
      `${option} contains a user or a password, which are not sent; remove them, or use --alert-command with curl`,
    );
  }
  return url;
}
