import type { Receipt } from '../../ports/channel.ts';
import { badAddress, badSetup, later } from '../../ports/receipt.ts';

/** The message that was to be changed is gone, or may not be changed any more: a new one is posted. */
export const GONE: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'channel_not_found',
  'is_inactive',
]);

/** Slack cannot draw what it was given. A message that cannot be drawn must still arrive, as plain text. */
export const UNDRAWABLE: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'block_mismatch',
]);

/** The token may have been replaced since it was read. */
export const OUTWORN: ReadonlySet<string> = new Set([
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);

const TRANSIENT: ReadonlySet<string> = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'update_failed',
  'team_added_to_org',
  'external_channel_migrating',
]);

/** Errors in one person's entry, with what to do. */
const ADDRESS: ReadonlyMap<string, string> = new Map([
  ['channel_not_found', 'check the id, and invite the app if the channel is private'],
  ['channel_is_archived', 'take it out of the rules doc, or restore it'],
  ['is_archived', 'take it out of the rules doc, or restore it'],
  ['is_inactive', 'take it out of the rules doc, or restore it'],
  ['not_in_channel', 'invite the app to the channel'],
  ['user_not_in_channel', 'invite the app to the channel'],
  ['no_permission', 'invite the app to the channel'],
  ['user_not_found', 'copy the member id from the Slack profile'],
  ['users_not_found', 'copy the member id from the Slack profile'],
  ['user_disabled', 'this member has left the workspace'],
  ['user_not_visible', 'the app may not see this member'],
  ['cannot_dm_bot', 'this member is a bot'],
  ['invalid_user_combination', 'this member shares no channel with the app'],
  ['method_not_supported_for_channel_type', 'write a member id under slack, a channel id under slack_channel'],
  ['invalid_channel', 'write a member id under slack, a channel id under slack_channel'],
  ['restricted_action', 'the workspace lets others post there'],
  ['restricted_action_read_only_channel', 'the channel is read-only'],
  ['restricted_action_thread_only_channel', 'the channel takes threads only'],
]);

/** Errors in the app's setup, with what to do. */
const SETUP: ReadonlyMap<string, string> = new Map([
  ['missing_scope', 'add the scopes of the manifest and install the app again'],
  ['messages_tab_disabled', 'switch the messages tab of the app home on'],
  ['not_authed', 'put the bot token into the secret'],
  ['invalid_auth', 'put the bot token into the secret'],
  ['token_expired', 'put the new bot token into the secret'],
  ['token_revoked', 'install the app again and put its bot token into the secret'],
  ['account_inactive', 'install the app again and put its bot token into the secret'],
  ['not_allowed_token_type', 'the secret wants the bot token, which begins with xoxb-'],
]);

/**
 * What an `ok: false` means for the message. A code that is not listed is a setup error: it says nothing of the
 * person's entry, and notified as one it would be passed over in silence for as long as another channel works.
 * Source: the errors of chat.postMessage, chat.update and conversations.open in Slack's reference.
 */
export function receiptOf(code: string, to: string, afterS: number | null): Receipt {
  if (TRANSIENT.has(code)) return later(`Slack answered ${code}`, afterS);
  const remedy = ADDRESS.get(code);
  if (remedy !== undefined) return badAddress(`Slack takes no message for ${to} (${code}): ${remedy}`);
  return badSetup(`Slack refused the app's message (${code}): ${SETUP.get(code) ?? "see Slack's reference of errors"}`);
}
