import { KinesisClient } from "@aws-sdk/client-kinesis";
import type { StreamDocument } from "../../../modules/protectors/kinesis-stream/document.ts";
import type { ClientOf } from "../../../modules/protectors/protector.ts";
import type { FakeStream } from "../fake-kinesis/stream.ts";
import { FakeKinesis } from "../fake-kinesis.ts";
import type { FakePlace, PlaceOptions } from "../protector-conformance/conforming.ts";
import { loneService } from "./lone-service.ts";

/** Kinesis of one account and region, with every key that is asked for, but those that are absent. */
export class KinesisPlace implements FakePlace {
  readonly client: ClientOf;
  readonly kinesis: FakeKinesis;
  readonly absent = new Set<string>();

  constructor(place: PlaceOptions) {
    this.kinesis = new FakeKinesis(place);
    this.kinesis.page = place.page;
    this.client = loneService(KinesisClient, this.kinesis.client, place.account, this.absent);
  }

  /** As a point holds it, at rest. */
  put(document: StreamDocument): FakeStream {
    const {
      name,
      mode,
      shards = [{ startingHashKey: "0", endingHashKey: String(2n ** 128n - 1n) }],
    } = document;
    const stream: FakeStream = {
      ...{ name, mode, at: new Date(this.kinesis.now), status: "ACTIVE", busy: 0 },
      shards: shards.map(({ startingHashKey, endingHashKey }, at) => ({
        ...{ id: `shardId-${String(at).padStart(12, "0")}`, parents: [], open: true },
        ...{ start: BigInt(startingHashKey), end: BigInt(endingHashKey) },
      })),
      hours: document.retentionPeriodHours,
      keyId: document.keyId,
      recordSize: document.maxRecordSizeInKiB ?? 1024,
      warm: document.warmThroughputMiBps,
      strategy: document.recordDistributionStrategy ?? "USER_PARTITION_KEY",
      ...(document.channels !== undefined && { channels: document.channels }),
      metrics: [...document.shardLevelMetrics],
      ...(document.policy && { policy: JSON.stringify(document.policy) }),
      consumers: new Map(
        document.consumers.map(({ name: of, arn, policy, tags }) => [
          of,
          {
            ...{ arn, at: new Date(this.kinesis.now), creating: 0, tags: { ...tags } },
            ...(policy && { policy: JSON.stringify(policy) }),
          },
        ]),
      ),
      tags: { ...document.tags },
    };
    this.kinesis.streams.set(name, stream);
    return stream;
  }
}
