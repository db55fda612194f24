import type { JsonObject } from "../../../contract/json.ts";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { pointOfBirth } from "../../kit/mark.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { ProtectorPorts } from "../../protector.ts";
import { arnOfStream } from "../arn.ts";
import type { StreamConsumer } from "../document.ts";
import {
  openShards,
  READ,
  readResourcePolicy,
  readSummary,
  readTags,
  readWholeConsumers,
  type StreamReads,
  type StreamSummary,
} from "../read.ts";
import type { OpenShard } from "../shards.ts";

type Ports = StreamReads & Pick<ProtectorPorts, "sleep">;

/** A change takes AWS seconds, sometimes minutes. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
const POLL_MS = 2000;
const MAX_POLLS = 450;

/** What is at the destination now. */
export interface LiveStream {
  readonly summary: StreamSummary;
  readonly shards: readonly OpenShard[];
  readonly policy: JsonObject | undefined;
  readonly consumers: readonly StreamConsumer[];
  readonly tags: Readonly<Record<string, string>>;
}

/** `deleting`: its name is free again in a while. `undefined` when no stream has this ARN. Any other answer than a full one throws. */
export async function readLive(
  ports: Ports,
  arn: string,
  resource: string,
): Promise<LiveStream | "deleting" | undefined> {
  const read = <T>(call: string, act: () => Promise<T>): Promise<T> =>
    attempt(ports.sleep, { resource, call }, act);
  const summary = await summaryNow(ports, arn, resource);
  if (summary === undefined) return undefined;
  if (summary.status === "DELETING") return "deleting";
  if (summary.status === "CREATING") {
    // Kinesis tells no shards of it yet.
    await settled(ports, arn, resource);
    return readLive(ports, arn, resource);
  }
  return {
    summary,
    shards: await read("kinesis:ListShards", () => openShards(ports, arn)),
    policy: await read("kinesis:GetResourcePolicy", () => readResourcePolicy(ports, arn)),
    consumers: await read("kinesis:ListStreamConsumers", () => readWholeConsumers(ports, arn)),
    tags: await read("kinesis:ListTagsForResource", () => readTags(ports, arn)),
  };
}

/** Key of the point whose restore made the stream and has not finished. */
export async function begunStream(
  ports: ProtectorPorts & StreamReads,
  name: string,
): Promise<string | undefined> {
  const [arn, resource] = [arnOfStream(ports, name), `stream ${name}`];
  const summary = await summaryNow(ports, arn, resource);
  if (summary === undefined || summary.status === "DELETING") return undefined;
  const tags = await attempt(ports.sleep, { resource, call: "kinesis:ListTagsForResource" }, () =>
    readTags(ports, arn),
  );
  return begunFrom({ summary, tags });
}

export function begunFrom({ summary, tags }: Pick<LiveStream, "summary" | "tags">): string | undefined {
  return pointOfBirth(tags, summary.since);
}

/** Waits until it takes changes. */
export async function settled(ports: Ports, arn: string, resource: string): Promise<void> {
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    if ((await summaryNow(ports, arn, resource))?.status === "ACTIVE") return;
    await ports.sleep(POLL_MS);
  }
  const minutes = (MAX_POLLS * POLL_MS) / 60_000;
  throw new RestoreError(resource, READ, `it is not active after ${minutes} minutes`, AGAIN);
}

function summaryNow(ports: Ports, arn: string, resource: string): Promise<StreamSummary | undefined> {
  return attemptOrNone(ports.sleep, { resource, call: READ }, () => readSummary(ports, arn));
}
