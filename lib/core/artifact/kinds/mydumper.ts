import type { KindOfArtifact, Look } from '../artifact-kind.ts';
import { textOf } from '../byte-fields.ts';
import { type Checked, Damage, notCheckable, whole } from '../finding.ts';

/** Begins the file in which mydumper says of a folder what is in it, in old and new versions. */
const BEGINS = /^(?:# )?Started dump at: \d{4}-\d\d-\d\d/;
const FINISHED = /^(?:# )?Finished dump at: \d{4}/m;
const MAX_BYTES = 16 << 20;
const BITS = 100;

/** A table that has rows, as a section names it: [`shop`.`orders`], its files' names in real_table_name, rows = 40. */
const TABLE = /^\[`([\w-]+)`\.`([\w-]+)`\]\r?\n((?:(?!\[).*\r?\n?)*)/gm;

/** The file is called metadata.partial until mydumper has finished; then it names each table with its rows. */
async function check({ reader, name, namesBeside }: Look): Promise<Checked> {
  const text = textOf(await reader.upTo(0, MAX_BYTES));
  if (name.endsWith('.partial') || !FINISHED.test(text)) throw new Damage('mydumper has not finished', BITS);
  const beside = await namesBeside();
  if (beside === null) return notCheckable('mydumper has finished; whether its files are there was not looked at');
  const names = [...beside];
  let tables = 0;
  for (const [, database = '', table = '', lines = ''] of text.matchAll(TABLE)) {
    if (!/^rows ?= ?[1-9]/m.test(lines)) continue;
    tables += 1;
    const isData = new RegExp(`^${database}\\.${table}\\.(?!metadata)`);
    if (!names.some((file) => isData.test(file))) {
      throw new Damage(`it names ${database}.${table}, and no file with its rows is there`, BITS);
    }
  }
  return whole(`mydumper has finished, and the files of the ${tables} tables with rows are there`);
}

export const MYDUMPER = {
  name: 'mydumper',
  suffixes: [],
  alsoNamed: ['', 'partial'],
  recognise: (head) => (BEGINS.test(textOf(head)) ? BITS : 0),
  check,
  docs: {
    checkedBy: 'the `metadata` of its folder: finished, and a file for each table with rows',
    sees: 'a dump that is not finished (`metadata.partial`), a table without its file',
    cannotSee: 'the statements; missing pieces of a table in several files; tables with other than plain names',
  },
} as const satisfies KindOfArtifact;
