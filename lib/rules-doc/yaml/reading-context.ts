import type { Instant } from '../../core/instant.ts';
import type { KeptRules } from '../grammar-version.ts';
import type { SeenJob } from '../seen-job.ts';
import type { SentenceReader } from '../sentence/sentence.ts';
import type { ProblemLog } from './problem-log.ts';
import type { SourceText } from './source-text.ts';

/** What every part of the reading needs: the text, where problems go, and what the caller said. */
export interface ReadingContext {
  readonly source: SourceText;
  readonly text: string;
  readonly log: ProblemLog;
  /** The document's file name, as problems and rules show it. */
  readonly name: string;
  /** Absolute folder that relative places start from; null when the document is not on a disk. */
  readonly folder: string | null;
  readonly now: Instant;
  /** What an earlier grammar accepted of this document: it is read as it was then; null for a document of today. */
  readonly kept: KeptRules | null;
  /** Reads the sentences of rules. */
  readonly sentences: SentenceReader;
  /** True where what is most likely not meant is said as well (`sentinel lint`). */
  readonly isAdvised: boolean;
  /** The size of the newest backup seen of each job that has been checked, by its id; null where it is not known. */
  readonly seen: ReadonlyMap<string, SeenJob> | null;
}
