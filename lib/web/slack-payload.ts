import * as z from 'zod';
import type { Offer } from '../core/acting/offered.ts';
import { type Instant, parseInstant } from '../core/instant.ts';
import { OFFERED_ACTIONS } from '../core/model/action.ts';

const user = z.object({ id: z.string() });
const block = z.record(z.string(), z.unknown());

/** A button's value, as lib/channels/slack/notice.ts writes it. */
const offerShape = z.object({
  job: z.string(),
  break_seq: z.number().int().nullable(),
  action: z.enum(OFFERED_ACTIONS),
  run: z.object({ location: z.string(), ts: z.string(), size_bytes: z.number().nullable() }).optional(),
});

const drillShape = z.strictObject({ drill: z.string().min(1).max(100) });

const pressed = z.object({
  type: z.literal('block_actions'),
  user,
  trigger_id: z.string(),
  response_url: z.url(),
  message: z.object({ text: z.string().optional(), blocks: z.array(block).optional() }).optional(),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
});

const submitted = z.object({
  type: z.literal('view_submission'),
  user,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  }),
});

/** A button of the sentinel that was pressed. */
export interface Pressed {
  readonly kind: 'pressed';
  readonly slackUser: string;
  readonly offer: Offer;
  readonly value: string;
  readonly triggerId: string;
  readonly responseUrl: string;
  /** The message with the button in it, as Slack shows it. */
  readonly message: { readonly text: string; readonly blocks: readonly Readonly<Record<string, unknown>>[] };
}

/** *I saw it*, pressed on a drill. */
export interface Seen {
  readonly kind: 'seen';
  readonly slackUser: string;
  readonly drillId: string;
  readonly value: string;
  readonly responseUrl: string;
  readonly message: Pressed['message'];
}

/** The length of a snooze that was chosen. */
export interface ChosenSnooze {
  readonly kind: 'chosen';
  readonly slackUser: string;
  readonly offer: Offer;
  readonly responseUrl: string;
  readonly snoozeMs: number;
}

/** What Slack's form holds; null for anything that is no button or form of the sentinel. */
export function readSlackPayload(rawBody: Uint8Array): Pressed | ChosenSnooze | Seen | null {
  const text = new URLSearchParams(new TextDecoder().decode(rawBody)).get('payload');
  const payload = text === null ? null : jsonOf(text);
  const press = pressed.safeParse(payload);
  if (press.success) return readPressed(press.data);
  const submit = submitted.safeParse(payload);
  return submit.success ? readChosen(submit.data) : null;
}

function readPressed({
  user,
  trigger_id,
  response_url,
  message,
  actions,
}: z.infer<typeof pressed>): Pressed | Seen | null {
  const pressedAction = actions.find(({ action_id }) => action_id.startsWith('sentinel_'));
  if (!pressedAction?.value) return null;
  const common = {
    slackUser: user.id,
    value: pressedAction.value,
    responseUrl: response_url,
    message: { text: message?.text ?? '', blocks: message?.blocks ?? [] },
  };
  const drill = drillShape.safeParse(jsonOf(pressedAction.value));
  if (drill.success) return { kind: 'seen', drillId: drill.data.drill, ...common };
  const offer = readOffer(pressedAction.value);
  return offer && { kind: 'pressed', offer, triggerId: trigger_id, ...common };
}

const metadata = z.object({ value: z.string(), response_url: z.url() });
const choice = z.object({ selected_option: z.object({ value: z.string().regex(/^\d{1,12}$/) }) });

function readChosen({ user, view }: z.infer<typeof submitted>): ChosenSnooze | null {
  if (view.callback_id !== SNOOZE_FORM) return null;
  const kept = metadata.safeParse(jsonOf(view.private_metadata));
  const chosen = choice.safeParse(view.state.values.length?.choice);
  const offer = kept.success ? readOffer(kept.data.value) : null;
  if (!kept.success || !chosen.success || offer === null) return null;
  return {
    kind: 'chosen',
    slackUser: user.id,
    offer,
    responseUrl: kept.data.response_url,
    snoozeMs: Number(chosen.data.selected_option.value),
  };
}

/** The id of the form, which its answer carries. */
export const SNOOZE_FORM = 'sentinel_snooze_length';

function readOffer(value: string): Offer | null {
  const read = offerShape.safeParse(jsonOf(value));
  if (!read.success) return null;
  const { job, break_seq, action, run } = read.data;
  const ts: Instant | null = run ? parseInstant(run.ts) : null;
  const identity = run && ts !== null ? { location: run.location, ts, sizeBytes: run.size_bytes } : null;
  return { jobId: job, breakSeq: break_seq, action, run: identity };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
