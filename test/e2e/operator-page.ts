import { readFileSync } from 'node:fs';

/** A fenced block of a page, under the nearest heading before it. */
export interface PageBlock {
  readonly heading: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of a page, in its order. */
export function blocksOf(page: string): PageBlock[] {
  const blocks: PageBlock[] = [];
  let heading = '';
  for (const part of readFileSync(page, 'utf8').matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const [, title, language = '', text = ''] = part;
    if (title !== undefined) heading = title;
    else blocks.push({ heading, language, text });
  }
  return blocks;
}

/** The settings that a command needs first, by its comment: `# with slack and web: true in sentinel.config.yaml`. */
export function settingsBefore(commands: string): string[] {
  return [...commands.matchAll(/# with ([\w, ]+): true in sentinel\.config\.yaml/g)].flatMap(
    ([, names = '']) => names.match(/\w+/g)?.filter((name) => name !== 'and') ?? [],
  );
}
