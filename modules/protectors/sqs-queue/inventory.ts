import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { readingBegan } from "../../drain/events/reading-name.ts";
import { orNone } from "../kit/attempt.ts";
import { everyPage } from "../kit/pages.ts";
import { Refusals } from "../kit/refusals.ts";
import type { Inventoried, InventoryOptions, ProtectorPorts } from "../protector.ts";
import { arnOfQueue } from "./arn.ts";
import { type QueueReads, readTags } from "./read.ts";

/** Without it SQS gives no token, and no more than the first thousand. */
const MAX_RESULTS = 1000;

/** Every queue of the region. */
export async function* inventory(
  ports: ProtectorPorts & QueueReads,
  { needsTags, warn }: InventoryOptions,
): AsyncIterable<Inventoried> {
  const refusals = new Refusals();
  const pages = everyPage(
    "sqs:ListQueues",
    ports.region,
    (NextToken) => ports.sqs.send(new ListQueuesCommand({ MaxResults: MAX_RESULTS, NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { QueueUrls = [] } of pages) {
    for (const url of QueueUrls) {
      const name = url.slice(url.lastIndexOf("/") + 1);
      // A run that reads an archive has it for some minutes.
      if (readingBegan(name.replace(/-dead$/, "")) !== undefined) continue;
      const candidate = { name, arn: arnOfQueue(ports, name) };
      const tags = needsTags(candidate)
        ? await refusals.ask(name, () => orNone(() => readTags(ports, name, url)))
        : {};
      // Gone since it was listed, or not to be read.
      if (tags === undefined) continue;
      yield { kind: "sqs-queue", id: name, ...candidate, related: [], feeds: [], tags };
    }
  }
  refusals.tell(warn, "queues whose tags may not be read, so that no policy selects them by tags");
}
