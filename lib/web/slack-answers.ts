import { context, plainSection, plainText } from '../channels/slack/blocks.ts';
import type { Json } from '../core/event/snake-case.ts';
import { DAY_MS, HOUR_MS } from '../core/instant.ts';
import type { SlackView } from '../ports/slack-answers.ts';
import { type Pressed, type Seen, SNOOZE_FORM } from './slack-payload.ts';

/** The lengths of a snooze that the form offers. */
const LENGTHS = [
  { text: '4 hours', ms: 4 * HOUR_MS },
  { text: '1 day', ms: DAY_MS },
  { text: '2 days', ms: 2 * DAY_MS },
  { text: '3 days', ms: 3 * DAY_MS },
  { text: '7 days', ms: 7 * DAY_MS },
] as const;
const PRESELECTED = 1;

/** The form that asks how long to snooze. */
export function snoozeForm({ value, responseUrl }: Pressed, jobName: string): SlackView {
  const options = LENGTHS.map(({ text, ms }) => ({ text: plainText(text), value: String(ms) }));
  return {
    type: 'modal',
    callback_id: SNOOZE_FORM,
    private_metadata: JSON.stringify({ value, response_url: responseUrl }),
    title: plainText('Snooze'),
    submit: plainText('Snooze'),
    close: plainText('Cancel'),
    blocks: [
      plainSection(jobName.slice(0, 2000)),
      {
        type: 'input',
        block_id: 'length',
        label: plainText('For how long? It is still checked.'),
        element: {
          type: 'static_select',
          action_id: 'choice',
          options,
          initial_option: options[PRESELECTED] ?? null,
        },
      },
    ],
  };
}

/** The message with what was done in place of the buttons of that job. */
export function answeredMessage({ message, offer }: Pick<Pressed, 'message' | 'offer'>, answer: string): SlackView {
  const note = context([plainText(answer)]);
  const blocks = message.blocks.map((block) => (isOfferedIn(block, offer.jobId) ? note : block));
  return { replace_original: true, text: message.text, blocks: blocks as Json[] };
}

/** The message of a drill with who saw it in place of its button. */
export function seenMessage({ message, value }: Pick<Seen, 'message' | 'value'>, answer: string): SlackView {
  const note = context([plainText(answer)]);
  const blocks = message.blocks.map((block) => (hasButton(block, value) ? note : block));
  return { replace_original: true, text: message.text, blocks: blocks as Json[] };
}

/** A text that only the person who pressed sees. */
export function privateAnswer(text: string): SlackView {
  return { response_type: 'ephemeral', replace_original: false, text };
}

function hasButton(block: Readonly<Record<string, unknown>>, value: string): boolean {
  if (block.type !== 'actions' || !Array.isArray(block.elements)) return false;
  return block.elements.some((element: { value?: unknown }) => element.value === value);
}

function isOfferedIn(block: Readonly<Record<string, unknown>>, jobId: string): boolean {
  if (block.type !== 'actions' || !Array.isArray(block.elements)) return false;
  return block.elements.some((element: { value?: unknown }) => {
    try {
      return JSON.parse(String(element.value)).job === jobId;
    } catch {
      return false;
    }
  });
}
