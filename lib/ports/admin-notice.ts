/** A message to the sentinel's admin that does not travel the watched path. */
export interface AdminNotice {
  /** One line of plain text. */
  readonly subject: string;
  readonly text: string;
}

export interface AdminChannel {
  /** Throws AdminUnreachable. */
  notify(notice: AdminNotice): Promise<void>;
}

/** The admin could not be notified; `message` says why and what to do. */
export class AdminUnreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AdminUnreachable';
  }
}
