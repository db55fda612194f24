import type { Blocked } from "../../blocked.ts";
import type { PlannedStep } from "../../protector.ts";
import type { QueueDocument } from "../document.ts";
import type { LiveQueue } from "./live.ts";
import type { QueueRestorePorts } from "./ports.ts";

/** A plan in the making. */
export interface Draft {
  readonly ports: QueueRestorePorts;
  readonly document: QueueDocument;
  readonly live: LiveQueue | undefined;
  /** Attributes that are written, with the texts that are sent; the empty text takes one away. */
  readonly writes: Readonly<Record<string, string>>;
  readonly steps: PlannedStep[];
  readonly blocked: Blocked[];
  readonly warnings: string[];
}
