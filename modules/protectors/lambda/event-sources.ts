import { ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import type { MappedTrigger } from "../../contract/triggers.ts";
import { compareText } from "../../core/source-order.ts";
import { unqualified } from "./arn.ts";
import { everyPage } from "./every-page.ts";
import type { LambdaReads } from "./ports.ts";
import { mappedKind } from "./trigger-kinds.ts";

/** A table, stream, queue or the like that event source mappings read from. */
interface EventSource {
  readonly arn: string;
  readonly kind: MappedTrigger;
  /** ARNs of the functions that receive its events, sorted. */
  readonly functions: readonly string[];
}

/** What the mappings of the region read from, by ARN. Left out: Kafka of one's own, which has none. */
export async function eventSources(reads: Pick<LambdaReads, "lambda" | "region">): Promise<EventSource[]> {
  const found = new Map<string, { readonly kind: MappedTrigger; readonly functions: Set<string> }>();
  const pages = everyPage(
    "lambda:ListEventSourceMappings",
    reads.region,
    (Marker) => reads.lambda.send(new ListEventSourceMappingsCommand({ Marker })),
    ({ NextMarker }) => NextMarker,
  );
  for await (const { EventSourceMappings = [] } of pages)
    for (const mapping of EventSourceMappings) {
      const { EventSourceArn: source, FunctionArn: arn } = mapping;
      const kind = mappedKind(mapping);
      if (source === undefined || arn === undefined || kind === undefined) continue;
      // A mapping of a table names one of its streams, which is another one whenever it was switched off and on.
      const of = kind === "dynamodb" ? source.replace(/\/stream\/.*$/, "") : source;
      const { functions } = found.get(of) ?? { functions: new Set() };
      found.set(of, { kind, functions: functions.add(unqualified(arn)) });
    }
  return [...found]
    .map(([arn, { kind, functions }]) => ({ arn, kind, functions: [...functions].sort(compareText) }))
    .sort((a, b) => compareText(a.arn, b.arn));
}
