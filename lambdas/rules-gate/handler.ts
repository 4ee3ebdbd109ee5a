import { RulesGate } from './rules-gate.ts';

const gate = new RulesGate(process.env);

/** Lambda's entry: the rules doc was uploaded, or is to be reviewed. */
export async function handler(event: unknown): Promise<void> {
  await gate.handle(event);
}
