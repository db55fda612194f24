/** Something that only serves what a person leaves out, and has no counterpart at the destination: it stays away too. */
export interface StayingAway {
  /** `statement AllowTopic of orders`. */
  readonly what: string;
  /** What is left out: `sns-topic/alerts`. */
  readonly with: string;
  /** What `--skip` calls it. Absent: no word means it alone. */
  readonly part?: string;
  /** It is the whole thing: nothing of it comes back. */
  readonly whole?: true;
}
