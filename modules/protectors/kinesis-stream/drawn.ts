import { attemptOrNone } from "../kit/attempt.ts";
import type { IdMap, ProtectorPorts } from "../protector.ts";
import { arnOfStream } from "./arn.ts";
import type { StreamDocument } from "./document.ts";
import { readConsumers, type StreamReads } from "./read.ts";

/** ARNs of its consumers there, by their names; their own, where none is registered yet. */
export async function drawnArns(
  ports: ProtectorPorts & StreamReads,
  { name, consumers }: StreamDocument,
  { name: other = name }: { readonly name?: string },
): Promise<IdMap> {
  if (consumers.length === 0) return {};
  const arn = arnOfStream(ports, other);
  const what = { resource: `stream ${other}`, call: "kinesis:ListStreamConsumers" };
  const live = await attemptOrNone(ports.sleep, what, () => readConsumers(ports, arn));
  return Object.fromEntries(
    consumers.map((one) => [one.arn, live?.find((found) => found.name === one.name)?.arn ?? one.arn]),
  );
}
