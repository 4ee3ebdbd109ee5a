/** An option of the tell phase that cannot be used. `message` says which and what to write; it holds no secret. */
export class TellOptionUnusable extends Error {
  override readonly name = 'TellOptionUnusable';
}

/** The address that an option or a variable gives. Throws TellOptionUnusable. Never shows it: its path may be a key. */
export function readWebAddress(text: string, option: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    throw new TellOptionUnusable(`${option} is no web address; write it whole, such as https://pings.example.com/...`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TellOptionUnusable(
      `${option} names a user or a password, which are not sent; take them out, or use --alert-command with curl`,
    );
  }
  return url;
}
