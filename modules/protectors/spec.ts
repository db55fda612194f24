import type { CaptureScope } from "../contract/events.ts";
import type { Kind } from "../contract/kinds.ts";
import type { Permission } from "../contract/permission.ts";
import type { RecordWindows } from "../contract/records.ts";
import type { CapturedTrigger } from "../contract/triggers.ts";
import type { Arn } from "../core/arn.ts";

/** What a protector's calls need: `inventory` also of what it follows, `restore` and `activate` also of what they read. */
export type Purpose = "inventory" | "capture" | "restore" | "activate";

/** What a run reads of a kind, in reads of the budget that runs out first. */
export interface Pace {
  /** Whose rate is used up, and the page that states it. */
  readonly budget: string;
  readonly source: string;
  /** Reads a second that AWS answers to everybody in an account and region together. Absent: it states no bound. */
  readonly perSecond?: number;
  /** Reads of one capture that keeps so many published versions. */
  readonly perThing: (scope: CaptureScope, versions: number) => number;
  /** Reads for each page of the inventory, and how many things a page holds. */
  readonly perPage: (scope: CaptureScope) => number;
  readonly pageSize: number;
}

/** A part of an id. Wildcards aside, which stand for any of its letters. */
interface WrittenPart {
  /** Each of its letters. */
  readonly letters: RegExp;
  /** How many there are, by default one. */
  readonly least?: number;
  readonly most: number;
  /** What all of them together have to be. */
  readonly whole?: RegExp;
}

/** How people name a thing of a kind, so that what can name none is refused before it is deployed. */
export interface WrittenName {
  /** What stands behind `kind/`: `GROUP/NAME`. */
  readonly id: string;
  /** Its ARN, with `{partition}`, `{region}` and `{account}` where it has them. */
  readonly arn: string;
  /** What its ARN ends with where AWS draws that: the ARN tells the kind and not the id. */
  readonly drawnResource?: RegExp;
  /** Of the id, by AWS's own rules; the last slash parts two. */
  readonly parts: readonly [WrittenPart] | readonly [WrittenPart, WrittenPart];
  /** The id of one that every account has, of which no run keeps a point. */
  readonly everywhere?: string;
}

/** The facts of a kind, apart from its code: IAM, the planner and coverage read them and load no SDK. */
export interface KindSpec {
  readonly kind: Kind;
  readonly noun: readonly [one: string, many: string];
  /** What people call its secrets, where they are told to have changed. By default `secrets`. */
  readonly secretsName?: string;
  /** `us-east-1`: the kind lives there, whatever region it serves. */
  readonly home: "regional" | "us-east-1";
  /** AWS's page about it. */
  readonly source: string;
  /** The word that `protect.triggers` has for it. Absent: policies select it, and it is followed from nothing. */
  readonly trigger?: CapturedTrigger;
  /** Only its own list tells which functions it calls, so that every run has to read it. */
  readonly listedToFollow: boolean;
  /** AWS draws its id, another one each time that it is made. */
  readonly drawsId?: true;
  /** Arming makes it, or all that a list knows it by: restored and not armed, nothing of it is to be read. */
  readonly madeByArm?: true;
  /** The id of the thing that an ARN names; `undefined` where it names something of another kind. */
  readonly idOf: (arn: Arn) => string | undefined;
  /** Of what an ARN names, the thing itself, where ARNs of its kind also name what hangs on one, such as a consumer on a stream. By default all of it. */
  readonly ownResource?: (resource: string) => string;
  readonly written: WrittenName;
  /** A part of something that no restore makes, such as a bucket: the map says where it comes back. */
  readonly partOf?: string;
  readonly permissions: Readonly<Record<Purpose, readonly Permission[]>>;
  /** Actions that AWS knows no resource for, each with the page that says so. */
  readonly wildcardActions: Readonly<Record<string, string>>;
  /** The service that a restored thing hands its role to. */
  readonly passedTo?: string;
  readonly pace: Pace;
  /** Of a kind that keeps a while what came: the word of `protect.events`, what one of it is called, and what reading it needs. */
  readonly records?: {
    readonly word: keyof RecordWindows;
    readonly noun: "record" | "event";
    /** Kinds that bring one along, or what does: whatever triggers the policy keeps, once they are kept themselves. */
    readonly broughtBy: readonly Kind[];
    readonly permissions: readonly Permission[];
  };
}
