import { decompress } from '../../lib/app/evidence/decompress.ts';
import { namesInFolder } from '../../lib/app/evidence/names-in-folder.ts';
import { checkArtifact, type Finding } from '../../lib/core/artifact/check-artifact.ts';
import { deepLimits, readLimitsOf } from '../../lib/core/artifact/read-limits.ts';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import type { Place } from '../../lib/core/evidence/place.ts';
import { sourceOf } from '../../lib/core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import { type EvidenceSources, openSources } from '../../lib/sources/open-sources.ts';
import { SOURCES } from '../../lib/sources/registry.ts';
import { complain } from '../print/complain.ts';
import { printText } from '../print/print-text.ts';
import { printable } from '../print/printable.ts';
import { UsageError } from '../usage-error.ts';

const EXIT_FINE = 0;
const EXIT_REFUSED = 65;
const EXIT_UNREADABLE = 69;

export interface LookOptions {
  readonly deep?: boolean;
  readonly json?: boolean;
}

/** `sentinel look FILE...`: 0, or 65 when any is hollow or damaged, or 69 when one cannot be looked at. */
export async function lookCommand(files: readonly string[], { deep, json }: LookOptions): Promise<number> {
  const sources = openSources(process.env)();
  let status = EXIT_FINE;
  for (const file of files) {
    try {
      const finding = await look(file, deep === true, sources);
      printText(`${json ? jsonLine(file, finding) : textLine(file, finding)}\n`);
      const isRefused = finding.verdict === 'hollow' || finding.verdict === 'damaged';
      if (isRefused && status === EXIT_FINE) status = EXIT_REFUSED;
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      complain(`cannot read ${file}: ${error.message}`);
      status = EXIT_UNREADABLE;
    }
  }
  return status;
}

async function look(file: string, deep: boolean, sources: EvidenceSources): Promise<Finding> {
  const { place, key } = whereIs(file);
  const source = await sources.of(place.scheme);
  const limits = readLimitsOf(sourceOf(place.scheme));
  const { sizeBytes } = await find(file, place, key, source);
  const artifact = {
    name: key,
    sizeBytes,
    read: (from: number, length: number) => source.read(place, key, length, from),
    namesBeside: () => namesInFolder(source, place, key.slice(0, key.lastIndexOf('/') + 1)),
  };
  return checkArtifact(artifact, { limits: deep ? deepLimits(limits, null) : limits, decompress });
}

/** Its name is taken letter by letter: no braces or stars mean anything in it. */
function whereIs(file: string): { readonly place: Place; readonly key: string } {
  for (const { scheme, objectAt } of SOURCES) {
    const found = objectAt(file, process.cwd());
    if (found !== null) return { place: { scheme, ...found }, key: found.template };
  }
  throw new UsageError(`${file} names no file; write ${SOURCES.map(({ example }) => `${example}file`).join(' or ')}`);
}

/** The file itself, among those whose names begin with its name. Throws EvidenceUnreadable. */
async function find(file: string, place: Place, key: string, source: EvidenceSource): Promise<ListedObject> {
  for await (const page of source.list(place, key)) {
    const found = page.find((object) => object.key === key);
    if (found !== undefined) return found;
  }
  throw new EvidenceUnreadable('refused', 'look', file, 'there is no such file');
}

function jsonLine(file: string, { kind, verdict, words, readBytes }: Finding): string {
  return JSON.stringify({ file, kind, verdict, words, bytes_read: readBytes });
}

function textLine(file: string, { kind, verdict, words }: Finding): string {
  return printable(`${verdict.padEnd(13)} ${file}: ${kind === null ? '' : `${kind}: `}${words}`);
}
