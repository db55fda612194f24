import type { Untranslated } from "./untranslated.ts";

/** Why a restore must not start. */
export interface Blocked {
  readonly because:
    | "untranslated" // bound to the source, and not in the map
    | "live" // something else is there, or the same thing otherwise
    | "held" // another restore is at work on it
    | "public" // anybody could use it
    | "own" // it would reach what tells of zonekeep's own runs
    | "role" // a role that does not exist
    | "key"
    | "network" // a subnet or a security group that does not exist
    | "prerequisite" // something else that has to be there, and no restore makes
    | "quota" // the account's limit does not leave room for it
    | "incomplete" // the point does not hold what it would take
    | "runtime" // AWS makes no function of it any more
    | "inexpressible"; // no call can make it
  /** What, with its name. */
  readonly message: string;
  readonly hint: string;
  /** Of `untranslated`: each place where it is named. */
  readonly missing?: readonly Untranslated[];
}
