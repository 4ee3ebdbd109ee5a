/** What a mail says; everything that came from outside is escaped in `html` already. */
export interface EmailMessage {
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The breaks that it is about, each a thread; absent where it is about none. */
  readonly threads?: readonly string[];
}
