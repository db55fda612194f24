import { exactText } from "../kit/exact-json.ts";
import { writableTags } from "../kit/tags.ts";
import { OwnAttribute } from "../kit/terraform/argument.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import type { StreamDocument } from "./document.ts";
import { DEFAULT_DISTRIBUTION, DEFAULT_RECORD_SIZE, metricsOf, policyForm, recordSizeOf } from "./form.ts";

const STREAM = "aws_kinesis_stream";

/** A stream with its consumers, without records. */
export const kinesisStreamInTerraform: TerraformKind<StreamDocument> = {
  form: ({ document, live, ids }) => {
    const { name, arn, mode, shards, keyId, consumers } = document;
    const policy = policyForm(document.policy);
    const stream: TerraformResource = {
      type: STREAM,
      key: "",
      arguments: {
        name,
        stream_mode_details: { stream_mode: mode },
        shard_count: mode === "PROVISIONED" ? shards?.length : undefined,
        retention_period: document.retentionPeriodHours,
        shard_level_metrics: metricsOf(document.shardLevelMetrics),
        ...(keyId !== undefined && { encryption_type: "KMS", kms_key_id: keyId }),
        tags: writableTags(document.tags),
      },
      ...(live !== undefined && { importId: name }),
      exports: { [arn]: "arn" },
    };
    const lets = (
      key: string,
      of: string,
      text: string | undefined,
      there: string | undefined,
    ): TerraformResource[] =>
      text === undefined
        ? []
        : [
            {
              type: "aws_kinesis_resource_policy",
              key,
              arguments: { resource_arn: new OwnAttribute(of, key, "arn"), policy: text },
              ...(there !== undefined && { importId: there }),
            },
          ];
    return {
      resources: [
        stream,
        ...lets("", STREAM, policy && exactText(policy), live?.policy && arn),
        ...consumers.flatMap((one): TerraformResource[] => {
          const now = live?.consumers.find((each) => each.name === one.name);
          const own = policyForm(one.policy);
          return [
            {
              type: "aws_kinesis_stream_consumer",
              key: one.name,
              arguments: { name: one.name, stream_arn: new OwnAttribute(STREAM, "", "arn") },
              ...(now !== undefined && { importId: now.arn }),
              exports: { [now?.arn ?? ids[one.arn] ?? one.arn]: "arn" },
            },
            ...lets(one.name, "aws_kinesis_stream_consumer", own && exactText(own), now?.policy && now.arn),
          ];
        }),
      ],
      left: leftOf(document),
      ...(live === undefined &&
        mode === "PROVISIONED" && { warnings: ["it begins with shards of one size, however it was split"] }),
    };
  },
};

/** What the provider of this version has no argument for. */
function leftOf(document: StreamDocument): string[] {
  const { warmThroughputMiBps, recordDistributionStrategy = DEFAULT_DISTRIBUTION, consumers } = document;
  const said = [
    recordSizeOf(document) !== DEFAULT_RECORD_SIZE && "its record size",
    warmThroughputMiBps !== undefined && "its warm throughput",
    recordDistributionStrategy !== DEFAULT_DISTRIBUTION && "how it spreads records",
    ...consumers.map(
      ({ name, tags }) => Object.keys(writableTags(tags)).length > 0 && `tags of its consumer ${name}`,
    ),
  ];
  return said.flatMap((what) => (what === false ? [] : [`${what}: the provider has no argument for it`]));
}
