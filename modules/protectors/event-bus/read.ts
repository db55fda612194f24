import {
  DescribeEventBusCommand,
  type EventBridgeClient,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-eventbridge";
import type { JsonObject } from "../../contract/json.ts";
import { CallError, call } from "../kit/calls.ts";
import { parseExactObject } from "../kit/exact-json.ts";
import { pick } from "../kit/json.ts";
import type { BusDocument } from "./document.ts";

/** What reading a bus asks. */
export interface BusReads {
  readonly events: Pick<EventBridgeClient, "send">;
}

export interface ReadBus extends Pick<BusDocument, "arn" | "settings" | "policy" | "tags"> {
  /** When it was last changed: ISO 8601. Tags and policies need not move it. */
  readonly revision: string;
  /** The service of AWS that made and keeps it. */
  readonly managedBy?: string;
}

export const READ = "events:DescribeEventBus";

export async function readBus(reads: BusReads, name: string): Promise<ReadBus> {
  const answer = await describeBus(reads, name);
  const { Arn: arn, Policy: policy, LastModifiedTime, CreationTime, ManagedBy } = answer;
  if (arn === undefined) throw new CallError(READ, name, new Error("answered without an ARN"));
  const { Tags = [] } = await call("events:ListTagsForResource", name, () =>
    reads.events.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
  );
  return {
    arn,
    settings: pick(answer, ["Description", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig"]),
    ...(policy !== undefined && policy !== "" && { policy: policyOf(name, policy) }),
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    ...(ManagedBy !== undefined && { managedBy: ManagedBy }),
    revision: (LastModifiedTime ?? CreationTime)?.toISOString() ?? "",
  };
}

export function describeBus({ events }: BusReads, name: string) {
  return call(READ, name, () => events.send(new DescribeEventBusCommand({ Name: name })));
}

/** @throws CallError for a policy that is not a JSON object: a point without it would lack it for ever */
function policyOf(name: string, text: string): JsonObject {
  const value = parseExactObject(text);
  if (value !== undefined) return value;
  throw new CallError(READ, name, new Error("Policy is not a JSON object"));
}
