import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHANNELS } from '../lib/channels/registry.ts';
import { SOURCES } from '../lib/sources/registry.ts';

/*
 * What names a channel or a kind of place outside its folder is another place that a newcomer has to find
 * (docs/design/registries.md). Capabilities are in the descriptions.
 */

const NAMES = new Set<string>([
  ...CHANNELS.flatMap(({ kind, key }) => [kind, key]),
  ...SOURCES.map(({ scheme }) => scheme),
]);
const OWN = new RegExp(
  `^lib/(channels/(${CHANNELS.map(({ kind }) => kind).join('|')})|sources/(${SOURCES.map(({ scheme }) => scheme).join('|')}))/`,
);

/** The same words with another meaning, or a name that is fixed elsewhere. */
const OTHER_MEANINGS: Readonly<Record<string, string>> = {
  'lib/settings/settings.ts slack': 'a key of the CDK settings, which name what the operator has set up',
  'lib/stacks/losses.ts slack': 'a key of the CDK settings',
  'lib/runner/notify/end-notifier.ts webhook': 'where the runner itself reports a failure, without the sentinel',
  'lib/runner/notify/spool.ts webhook': 'where the runner itself reports a failure',
  'lib/runner/notify/sinks.ts webhook': 'where the runner itself reports a failure',
  'lib/core/model/run.ts file': 'a run that is one file, wherever it lies',
  'lib/core/evidence/backup.ts file': 'a run that is one file',
  'lib/core/judging/other-shape.ts file': 'a run that is one file',
  'lib/core/judging/judge.ts file': 'a run that is one file',
  'lib/core/evidence/reports/aws-backup-report.ts aws-backup': 'a program whose reports are read',
  'lib/core/evidence/file-collector.ts file': 'a run that is one file',
  'lib/core/evidence/remembered-place.ts file': 'a run that is one file',
  'lib/app/evidence/content-of-run.ts file': 'a run that is one file',
  'lib/app/evidence/look-inside.ts file': 'a run that is one file',
  'lib/prove/copy/choose-copy.ts file': 'a run that is one file',
  'lib/prove/recipes/archive-index.ts file': 'a member of an archive',
  'lib/prove/recipes/archive-tools.ts file': 'a member of an archive',
  'lib/runner/verify/verify.ts file': 'a noun in a sentence',
  'lib/rules-doc/sentence/label.ts file': 'a word of the rules doc',
  'lib/rules-doc/sentence/grammar.ts file': 'a word of the rules doc',
  'lib/rules-doc/sentence/slots/files.ts file': 'a word of the rules doc',
};

it('names no channel and no kind of place outside its own folder', () => {
  const files = ['lib', 'bin', 'lambdas'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8', recursive: true }).map((path) => `${folder}/${path}`),
  );
  const found = files
    .filter((path) => path.endsWith('.ts') && !OWN.test(path))
    .flatMap((path) => {
      const code = readFileSync(path, 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');
      const literals = [...code.matchAll(/(['"`])([a-z0-9_-]+)\1/g)].map(([, , text = '']) => text);
      return literals.filter((text) => NAMES.has(text)).map((text) => `${path} ${text}`);
    });
  expect([...new Set(found)].sort()).toEqual(Object.keys(OTHER_MEANINGS).sort());
});
