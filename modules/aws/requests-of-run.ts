import { CAPTURES_AT_ONCE } from "../contract/events.ts";
import { KINDS } from "../contract/kinds.ts";
import type { PolicyRun } from "../planner/cost/price-book.ts";
import { SPECS } from "../protectors/kinds.ts";

/** What one run asks of AWS, beside its reads of Lambda, which cost nothing. */
export interface RunRequests {
  readonly transitions: number;
  readonly invocations: number;
  /** That each invocation takes: a capture makes its reads in two to three. */
  readonly seconds: number;
  readonly writes: number;
  readonly reads: number;
  readonly keyUses: number;
  readonly logBytes: number;
}

/** States that a complete run enters, and those that the capture of one function enters after it was started. */
const STATES = { run: 6, capture: 3 } as const;

const SECONDS = 3;

/** That a run reads: what calls functions, the functions, their mappings and tags. */
const LISTS = KINDS.filter((kind) => SPECS[kind].listedToFollow).length + 3;

/** Bytes of log that an invocation leaves: its own line, and those with which Lambda frames it. */
const LOG_BYTES = 1000;

/**
 * A run in which everything is captured and nothing has changed: no bytes are written, but a point, its secrets and
 * their keys of each function. That a lock is lengthened now and then is left out. A distributed map also pays for each child it
 * starts. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-transitions.html
 */
export function requestsOf({ functions, packages, copies }: Omit<PolicyRun, "region">): RunRequests {
  const capture = captureRequests(packages, copies);
  return {
    transitions: STATES.run + functions * (1 + STATES.capture),
    invocations: 2 + functions,
    seconds: SECONDS,
    // Items, warnings, what the map returns and how it ended, the summary; each list, and that it is being read; outcomes.
    writes: 6 + 2 * LISTS + functions * (capture.writes + 1),
    // Its rules of replication, items twice, warnings, the summary; whether another run has read a list; outcomes.
    reads: 5 + LISTS + functions * (capture.reads + 1),
    // The secret of the run: made once, opened by each runner that captures and by the one that ends it; that of its lists.
    keyUses: functions * (1 + copies) + 2 + Math.min(functions, CAPTURES_AT_ONCE) + 2,
    logBytes: LOG_BYTES * (2 + functions),
  };
}

/** Calls to the store for one function with secrets: its packages and its document are there already. */
export function captureRequests(
  packages: number,
  copies: number,
): { readonly writes: number; readonly reads: number } {
  // Secrets, the manifest, a key for each site. Looked at, each once: the manifest, the packages, the document.
  return { writes: 2 + (1 + copies), reads: 1 + packages + 1 };
}
