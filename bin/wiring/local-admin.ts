import { join } from 'node:path';
import { FileAdminLog } from '../../lib/adapters/file/admin-log.ts';
import { type Announced, announce } from '../../lib/app/admin/announce.ts';
import type { AdminFindings } from '../../lib/app/admin/pass-causes.ts';
import type { Channels } from '../../lib/app/dispatch/deliver-notification.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import type { Instant } from '../../lib/core/instant.ts';
import { oneLine } from '../../lib/core/message/outside-text.ts';
import { everyAddressOf } from '../../lib/core/routing/addresses.ts';
import { logEntry } from '../../lib/runner/notify/journal.ts';
import { complain } from '../print/complain.ts';
import { Complaints } from '../print/complaints.ts';
import { openChannels } from './channels.ts';

const MAX_JOURNAL_TEXT = 2_000;

/** Notifies the admin of a single host, by the channels of that host. */
export class LocalAdmin {
  readonly #channels: Channels;
  readonly #log: FileAdminLog;
  readonly #complaints = new Complaints();

  private constructor(channels: Channels, log: FileAdminLog) {
    this.#channels = channels;
    this.#log = log;
  }

  /** Throws UsageError for a setting of a channel that cannot be used. */
  static async open(stateFolder: string): Promise<LocalAdmin> {
    const log = new FileAdminLog(join(stateFolder, 'admin-notices.json'));
    return new LocalAdmin(await openChannels(stateFolder, process.env), log);
  }

  /** Announces what is new among the findings. Never throws for an outside failure. */
  async announce(findings: AdminFindings, { document }: LoadedRules, now: Instant): Promise<Announced> {
    const admin = document?.admin == null ? undefined : document.people.get(document.admin);
    const addresses = admin ? everyAddressOf(admin) : [];
    const ports = { channels: this.#channels, log: this.#log, lastResort };
    const announced = await announce(findings, addresses, ports, now);
    for (const failure of announced.failures) {
      this.#complaints.make(failure, `sentinel: the admin: ${failure}`, now);
    }
    return announced;
  }
}

async function lastResort(text: string): Promise<void> {
  for (const line of ['sentinel: the admin was not notified of this:', ...text.trimEnd().split('\n')]) complain(line);
  await logEntry(oneLine(text, MAX_JOURNAL_TEXT), {}, process.env);
}
