import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { streamNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html";

/** Consumers are named behind the stream's name. */
const onStreams = (...actions: string[]): Permission[] =>
  actions.map((action) => ({
    action: `kinesis:${action}`,
    resources: ["arn:{partition}:kinesis:{region}:{account}:stream/*"],
  }));

const reads = [
  ...onStreams("DescribeStreamSummary", "ListStreamConsumers", "GetResourcePolicy", "ListTagsForResource"),
  ...inRegion("kinesis", "ListShards"),
];

/** Reads of the key that a stream is encrypted with, by Kinesis and for a stream alone. */
const opens: Permission = {
  action: "kms:Decrypt",
  resources: ["arn:{partition}:kms:{region}:{account}:key/*"],
  condition: {
    StringEquals: { "kms:ViaService": "kinesis.{region}.{dns}" },
    StringLike: {
      "kms:EncryptionContext:aws:kinesis:arn": "arn:{partition}:kinesis:{region}:{account}:stream/*",
    },
  },
};

/** Nothing here puts a record, only what a policy asks for reads one, and nothing deletes a stream or a consumer. */
export const kinesisStreamSpec: KindSpec = {
  kind: "kinesis-stream",
  noun: ["stream", "streams"],
  home: "regional",
  source: "https://docs.aws.amazon.com/streams/latest/dev/introduction.html",
  trigger: "kinesis",
  // Lambda's mappings name the streams and consumers that they read; a stream cannot tell.
  listedToFollow: false,
  idOf: ({ service, resource }) => (service === "kinesis" ? streamNamed(resource) : undefined),
  ownResource: (resource) => resource.replace(/\/consumer\/.*$/, ""),
  written: {
    id: "NAME",
    arn: "arn:{partition}:kinesis:{region}:{account}:stream/NAME",
    parts: [{ letters: /[A-Za-z0-9_.-]/, most: 128 }],
  },
  permissions: {
    inventory: inRegion("kinesis", "ListStreams"),
    capture: reads,
    restore: [
      ...onStreams(
        "CreateStream",
        // Asked for where that one gives tags.
        "AddTagsToStream",
        "SplitShard",
        "MergeShards",
        "IncreaseStreamRetentionPeriod",
        "DecreaseStreamRetentionPeriod",
        "StartStreamEncryption",
        "StopStreamEncryption",
        "UpdateMaxRecordSize",
        "UpdateStreamRecordDistributionStrategy",
        "UpdateStreamWarmThroughput",
        "RegisterStreamConsumer",
        "DescribeStreamConsumer",
        "PutResourcePolicy",
        "DeleteResourcePolicy",
        "TagResource",
        "UntagResource",
      ),
      ...inRegion(
        "kinesis",
        "UpdateStreamMode",
        "EnableEnhancedMonitoring",
        "DisableEnhancedMonitoring",
        "DescribeAccountSettings",
      ),
      ...reads,
      { action: "kms:DescribeKey", resources: ["arn:{partition}:kms:{region}:{account}:key/*"] },
    ],
    activate: [],
  },
  records: {
    word: "kinesis",
    noun: "record",
    // The source of one.
    broughtBy: ["pipe"],
    permissions: [...onStreams("GetShardIterator", "GetRecords"), opens],
  },
  wildcardActions: Object.fromEntries(
    [
      ...["DescribeAccountSettings", "DisableEnhancedMonitoring", "EnableEnhancedMonitoring"],
      ...["ListShards", "ListStreams", "UpdateStreamMode"],
    ].map((action) => [`kinesis:${action}`, ACTIONS]),
  ),
  pace: {
    // For consumers and policies Kinesis states a rate for each stream, if any.
    budget: "Kinesis reads of tags",
    source: "https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html",
    perSecond: 5,
    // Its tags are read twice, and so are those of its consumers, of which it has at most 20.
    perThing: () => 2 * (1 + 20),
    perPage: () => 1,
    pageSize: 100,
  },
};
