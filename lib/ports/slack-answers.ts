import type { Json } from '../core/event/snake-case.ts';

/** A form or a message of Slack's, as its API takes it. */
export type SlackView = Readonly<Record<string, Json>>;

/** Slack, as far as an answer to a press needs it. Both resolve to false when Slack did not take it; neither throws. */
export interface SlackAnswers {
  /** Opens a form before the one who pressed. */
  openForm(triggerId: string, view: SlackView): Promise<boolean>;
  /** Answers at the address that came with the press. */
  answer(responseUrl: string, body: SlackView): Promise<boolean>;
}
