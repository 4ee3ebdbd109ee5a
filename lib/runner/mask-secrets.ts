/** What stands where a secret stood. */
export const MASK = '***';

/**
 * The names of variables whose values are secrets. Source: docs/design/runner.md#secrets; PASSPHRASE and its like are
 * borg's and others'.
 */
const SECRET_NAME = /PASSWORD|PASSPHRASE|PASSWD|PASSCODE|SECRET|TOKEN|KEY|AUTH|CREDENTIAL|(PWD|PASS)$/i;
/** `PWD` and `OLDPWD` are folders. */
const NO_SECRET_NAME = /^(OLD)?PWD$/i;
/** Says where a secret is kept: a path is no secret, and a person needs it to find the error. */
const PLACE_NAME = /_(FILE|PATH|DIR|SOCK)$|^XAUTHORITY$/i;
/** Switches. */
const SWITCHES: ReadonlySet<string> = new Set(['true', 'false', 'none', 'null', 'auto', 'prompt']);

/** A value this short says nothing worth hiding, and would be found in every other line. */
const MIN_LENGTH = 4;
/** A shorter value is a secret only where it stands by itself: "back" in "backup" is none. */
const MIN_LENGTH_INSIDE_WORDS = 8;

// Every repetition has a limit: output is long, and may be made to be slow to search.
/** `scheme://user:password@`; the user stays. Up to the last @ of the host's part, since passwords hold them too. */
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/?#@"'<>]{0,200}):([^\s/?#"'<>]{1,1000})@/gi;
/** `https://token@host`; of other schemes, that part is only a user. */
const URL_TOKEN = /(https?:\/\/)([^\s:/?#@"'<>]{1,1000})@/gi;
/** `--password=...`, `password=...` of a connection's settings, `&X-Amz-Signature=...` of a URL. */
const ASSIGNMENT =
  /\b((?:[a-z0-9_-]{0,40}(?:password|passphrase|passwd|secret|token|api[_-]?key|signature|credential))=)("[^"]*"|'[^']*'|[^\s&"';,]+)/gi;

/** `--password ...`, the next word of a command line. */
const NEXT_WORD =
  /(--?(?:[a-z0-9-]{0,40}-)?(?:password|passphrase|passwd|secret|token|api-key)\s{1,5})("[^"]*"|'[^']*'|[^\s-]\S*)/gi;
/** `mysqldump ... -pSECRET`: without a space, as these tools want it. */
const OF_MYSQL =
  /\b((?:mysql|mysqldump|mysqladmin|mysqlpump|mariadb|mariadb-dump|mariadb-admin)\b[^\n|;&]{0,300}?\s-p)("[^"]*"|'[^']*'|[^\s"'|;&]+)/g;
/** `Authorization: Bearer ...`, `token: ...`, `"secret": "..."`. */
const HEADER =
  /\b(authorization["']?\s{0,5}:\s{0,5}(?:(?:basic|bearer|token|digest)\s{1,5})?)("[^"]*"|'[^']*'|[^\s"',;]+)/gi;
const FIELD =
  /\b([a-z0-9_-]{0,40}(?:(?:secret|token|api[_-]?key)["']?|(?:password|passphrase|passwd)["']):\s{1,5})("[^"]*"|'[^']*'|[^\s"',;}]+)/gi;
/** Addresses with which anything can be posted. */
const HOOK =
  /(https:\/\/(?:hooks\.slack\.com|discord(?:app)?\.com\/api\/webhooks|[a-z0-9.-]{1,100}\.webhook\.office\.com)\/)[^\s"'<>]{1,1000}/gi;

/**
 * Gives a function that takes secrets out of a text: the values of this environment's variables that are named like a
 * secret, however they are encoded in URLs, JSON and base64, the passwords in the environment's URLs, and whatever
 * stands in the text where a password stands. `more`: values that are secret whatever their names, such as addresses.
 */
export function secretMasker(env: NodeJS.ProcessEnv, more: readonly string[] = []): (text: string) => string {
  const values = new Set<string>(more.filter((value) => value.length >= MIN_LENGTH));
  for (const value of secretValues(env)) for (const form of formsOf(value)) values.add(form);
  return (text) => withoutCredentials(withoutValues(text, [...values]));
}

function* secretValues(env: NodeJS.ProcessEnv): Generator<string> {
  for (const [name, value = ''] of Object.entries(env)) {
    for (const [, , password = ''] of value.matchAll(URL_PASSWORD)) yield* [password, decoded(password)];
    if (!SECRET_NAME.test(name) || NO_SECRET_NAME.test(name)) continue;
    if (PLACE_NAME.test(name) && value.startsWith('/')) continue;
    yield value;
    yield value.trim();
    // A private key is printed line by line.
    if (value.includes('\n'))
      for (const line of value.split(/\r?\n/)) if (line.length >= MIN_LENGTH_INSIDE_WORDS) yield line;
  }
}

/** A value as other texts hold it. Nothing for what is too short, or a switch. */
function formsOf(value: string): readonly string[] {
  if (value.length < MIN_LENGTH || SWITCHES.has(value.toLowerCase())) return [];
  const component = encoded(value);
  // RFC 3986 encodes more than JavaScript does, and some tools write the digits small.
  const strict = component.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const small = (text: string): string => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const plus = strict.replaceAll('%20', '+');
  const json = JSON.stringify(value).slice(1, -1);
  const base64 = Buffer.from(value).toString('base64');
  return [value, component, strict, plus, small(component), small(strict), small(plus), json, base64];
}

/** Values may overlap in the text and hold one another, so what is found is joined before anything is replaced. */
function withoutValues(text: string, values: readonly string[]): string {
  const found = values.flatMap((value) => occurrences(text, value)).sort((a, b) => a.from - b.from);
  let masked = '';
  let end = 0;
  for (const { from, to } of found) {
    if (to <= end) continue;
    if (from > end || end === 0) masked += text.slice(end, from) + MASK;
    end = to;
  }
  return masked + text.slice(end);
}

function occurrences(text: string, value: string): { readonly from: number; readonly to: number }[] {
  const places = [];
  for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + 1)) {
    const to = from + value.length;
    if (value.length >= MIN_LENGTH_INSIDE_WORDS || (!isWord(text[from - 1]) && !isWord(text[to])))
      places.push({ from, to });
  }
  return places;
}

function isWord(sign: string | undefined): boolean {
  return sign !== undefined && /[\p{L}\p{N}]/u.test(sign);
}

function withoutCredentials(text: string): string {
  const masked = text.replace(HOOK, `$1${MASK}`).replace(URL_PASSWORD, `$1:${MASK}@`).replace(URL_TOKEN, `$1${MASK}@`);
  return [ASSIGNMENT, HEADER, FIELD, NEXT_WORD, OF_MYSQL].reduce(
    (left, secret) => left.replace(secret, `$1${MASK}`),
    masked,
  );
}

function encoded(value: string): string {
  // Half a character has no encoding.
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
