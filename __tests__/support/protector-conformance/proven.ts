import type { MappedTrigger } from "../../../modules/contract/triggers.ts";

/** How it was shown that events come again through what was restored. */
export interface Proven {
  /** End to end: an event invoked a restored function. Recorded shapes: no event came; calls and answers are AWS's own. */
  readonly how: "run end to end" | "against recorded shapes";
  /** What shows it, each a file from the root. */
  readonly by: readonly string[];
}

export const endToEnd = (...by: readonly string[]): Proven => ({ how: "run end to end", by });

/** Requests and answers of AWS's own model: no event came. */
export const againstShapes = (...by: readonly string[]): Proven => ({ how: "against recorded shapes", by });

/** The first story: everything lost, restored elsewhere, and an event sent through each trigger. */
export const START = "sandbox/demo/region-scene.ts";
/** The second story: a whole application lost, restored in its place, and an event or a request through each of its triggers. */
export const APPLICATION = "sandbox/demo/application-scene.ts";

const recorded = (facts: string): Proven => ({
  how: "against recorded shapes",
  by: [`__tests__/sandbox/facts/${facts}.json`],
});
const MAPPINGS = "__tests__/sandbox/mappings.test.ts";
/** No broker or cluster is there: settings alone come back, field for field. */
const settings: Proven = {
  ...recorded("lambda-mappings"),
  by: [...recorded("lambda-mappings").by, MAPPINGS],
};

/** Of what a function's own point holds: the sources that mappings read, and the URL. */
export const PROVEN_OF_FUNCTIONS: Readonly<Record<MappedTrigger | "url", Proven>> = {
  documentdb: settings,
  dynamodb: endToEnd(APPLICATION, MAPPINGS),
  kafka: settings,
  kinesis: endToEnd(APPLICATION, MAPPINGS),
  mq: settings,
  sqs: endToEnd(START, "__tests__/sandbox/fifo-queues.test.ts"),
  url: endToEnd("__tests__/sandbox/function-urls.test.ts"),
};
