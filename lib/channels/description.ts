/** What is known of a way to reach a person without reaching anyone: data, and the check of its addresses. */
export interface ChannelDescription {
  /** Its name in `via:`, and its folder. */
  readonly kind: string;
  /** The key of a person in the rules doc that holds their address. */
  readonly key: string;
  /** What the address is, with its article: `a Slack member id`. */
  readonly address: string;
  /** What an address looks like, in Markdown: for the docs and the schema. */
  readonly example: string;
  /** What is wrong with an address and what to write instead, said after the address; null when nothing is. */
  readonly addressProblem: (address: string) => string | null;
  /** Whether a message that was delivered can be changed. */
  readonly canUpdate: boolean;
  /** Whether only the person reads it: links that sign in go nowhere else. The first such address is the default. */
  readonly isPrivate: boolean;
  /** Whether a message that arrives makes no sound, so that it may come in quiet hours. */
  readonly isSilent: boolean;
  /** How its reader acts on a message: buttons in it, links to pages that confirm, or not at all. */
  readonly answers: 'buttons' | 'links' | null;
}
