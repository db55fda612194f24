import type * as S from "@aws-sdk/client-kinesis";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";
import { iteratorOf, putRecords, recordsAfter } from "./fake-kinesis/records.ts";
import { evenShards, type FakeStream, merge, split } from "./fake-kinesis/stream.ts";

type Named = { readonly StreamARN?: string | undefined; readonly StreamName?: string | undefined };

const METRICS = [
  ...["IncomingBytes", "IncomingRecords", "OutgoingBytes", "OutgoingRecords"],
  ...["WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded", "IteratorAgeMilliseconds"],
];

/** Kinesis Data Streams of one account and region in memory. */
export class FakeKinesis extends FakeService<S.KinesisClient> {
  readonly service = "kinesis";
  readonly streams = new Map<string, FakeStream>();
  /** Whether the account has committed to a minimum, which warm throughput wants. */
  commitment: S.MinimumThroughputBillingCommitmentOutputStatus = "ENABLED";
  /** Milliseconds; each consumer that is registered moves it on by a second. */
  now = Date.UTC(2026, 0, 2);

  arn(name: string): string {
    return `arn:aws:kinesis:${this.region}:${this.account}:stream/${name}`;
  }

  CreateStream({ StreamName = "", ShardCount, StreamModeDetails, Tags = {}, ...rest }: S.CreateStreamInput) {
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(StreamName)) throw awsError("ValidationException", 400);
    if (this.streams.has(StreamName))
      throw awsError(
        "ResourceInUseException",
        400,
        `Stream ${StreamName} under account ${this.account} already exists.`,
      );
    const mode = StreamModeDetails?.StreamMode ?? "PROVISIONED";
    if (mode === "PROVISIONED" && (ShardCount ?? 0) < 1)
      throw awsError("ValidationException", 400, "ShardCount is required for a provisioned stream");
    if (mode === "ON_DEMAND" && ShardCount !== undefined)
      throw awsError("ValidationException", 400, "ShardCount is not for a stream on demand");
    this.#requireWarm(mode, rest.WarmThroughputMiBps);
    const { RecordDistributionStrategy: strategy } = rest;
    if (strategy === "AUTO" && mode !== "ON_DEMAND") throw awsError("InvalidArgumentException", 400);
    if (Object.keys(Tags).length > 50) throw awsError("InvalidArgumentException", 400);
    this.streams.set(StreamName, {
      ...{ name: StreamName, at: new Date(this.now), status: "CREATING", busy: 2, mode },
      shards: evenShards(ShardCount ?? 4),
      ...{ hours: 24, keyId: undefined, recordSize: size(rest.MaxRecordSizeInKiB ?? 1024) },
      strategy: strategy ?? "USER_PARTITION_KEY",
      ...{ warm: rest.WarmThroughputMiBps, metrics: [], consumers: new Map(), tags: { ...Tags } },
    });
    return {};
  }

  DescribeStreamSummary(input: S.DescribeStreamSummaryInput) {
    const stream = this.#stream(input);
    rest(stream);
    return {
      StreamDescriptionSummary: {
        ...{ StreamName: stream.name, StreamARN: this.arn(stream.name), StreamStatus: stream.status },
        StreamModeDetails: { StreamMode: stream.mode },
        ...{ RetentionPeriodHours: stream.hours, StreamCreationTimestamp: stream.at },
        EnhancedMonitoring: [{ ShardLevelMetrics: [...stream.metrics] }],
        EncryptionType: stream.keyId === undefined ? "NONE" : "KMS",
        ...(stream.keyId !== undefined && { KeyId: stream.keyId }),
        ...{ OpenShardCount: stream.shards.filter(({ open }) => open).length },
        ...{ ConsumerCount: stream.consumers.size, MaxRecordSizeInKiB: stream.recordSize },
        ChannelCount: stream.channels ?? 0,
        ...(stream.mode === "ON_DEMAND" && { RecordDistributionStrategy: stream.strategy }),
        ...(stream.warm !== undefined && {
          WarmThroughput: { TargetMiBps: stream.warm, CurrentMiBps: stream.warm },
        }),
      },
    };
  }

  ListStreams({ NextToken, Limit }: S.ListStreamsInput) {
    const { StreamNames, NextToken: next } = this.paged(
      "StreamNames",
      [...this.streams.keys()].sort(),
      NextToken,
      {
        token: "NextToken",
        most: Limit,
      },
    );
    return {
      StreamNames,
      HasMoreStreams: next !== undefined,
      ...(next !== undefined && { NextToken: next }),
    };
  }

  /** The token says which stream it is of. */
  ListShards({ NextToken, ShardFilter, ...named }: S.ListShardsInput) {
    if (NextToken !== undefined && (named.StreamARN ?? named.StreamName ?? ShardFilter) !== undefined)
      throw awsError(
        "InvalidArgumentException",
        400,
        "NextToken and StreamName cannot be provided together.",
      );
    const [name, from, filter = ShardFilter?.Type] = NextToken?.split("#") ?? [];
    const stream = this.#stream(name === undefined ? named : { StreamName: name });
    if (stream.status === "CREATING") throw busy(stream);
    const all = stream.shards
      .filter(({ open }) => open || filter !== "AT_LATEST")
      .map(({ id, start, end, parents: [parent, adjacent], open }) => ({
        ShardId: id,
        ...(parent !== undefined && { ParentShardId: parent }),
        ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
        HashKeyRange: { StartingHashKey: String(start), EndingHashKey: String(end) },
        SequenceNumberRange: { StartingSequenceNumber: "49", ...(!open && { EndingSequenceNumber: "50" }) },
      }));
    const { Shards, NextToken: next } = this.paged("Shards", all, from, { token: "NextToken" });
    return {
      Shards,
      ...(next !== undefined && { NextToken: `${stream.name}#${String(next)}#${filter ?? ""}` }),
    };
  }

  SplitShard({ ShardToSplit = "", NewStartingHashKey = "", ...named }: S.SplitShardInput) {
    return this.#change(named, (stream) => {
      provisioned(stream);
      split(stream, ShardToSplit, BigInt(NewStartingHashKey));
    });
  }

  MergeShards({ ShardToMerge = "", AdjacentShardToMerge = "", ...named }: S.MergeShardsInput) {
    return this.#change(named, (stream) => {
      provisioned(stream);
      merge(stream, ShardToMerge, AdjacentShardToMerge);
    });
  }

  PutRecords({ Records = [], ...named }: S.PutRecordsInput) {
    return putRecords(this.#stream(named), Records);
  }

  GetShardIterator(input: S.GetShardIteratorInput) {
    return iteratorOf(this.#stream(input), input);
  }

  GetRecords({ ShardIterator = "", Limit = 10_000 }: S.GetRecordsInput) {
    const [StreamName = "", id, after = ""] = ShardIterator.split("#");
    const shard = this.#stream({ StreamName }).shards.find((one) => one.id === id);
    if (shard === undefined) throw awsError("ResourceNotFoundException", 400);
    const { last, ...answer } = recordsAfter(shard, after, Limit);
    return { ...answer, ...(shard.open && { NextShardIterator: `${StreamName}#${id}#${last}` }) };
  }

  IncreaseStreamRetentionPeriod({
    RetentionPeriodHours: hours = 0,
    ...named
  }: S.IncreaseStreamRetentionPeriodInput) {
    return this.#change(named, (stream) => {
      if (hours < stream.hours || hours > 8760) throw awsError("InvalidArgumentException", 400);
      stream.hours = hours;
    });
  }

  DecreaseStreamRetentionPeriod({
    RetentionPeriodHours: hours = 0,
    ...named
  }: S.DecreaseStreamRetentionPeriodInput) {
    return this.#change(named, (stream) => {
      if (hours > stream.hours || hours < 24) throw awsError("InvalidArgumentException", 400);
      stream.hours = hours;
    });
  }

  StartStreamEncryption({ EncryptionType, KeyId, ...named }: S.StartStreamEncryptionInput) {
    return this.#change(named, (stream) => {
      if (EncryptionType !== "KMS" || KeyId === undefined) throw awsError("InvalidArgumentException", 400);
      stream.keyId = KeyId;
    });
  }

  StopStreamEncryption({ EncryptionType, KeyId, ...named }: S.StopStreamEncryptionInput) {
    return this.#change(named, (stream) => {
      if (EncryptionType !== "KMS" || KeyId === undefined) throw awsError("InvalidArgumentException", 400);
      stream.keyId = undefined;
    });
  }

  EnableEnhancedMonitoring({ ShardLevelMetrics = [], ...named }: S.EnableEnhancedMonitoringInput) {
    return this.#change(named, (stream) => {
      const more = (ShardLevelMetrics as string[]).includes("ALL") ? METRICS : ShardLevelMetrics;
      stream.metrics = [...new Set([...stream.metrics, ...more])];
    });
  }

  DisableEnhancedMonitoring({ ShardLevelMetrics = [], ...named }: S.DisableEnhancedMonitoringInput) {
    return this.#change(named, (stream) => {
      stream.metrics = stream.metrics.filter((one) => !(ShardLevelMetrics as string[]).includes(one));
    });
  }

  UpdateMaxRecordSize({ MaxRecordSizeInKiB = 0, ...named }: S.UpdateMaxRecordSizeInput) {
    return this.#change(named, (stream) => {
      stream.recordSize = size(MaxRecordSizeInKiB);
    });
  }

  UpdateStreamMode({ StreamModeDetails, ...named }: S.UpdateStreamModeInput) {
    return this.#change(named, (stream) => {
      stream.mode = StreamModeDetails?.StreamMode ?? stream.mode;
      if (stream.mode === "PROVISIONED") stream.warm = undefined;
    });
  }

  /** In effect at once: the stream stays ACTIVE. */
  UpdateStreamRecordDistributionStrategy({
    RecordDistributionStrategy: strategy,
    StreamARN,
  }: S.UpdateStreamRecordDistributionStrategyInput) {
    const stream = this.#active({ StreamARN });
    if (stream.mode !== "ON_DEMAND" || strategy === undefined)
      throw awsError("InvalidArgumentException", 400, `stream ${stream.name} is not on demand`);
    stream.strategy = strategy;
    return {};
  }

  UpdateStreamWarmThroughput({ WarmThroughputMiBps, ...named }: S.UpdateStreamWarmThroughputInput) {
    return this.#change(named, (stream) => {
      this.#requireWarm(stream.mode, WarmThroughputMiBps);
      stream.warm = WarmThroughputMiBps;
    });
  }

  DescribeAccountSettings() {
    return { MinimumThroughputBillingCommitment: { Status: this.commitment } };
  }

  RegisterStreamConsumer({ ConsumerName = "", Tags = {}, ...named }: S.RegisterStreamConsumerInput) {
    const stream = this.#active(named);
    if (stream.consumers.has(ConsumerName))
      throw awsError(
        "ResourceInUseException",
        400,
        `Consumer ${ConsumerName} under stream ${this.arn(stream.name)} already exists for account ${this.account}.`,
      );
    this.now += 1000;
    const arn = `${this.arn(stream.name)}/consumer/${ConsumerName}:${Math.floor(this.now / 1000)}`;
    stream.consumers.set(ConsumerName, { arn, at: new Date(this.now), creating: 1, tags: { ...Tags } });
    return { Consumer: { ConsumerName, ConsumerARN: arn, ConsumerStatus: "CREATING" } };
  }

  DescribeStreamConsumer({ ConsumerName = "", ...named }: S.DescribeStreamConsumerInput) {
    const stream = this.#stream(named);
    const consumer = stream.consumers.get(ConsumerName);
    if (consumer === undefined)
      throw awsError("ResourceNotFoundException", 400, `Consumer ${ConsumerName} not found.`);
    const ConsumerStatus = consumer.deleting ? "DELETING" : consumer.creating-- > 0 ? "CREATING" : "ACTIVE";
    return { ConsumerDescription: { ConsumerName, ConsumerARN: consumer.arn, ConsumerStatus } };
  }

  ListStreamConsumers({ NextToken, ...named }: S.ListStreamConsumersInput) {
    const all = [...this.#stream(named).consumers].map(([ConsumerName, { arn, at, deleting }]) => ({
      ...{ ConsumerName, ConsumerARN: arn, ConsumerCreationTimestamp: at },
      ConsumerStatus: deleting ? "DELETING" : "ACTIVE",
    }));
    return this.paged("Consumers", all, NextToken, { token: "NextToken" });
  }

  GetResourcePolicy({ ResourceARN = "" }: S.GetResourcePolicyInput) {
    return { Policy: this.#held(ResourceARN).policy ?? "{}" };
  }

  PutResourcePolicy({ ResourceARN = "", Policy = "" }: S.PutResourcePolicyInput) {
    for (const { Resource } of (JSON.parse(Policy) as { Statement: { Resource: string }[] }).Statement)
      if (Resource !== ResourceARN)
        throw awsError("InvalidArgumentException", 400, `Resource ${Resource} is not ${ResourceARN}`);
    this.#active({ StreamARN: streamOf(ResourceARN) });
    this.#held(ResourceARN).policy = Policy;
    return {};
  }

  DeleteResourcePolicy({ ResourceARN = "" }: S.DeleteResourcePolicyInput) {
    this.#active({ StreamARN: streamOf(ResourceARN) });
    const held = this.#held(ResourceARN);
    if (held.policy === undefined)
      throw awsError("ResourceNotFoundException", 400, `No resource policy found for ${ResourceARN}.`);
    delete held.policy;
    return {};
  }

  ListTagsForResource({ ResourceARN = "" }: S.ListTagsForResourceInput) {
    const { tags } = this.#held(ResourceARN);
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  TagResource({ ResourceARN = "", Tags = {} }: S.TagResourceInput) {
    this.#active({ StreamARN: streamOf(ResourceARN) });
    Object.assign(this.#held(ResourceARN).tags, Tags);
    return {};
  }

  UntagResource({ ResourceARN = "", TagKeys = [] }: S.UntagResourceInput) {
    this.#active({ StreamARN: streamOf(ResourceARN) });
    const { tags } = this.#held(ResourceARN);
    for (const key of TagKeys) delete tags[key];
    return {};
  }

  #stream({ StreamARN, StreamName }: Named): FakeStream {
    const found = [...this.streams.values()].find(
      ({ name }) => name === StreamName || this.arn(name) === StreamARN,
    );
    if (found !== undefined) return found;
    const name = StreamName ?? StreamARN?.split("/")[1] ?? "";
    throw awsError(
      "ResourceNotFoundException",
      400,
      `Stream ${name} under account ${this.account} not found.`,
    );
  }

  /** @throws while it is made or changed: a change is no matter of a moment */
  #active(named: Named): FakeStream {
    const stream = this.#stream(named);
    rest(stream);
    if (stream.status !== "ACTIVE") throw busy(stream);
    return stream;
  }

  #change(named: Named, change: (stream: FakeStream) => void): object {
    const stream = this.#active(named);
    change(stream);
    stream.status = "UPDATING";
    stream.busy = 1;
    return {};
  }

  #held(arn: string): { policy?: string; readonly tags: Record<string, string> } {
    const stream = this.#stream({ StreamARN: streamOf(arn) });
    if (arn === this.arn(stream.name)) return stream;
    const found = [...stream.consumers.values()].find((one) => one.arn === arn);
    if (found === undefined) throw awsError("ResourceNotFoundException", 400, `Consumer ${arn} not found.`);
    return found;
  }

  #requireWarm(mode: FakeStream["mode"], warm: number | undefined): void {
    if (warm === undefined) return;
    if (mode !== "ON_DEMAND" || this.commitment === "DISABLED")
      throw awsError("ValidationException", 400, "WarmThroughput is for on-demand streams with a commitment");
  }
}

/** It is told to be busy so many times, and then at rest. */
function rest(stream: FakeStream): void {
  if (stream.status === "ACTIVE" || stream.status === "DELETING") return;
  if (stream.busy-- <= 0) stream.status = "ACTIVE";
}

function busy({ name, status }: FakeStream): Error {
  return awsError("ResourceInUseException", 400, `Stream ${name} not ACTIVE, instead in state ${status}`);
}

function provisioned({ mode, name }: FakeStream): void {
  if (mode !== "PROVISIONED")
    throw awsError("ValidationException", 400, `stream ${name} is on demand: its shards are AWS's`);
}

function size(kib: number): number {
  if (kib < 1024 || kib > 10240) throw awsError("ValidationException", 400);
  return kib;
}

function streamOf(arn: string): string {
  return arn.replace(/\/consumer\/.*$/, "");
}
