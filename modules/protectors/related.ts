import type { CaptureItem, CaptureScope } from "../contract/events.ts";
import type { Thing } from "../contract/kinds.ts";

/** A thing whose related ones are asked for; with what its inventory knew of it, where it was in one. */
export type RelatedTo = Thing & Pick<CaptureItem, "hints">;

export interface RelatedOptions {
  /** Only by these something is looked for that brings events to it. */
  readonly triggers: CaptureScope["triggers"];
  /** Something that may belong to it could not be looked at, and the rest is captured with it. */
  readonly warn: (message: string) => void;
}
