import { createHmac } from 'node:crypto';
import { directMessage, type ShownMessage, type SlackStandIn } from '../channels/slack/stand-in.ts';

export interface SlackApp {
  readonly slack: SlackStandIn;
  /** What Slack signs for the app with. */
  readonly signingSecret: string;
  /** Where the app wants presses to be sent. */
  readonly requestUrl: string;
  readonly now: () => number;
}

/** Somebody who reads the direct messages of the app and presses its buttons; Slack signs for each press. */
export class SlackMember {
  readonly #id: string;
  readonly #app: SlackApp;

  constructor(id: string, app: SlackApp) {
    this.#id = id;
    this.#app = app;
  }

  /** The messages to them, as they look now, the earliest first. */
  get messages(): readonly ShownMessage[] {
    return this.#app.slack.messages.filter(({ channel }) => channel === directMessage(this.#id));
  }

  /** Presses a button of their newest message. Throws when there is none such, or Slack is not answered in time. */
  async press(action: 'fixed' | 'snooze' | 'mute' | 'accept'): Promise<void> {
    const message = this.messages.at(-1);
    const buttons = message?.blocks.flatMap(({ type, elements }) => (type === 'actions' ? elements : [])) ?? [];
    const button = buttons.find(({ action_id }) => action_id === `sentinel_${action}`);
    if (!message || !button) throw new Error(`the newest message has no button ${action}: ${message?.text}`);
    await this.#send({
      type: 'block_actions',
      trigger_id: '13345224609.738474920.8088930838d88f008e0',
      response_url: this.#app.slack.hookOf(message),
      message: { text: message.text, blocks: message.blocks },
      actions: [{ type: 'button', action_id: button.action_id, value: button.value }],
    });
  }

  /** Chooses in the form that was opened last, and submits it. */
  async choose(option: string): Promise<void> {
    const form = this.#app.slack.forms.at(-1);
    const [input] = form.blocks.filter(({ type }: { type: string }) => type === 'input');
    const chosen = input.element.options.find(({ text }: { text: { text: string } }) => text.text === option);
    if (!chosen) throw new Error(`the form does not offer "${option}"`);
    const values = { [input.block_id]: { [input.element.action_id]: { selected_option: chosen } } };
    const { callback_id, private_metadata } = form;
    await this.#send({ type: 'view_submission', view: { callback_id, private_metadata, state: { values } } });
  }

  async #send(payload: object): Promise<void> {
    const { signingSecret, requestUrl, now } = this.#app;
    const user = { id: this.#id };
    const body = new URLSearchParams({ payload: JSON.stringify({ ...payload, user }) }).toString();
    const timestamp = String(Math.floor(now() / 1000));
    const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const answer = await fetch(requestUrl, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
      signal: AbortSignal.timeout(3_000),
    });
    if (answer.status !== 200) throw new Error(`Slack was answered ${answer.status} ${await answer.text()}`);
  }
}
