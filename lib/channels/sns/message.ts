/** A message as SNS takes it. */
export interface SnsMessage {
  readonly subject: string;
  readonly text: string;
  /** Lists of strings that a subscription can filter by. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}
