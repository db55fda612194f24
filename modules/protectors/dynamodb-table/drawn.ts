import { attemptOrNone } from "../kit/attempt.ts";
import type { IdMap, ProtectorPorts } from "../protector.ts";
import { arnOfTable, streamToCome } from "./arn.ts";
import type { TableDocument } from "./document.ts";
import { readDescription, type TableReads } from "./read.ts";

/** The ARN of the stream that the table has there; what stands for it, where a restore is to switch it on. */
export async function drawnStream(
  ports: Pick<TableReads, "dynamodb"> & ProtectorPorts,
  { name, stream }: TableDocument,
  { name: other = name }: { readonly name?: string },
): Promise<IdMap> {
  if (stream === undefined) return {};
  const what = { resource: `table ${other}`, call: "dynamodb:DescribeTable" };
  const live = await attemptOrNone(ports.sleep, what, () => readDescription(ports, other));
  const isOn = live?.StreamSpecification?.StreamEnabled === true && live.TableStatus !== "DELETING";
  const arn = isOn ? live.LatestStreamArn : undefined;
  return { [stream.arn]: arn ?? streamToCome(arnOfTable(ports, other)) };
}
