import type { CaptureItem } from "../../contract/events.ts";
import type { JsonObject } from "../../contract/json.ts";
import { parseArn } from "../../core/arn.ts";
import { orNone } from "../kit/attempt.ts";
import { hashOfRead } from "../kit/hash-of-read.ts";
import { atOneMoment, ChangedError } from "../kit/moment.ts";
import { type Captured, FormError, type ProtectorPorts } from "../protector.ts";
import type { HashKeyRange, StreamConsumer, StreamDocument } from "./document.ts";
import {
  openShards,
  readResourcePolicy,
  readSummary,
  readTags,
  readWholeConsumers,
  type StreamReads,
  type StreamSummary,
} from "./read.ts";
import { rangeOf } from "./shards.ts";

/** All that may change of a stream. */
interface Moment {
  readonly summary: StreamSummary;
  readonly shards?: readonly HashKeyRange[];
  readonly policy?: JsonObject;
  readonly consumers: readonly StreamConsumer[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Its parts are lists of their own, and Kinesis has no revision: all is read twice, and its hash stands for one. */
export function captureStream(
  ports: StreamReads & Pick<ProtectorPorts, "sleep">,
  item: CaptureItem,
): Promise<Captured<StreamDocument, never> | undefined> {
  if (item.hints !== undefined) throw new FormError("hints are not a stream's: it has none");
  const { id: name, arn } = item;
  const { account, region } = parseArn(arn);
  return atOneMoment(
    ports.sleep,
    name,
    async () => {
      const now = await readMoment(ports, arn);
      const [before, after] = [hashOf(now), hashOf(await readMoment(ports, arn))];
      if (before !== after) throw new ChangedError("it was written meanwhile");
      const { summary, ...rest } = now;
      const { status: _, since: __, ...settings } = summary;
      const { channels } = settings;
      return {
        document: { kind: "kinesis-stream", name, arn, account, region, ...settings, ...rest },
        blobs: [],
        revision: { before, after },
        warnings:
          channels === undefined
            ? []
            : [
                `stream ${name} delivers its records to S3 by channels (${channels}), which are not kept: a restore makes none`,
              ],
      };
    },
    async () => (await orNone(() => readSummary(ports, arn))) === undefined,
  );
}

async function readMoment(reads: StreamReads, arn: string): Promise<Moment> {
  const summary = await readSummary(reads, arn);
  const provisioned = summary.mode === "PROVISIONED";
  const shards = provisioned ? (await openShards(reads, arn)).map(rangeOf) : undefined;
  const policy = await readResourcePolicy(reads, arn);
  const consumers = await readWholeConsumers(reads, arn);
  return {
    summary,
    ...(shards && { shards }),
    ...(policy && { policy }),
    consumers,
    tags: await readTags(reads, arn),
  };
}

/** Not of its status: a stream that is being split is what it is all the while. */
function hashOf({ summary: { status: _, ...summary }, ...moment }: Moment): string {
  return hashOfRead({ summary, ...moment });
}
