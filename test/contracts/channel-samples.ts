import { type Secrets, SecretUnavailable } from '../../lib/ports/secrets.ts';
import type { Forms } from '../channels/every-form.ts';

/** Each secret is asked for by some channel; every channel keeps all of them out of what it says. */
export const SECRETS: Readonly<Record<string, string>> = {
  'slack/bot-token': 'xoxb-1111-not-to-be-told',
  'webhook/key': 'a-key-that-is-not-to-be-told',
  'smtp/password': 'a-password-that-is-not-to-be-told',
};

export function secretsOf(values: Readonly<Record<string, string>>): Secrets {
  return {
    get: async (name) => {
      const value = values[name];
      if (value === undefined) throw new SecretUnavailable(`there is no secret ${name}; put it there`);
      return value;
    },
  };
}

/** A message whose text is the same over each channel. */
export function messageOf(text: string): Forms {
  return {
    slack: { text, blocks: [{ type: 'section', text: { type: 'plain_text', text } }] },
    email: { subject: text, text, html: `<p>${text}</p>` },
    json: { text, notices: [{ job_id: 'orders', state: 'alert' }] },
  };
}
