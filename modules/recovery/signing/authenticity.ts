import type { RecoveryPoint } from "../read-point.ts";
import type { SignedRun } from "./signed-run.ts";

/** How something was tampered with, in one word. */
export type Forgery =
  | "forged"
  | "replaced"
  | "replayed"
  | "truncated"
  | "swapped"
  | "back-dated"
  | "future"
  | "buried";

/** What is known of who made a point. */
export type Authenticity =
  /** Its run names it by its very bytes, and a pinned key of its region signed the run. */
  | { readonly state: "signed"; readonly run?: SignedRun }
  /** Nobody signed it, or with a key that is not pinned: that proves nothing, and is no attack by itself. */
  | { readonly state: "unsigned" | "unpinned"; readonly why: string }
  /** It says what it cannot say by itself. */
  | { readonly state: "refused"; readonly problem: Forgery; readonly why: string };

/** Whoever can tell of points who made them. */
export interface Witness {
  /** @throws what the store throws, for that says nothing about the point */
  judge(point: RecoveryPoint): Promise<Authenticity>;
  /** Keys of all points that the runs name which signed those that were judged, and that have not expired. */
  named?(): Promise<readonly string[]>;
}

/** `unsigned`, `forged` ...: the state in one word. */
export function wordOf(authenticity: Authenticity): "signed" | "unsigned" | "unpinned" | Forgery {
  return authenticity.state === "refused" ? authenticity.problem : authenticity.state;
}
