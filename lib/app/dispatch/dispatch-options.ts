import type { Instant } from '../../core/instant.ts';
import type { RenderOptions } from '../../core/message/render-options.ts';
import type { ResolvedHolidays } from '../../core/people/people.ts';
import type { AdminChannel } from '../../ports/admin-notice.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import type { Deferrals } from '../../ports/deferrals.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import type { SendPorts } from './send-due.ts';

export interface DispatchPorts extends SendPorts {
  readonly failures: ChannelFailureLog;
  readonly deferrals: Deferrals;
  readonly record: Pick<RecordLog, 'deliveryIds'>;
  /** The admin's topic, which travels another path; null where there is none. */
  readonly adminTopic: AdminChannel | null;
}

export interface DispatchOptions {
  readonly now: Instant;
  /** Now, as time goes on in this dispatch; `now` itself unless given. */
  readonly clock?: () => Instant;
  /** No notification is begun from then on; what is left is given again. No limit unless given. */
  readonly beginUntil?: Instant;
  readonly document: RulesDocument;
  readonly holidays: ResolvedHolidays;
  readonly rendering: RenderOptions;
  /**
   * Where nothing says that the rules doc or a setting has changed, what waits for that is looked at so often; null where
   * the caller does.
   */
  readonly lookEveryMs?: number | null;
}
