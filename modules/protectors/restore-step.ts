/** One thing a restore does, in order. Shown by a dry run, done by a real one. */
export interface RestoreStep {
  /** `create function orders-api`, `publish a version (was 7)`. */
  readonly title: string;
  /** The API call, for errors and for the person who has to grant it: `lambda:CreateFunction`. */
  readonly call: string;
  /** `create` changes, `keep` finds it as it should be, `replace` overwrites a live thing. */
  readonly effect: "create" | "keep" | "replace";
}
