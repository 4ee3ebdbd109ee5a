import { InstallRefused, type InstallRequest } from './install-request.ts';

/** One word of ExecStart= (systemd.service, *Command lines*): nothing in it is a specifier, a variable or a quote. */
export function execWord(word: string): string {
  checkLine(word);
  const escaped = word.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[A-Za-z0-9_@+=:,./%$-]+$/.test(escaped) && word !== ';' ? escaped : `"${escaped}"`;
}

/** The value of a setting that knows specifiers: a path, a description. */
export function unitValue(text: string): string {
  checkLine(text);
  return text.replaceAll('%', '%%');
}

/** A line of an environment file (systemd.exec, EnvironmentFile=): in double quotes, where few signs mean anything. */
export function environmentLine(name: string, value: string): string {
  checkLine(value);
  return `${name}="${value.replace(/([\\"$`])/g, '\\$1')}"`;
}

/** A name of a job or node in the name of a unit; what systemd itself would escape is left to it. */
export function unitName({ verb, jobId, node }: Pick<InstallRequest, 'verb' | 'jobId' | 'node'>): string {
  return `sentinel-${verb}-${node === null ? jobId : `${jobId}@${node}`.replace('@', '-at-')}`;
}

function checkLine(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (!/[\u0000-\u001f\u007f]/.test(text)) return;
  throw new InstallRefused(`${JSON.stringify(text)} contains a control character; put the command into a script`);
}
