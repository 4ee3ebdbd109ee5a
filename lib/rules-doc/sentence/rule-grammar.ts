import { CLAUSES } from '../clauses/registry.ts';
import { UNSUPPORTED } from '../clauses/unsupported.ts';
import { Grammar } from './grammar.ts';
import { SentenceReader } from './sentence.ts';

/** The sentences of rules, with every clause of the registry. */
export const RULE_SENTENCES = new SentenceReader(new Grammar(CLAUSES, UNSUPPORTED));
