import type { Refused } from "../../../core/runtimes/lifecycle.ts";
import type { Blocked } from "../../blocked.ts";
import type { AtArm, StepOfPart } from "../../parts.ts";
import type { RestoreStep } from "../../restore-step.ts";
import type { StayingAway } from "../../staying-away.ts";
import type { StreamStart } from "../../stream-start.ts";
import type { ArmedStatement, ArmedUrl } from "../activate/activation.ts";
import type { FunctionDocument, FunctionSecrets } from "../document.ts";
import type { FunctionIds } from "./ids.ts";
import type { Lease } from "./lease.ts";
import type { LiveFunction } from "./live.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import type { At } from "./standing.ts";

/** A step and how to do it. One that only keeps has nothing to do, or only remembers an id. */
export interface FunctionStep extends RestoreStep, StepOfPart {
  readonly perform?: (ids: FunctionIds) => Promise<void>;
  /** Steps of several functions that carry the same key are done once. */
  readonly once?: string;
  /** Settings that it changes; absent: something else. */
  readonly differs?: readonly string[];
}

/** A plan in the making. */
export interface Draft {
  readonly ports: FunctionRestorePorts;
  readonly document: FunctionDocument;
  readonly secrets: FunctionSecrets;
  readonly live: LiveFunction | undefined;
  /** The function is ours to change: it is not there yet, or a restore of this very point made it. */
  readonly ours: boolean;
  /** What the point does not have goes. */
  readonly replace: boolean;
  /** The destination is where the function was, so that its version numbers are known there. */
  readonly home: boolean;
  readonly lease: Lease;
  readonly at: At;
  readonly allowPublic: boolean;
  readonly streams: StreamStart | undefined;
  /** The day in UTC, `2027-02-01`. */
  readonly today: string;
  readonly refused: Refused;
  /** What is known of the destination's ids before the first step. */
  readonly ids: FunctionIds;
  readonly steps: FunctionStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
  /** ARNs that the same restore makes. */
  readonly together: ReadonlySet<string>;
  /** What a person leaves out. */
  readonly skip: ReadonlySet<string>;
  /** What could be left out. */
  readonly parts: Set<string>;
  /** Parts that cannot come back, with the reason. */
  readonly leftOut: string[];
  /** Name of what a person leaves out, by its ARN. */
  readonly leftAway: (arn: string) => string | undefined;
  /** Parts that stay away with that, where it is not there. */
  readonly away: StayingAway[];
  /** Parts that come back without what does not exist any more; nothing has to be run again for them. */
  readonly without: string[];
  /** What other functions of this restore take of the account's quotas. */
  readonly claims: Map<string, number>;
  /** What lets events in, which is written by `arm`. */
  readonly arming: { readonly statements: ArmedStatement[]; readonly urls: ArmedUrl[] };
  readonly atArm: AtArm[];
  /** Mappings by the ids that the point has: there, disabled, and enabled when they were captured. */
  readonly off: Set<string>;
  /** What steps that are done have to tell. */
  readonly notes: string[];
}

/** Whether a part comes back: `--skip` may name it. */
export function comesBack({ skip, parts, warnings }: Draft, part: string, label: string): boolean {
  parts.add(part);
  if (!skip.has(part)) return true;
  warnings.push(`${label} is left out, as --skip ${part} says`);
  return false;
}

/** A part that cannot come back holds up nothing else: it is told, and the restore is not whole. */
export function cannotComeBack({ leftOut }: Draft, part: string, label: string, why: string): void {
  leftOut.push(`${label}: ${why}; correct that and run the restore again, or say --skip ${part}`);
}

/** A part that needs what does not exist. Where a person keeps that away, it stays away too, and the restore is whole. */
export function lacksWhatIsGone(draft: Draft, part: string, label: string, gone: string): void {
  const name = draft.leftAway(gone);
  if (name === undefined) cannotComeBack(draft, part, label, `${gone} does not exist`);
  else draft.away.push({ what: label, with: name, part });
}

/** What changing something that is there counts as. */
export function overwriting({ ours }: Pick<Draft, "ours">): "create" | "replace" {
  return ours ? "create" : "replace";
}
