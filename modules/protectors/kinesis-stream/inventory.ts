import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { CallError } from "../kit/calls.ts";
import { everyPage } from "../kit/pages.ts";
import type { Inventoried, ProtectorPorts } from "../protector.ts";
import { arnOfStream } from "./arn.ts";
import type { StreamReads } from "./read.ts";

const LIST = "kinesis:ListStreams";

/** Every stream of the region. No policy selects one by its tags. */
export async function* inventory(ports: ProtectorPorts & StreamReads): AsyncIterable<Inventoried> {
  const pages = everyPage(
    LIST,
    ports.region,
    (NextToken) => ports.kinesis.send(new ListStreamsCommand({ NextToken })),
    ({ NextToken }) => NextToken,
  );
  for await (const { StreamNames = [], HasMoreStreams, NextToken } of pages) {
    if (HasMoreStreams && NextToken === undefined)
      throw new CallError(LIST, ports.region, new Error("there are more, and no token leads to them"));
    for (const name of StreamNames) {
      const arn = arnOfStream(ports, name);
      yield { kind: "kinesis-stream", id: name, name, arn, related: [], tags: {}, feeds: [] };
    }
  }
}
