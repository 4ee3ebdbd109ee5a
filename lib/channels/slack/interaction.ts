import { SECOND_MS } from '../../core/instant.ts';
import type { SlackAnswers, SlackView } from '../../ports/slack-answers.ts';
import type { SlackApi } from './api.ts';

/** Where Slack takes answers to a press. */
const HOOKS_URL = 'https://hooks.slack.com/';
/** Slack waits three seconds for our own answer, with the bus a second of them, or with two requests of these. */
const TIMEOUT_MS = 1.4 * SECOND_MS;

/** Answers to presses, by Slack's API and by the address that comes with each press. */
export class SlackInteraction implements SlackAnswers {
  readonly #api: SlackApi;
  readonly #hooksUrl: string;

  constructor(api: SlackApi, hooksUrl: string = HOOKS_URL) {
    this.#api = api;
    this.#hooksUrl = hooksUrl;
  }

  async openForm(triggerId: string, view: SlackView): Promise<boolean> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    return (await this.#api.call('views.open', 'the one who pressed', { trigger_id: triggerId, view }, deadline)).ok;
  }

  async answer(responseUrl: string, body: SlackView): Promise<boolean> {
    // The address is Slack's word, and signed; still, nothing is posted anywhere else.
    if (!responseUrl.startsWith(this.#hooksUrl)) return false;
    try {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', connection: 'close' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return response.ok;
    } catch {
      return false;
    }
  }
}
