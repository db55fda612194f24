import type { CaptureScope } from "../contract/events.ts";
import type { SourceRevisionRule } from "../contract/source-revision.ts";
import type { Content, Spooled } from "../recovery/store.ts";

/** What a policy and the estate ask of the capture of one thing. */
export interface CaptureOptions {
  readonly scope: CaptureScope;
  /** Moves bytes that will not change from the disk to where they stay, so that many of them find room there. */
  readonly keep: (bytes: Spooled) => Promise<Content>;
  /** The day in UTC, `2027-02-01`: what AWS is about to withdraw is said. */
  readonly today: string;
  /** Where code says which revision it was built from. Absent: the estate has no rule. */
  readonly sourceRevision?: SourceRevisionRule;
}
