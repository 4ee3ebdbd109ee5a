const MAX_LENGTH = 254;
/** One address and nothing else: what stands between brackets, commas and line breaks would be read as more. */
const ADDRESS = /^[^\s<>()[\]\\,;:"@]+@[^\s<>()[\]\\,;:"@]+$/;

/** What is wrong with a mail address; null when nothing is. */
export function emailProblem(text: string): string | null {
  return isEmail(text) ? null : 'is no email address; write one such as sam@acme.example';
}

export function isEmail(text: string): boolean {
  return text.length <= MAX_LENGTH && ADDRESS.test(text);
}
