/** What a document says it is of. */
export interface Identity {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
}
