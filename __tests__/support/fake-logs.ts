import type * as L from "@aws-sdk/client-cloudwatch-logs";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

interface Group {
  readonly settings: {
    logGroupClass: string;
    kmsKeyId?: string;
    retentionInDays?: number;
    deletionProtectionEnabled: boolean;
    bearerTokenAuthenticationEnabled: boolean;
  };
  readonly metricFilters: Map<string, L.MetricFilter>;
  readonly subscriptionFilters: Map<string, L.SubscriptionFilter>;
  dataProtectionPolicy?: string;
  indexPolicy?: string;
  transformer?: L.Processor[];
  readonly tags: Record<string, string>;
}

/** Days that AWS takes, and no others. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827],
  ...[2192, 2557, 2922, 3288, 3653],
];

/** CloudWatch Logs of one account and region in memory: groups and their filters, not their events. */
export class FakeLogs extends FakeService<L.CloudWatchLogsClient> {
  readonly service = "logs";
  readonly groups = new Map<string, Group>();
  /** When every group was made, in milliseconds since 1970. */
  made = Date.now();
  /** Classes that have filters and policies. */
  readonly whole = new Set(["STANDARD"]);
  /** A retention policy of the account, in place of what groups have of their own; without days it keeps all for ever. */
  retention?: { readonly retentionPolicyName: string; readonly retentionInDays?: number };

  arn(name: string): string {
    return `arn:aws:logs:${this.region}:${this.account}:log-group:${name}`;
  }

  CreateLogGroup({ logGroupName = "", tags = {}, ...given }: L.CreateLogGroupRequest) {
    if (this.groups.has(logGroupName))
      throw awsError("ResourceAlreadyExistsException", 400, "The specified log group already exists");
    if (Object.keys(tags).length > 50) throw awsError("TooManyTagsException", 400);
    this.groups.set(logGroupName, {
      settings: {
        logGroupClass: given.logGroupClass ?? "STANDARD",
        deletionProtectionEnabled: given.deletionProtectionEnabled ?? false,
        bearerTokenAuthenticationEnabled: false,
        ...(given.kmsKeyId !== undefined && { kmsKeyId: given.kmsKeyId }),
      },
      metricFilters: new Map(),
      subscriptionFilters: new Map(),
      tags: { ...tags },
    });
    return {};
  }

  DescribeLogGroups({ logGroupNamePrefix = "", nextToken }: L.DescribeLogGroupsRequest) {
    const all = [...this.groups]
      .filter(([name]) => name.startsWith(logGroupNamePrefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { settings, metricFilters }]) => ({
        ...settings,
        ...(this.retention && { retentionInDays: undefined, ...this.retention }),
        logGroupName: name,
        arn: `${this.arn(name)}:*`,
        logGroupArn: this.arn(name),
        creationTime: this.made,
        storedBytes: 0,
        metricFilterCount: metricFilters.size,
      }));
    return this.paged("logGroups", all, nextToken, { token: "nextToken" });
  }

  DescribeMetricFilters({ logGroupName = "", nextToken }: L.DescribeMetricFiltersRequest) {
    const all = [...this.#toRead(logGroupName).metricFilters.values()];
    return this.paged("metricFilters", all, nextToken, { token: "nextToken" });
  }

  DescribeSubscriptionFilters({ logGroupName = "", nextToken }: L.DescribeSubscriptionFiltersRequest) {
    const all = [...this.#toRead(logGroupName).subscriptionFilters.values()];
    return this.paged("subscriptionFilters", all, nextToken, { token: "nextToken" });
  }

  ListTagsForResource({ resourceArn = "" }: L.ListTagsForResourceRequest) {
    return { tags: { ...this.#at(resourceArn).tags } };
  }

  TagResource({ resourceArn = "", tags = {} }: L.TagResourceRequest) {
    Object.assign(this.#at(resourceArn).tags, tags);
    return {};
  }

  UntagResource({ resourceArn = "", tagKeys = [] }: L.UntagResourceRequest) {
    const { tags } = this.#at(resourceArn);
    for (const key of tagKeys) delete tags[key];
    return {};
  }

  PutRetentionPolicy({ logGroupName = "", retentionInDays = 0 }: L.PutRetentionPolicyRequest) {
    if (!DAYS.includes(retentionInDays)) throw invalid("retentionInDays");
    this.#group(logGroupName).settings.retentionInDays = retentionInDays;
    return {};
  }

  DeleteRetentionPolicy({ logGroupName = "" }: L.DeleteRetentionPolicyRequest) {
    delete this.#group(logGroupName).settings.retentionInDays;
    return {};
  }

  AssociateKmsKey({ logGroupName = "", kmsKeyId = "" }: L.AssociateKmsKeyRequest) {
    this.#group(logGroupName).settings.kmsKeyId = kmsKeyId;
    return {};
  }

  PutLogGroupDeletionProtection(input: L.PutLogGroupDeletionProtectionRequest) {
    const { logGroupIdentifier = "", deletionProtectionEnabled = false } = input;
    this.#group(logGroupIdentifier).settings.deletionProtectionEnabled = deletionProtectionEnabled;
    return {};
  }

  PutBearerTokenAuthentication(input: L.PutBearerTokenAuthenticationRequest) {
    const { logGroupIdentifier = "", bearerTokenAuthenticationEnabled = false } = input;
    this.#group(logGroupIdentifier).settings.bearerTokenAuthenticationEnabled =
      bearerTokenAuthenticationEnabled;
    return {};
  }

  GetDataProtectionPolicy({ logGroupIdentifier = "" }: L.GetDataProtectionPolicyRequest) {
    const { dataProtectionPolicy } = this.#toRead(logGroupIdentifier);
    return {
      logGroupIdentifier,
      ...(dataProtectionPolicy !== undefined && { policyDocument: dataProtectionPolicy }),
    };
  }

  PutDataProtectionPolicy(input: L.PutDataProtectionPolicyRequest) {
    const { logGroupIdentifier = "", policyDocument = "" } = input;
    this.#standard(logGroupIdentifier).dataProtectionPolicy = json(policyDocument);
    return {};
  }

  DescribeIndexPolicies({ logGroupIdentifiers = [] }: L.DescribeIndexPoliciesRequest) {
    return {
      indexPolicies: logGroupIdentifiers.map((name) => {
        const { indexPolicy } = this.#toRead(name);
        // Where a group has none of its own, the account's is shown.
        return indexPolicy === undefined
          ? { source: "ACCOUNT", policyName: "all", policyDocument: '{"Fields":["account"]}' }
          : { source: "LOG_GROUP", policyDocument: indexPolicy };
      }),
    };
  }

  PutIndexPolicy({ logGroupIdentifier = "", policyDocument = "" }: L.PutIndexPolicyRequest) {
    this.#standard(logGroupIdentifier).indexPolicy = json(policyDocument);
    return {};
  }

  GetTransformer({ logGroupIdentifier = "" }: L.GetTransformerRequest) {
    const { transformer } = this.#toRead(logGroupIdentifier);
    return transformer === undefined ? {} : { transformerConfig: structuredClone(transformer) };
  }

  PutTransformer({ logGroupIdentifier = "", transformerConfig = [] }: L.PutTransformerRequest) {
    if (transformerConfig.length === 0) throw invalid("transformerConfig");
    this.#standard(logGroupIdentifier).transformer = transformerConfig;
    return {};
  }

  PutMetricFilter({ logGroupName = "", filterName = "", ...given }: L.PutMetricFilterRequest) {
    const { metricFilters, transformer } = this.#standard(logGroupName);
    if (given.applyOnTransformedLogs && transformer === undefined) throw invalid("applyOnTransformedLogs");
    if (given.metricTransformations?.length !== 1) throw invalid("metricTransformations");
    const { emitSystemFieldDimensions } = metricFilters.get(filterName) ?? {};
    metricFilters.set(filterName, {
      applyOnTransformedLogs: false,
      // What a put leaves out stays.
      ...(emitSystemFieldDimensions && { emitSystemFieldDimensions }),
      ...given,
      ...{ filterName, logGroupName, creationTime: 1 },
    });
    return {};
  }

  PutSubscriptionFilter({ logGroupName = "", filterName = "", ...given }: L.PutSubscriptionFilterRequest) {
    const { subscriptionFilters, transformer } = this.#standard(logGroupName);
    if (given.applyOnTransformedLogs && transformer === undefined) throw invalid("applyOnTransformedLogs");
    if (/^arn:aws:(kinesis|firehose):/.test(given.destinationArn ?? "") && given.roleArn === undefined)
      throw invalid("destinationArn for vendor kinesis cannot be used without roleArn");
    if (!subscriptionFilters.has(filterName) && subscriptionFilters.size === 5)
      throw awsError("LimitExceededException", 400, "Resource limit exceeded.");
    const { emitSystemFields } = subscriptionFilters.get(filterName) ?? {};
    subscriptionFilters.set(filterName, {
      applyOnTransformedLogs: false,
      // What a put leaves out stays.
      ...(emitSystemFields && { emitSystemFields }),
      distribution: "ByLogStream",
      ...given,
      ...{ filterName, logGroupName, creationTime: 1 },
    });
    return {};
  }

  DeleteSubscriptionFilter({ logGroupName = "", filterName = "" }: L.DeleteSubscriptionFilterRequest) {
    if (!this.#standard(logGroupName).subscriptionFilters.delete(filterName))
      throw awsError("ResourceNotFoundException", 400, "The specified subscription filter does not exist.");
    return {};
  }

  #group(name: string): Group {
    const found = this.groups.get(name);
    if (found === undefined)
      throw awsError("ResourceNotFoundException", 400, "The specified log group does not exist.");
    return found;
  }

  /** Other classes have no filters and no policies; asking for them is refused by a code that no model has. */
  #standard(name: string, code = "InvalidOperationException"): Group {
    const found = this.#group(name);
    if (!this.whole.has(found.settings.logGroupClass))
      throw awsError(code, 400, "This operation is only supported on the Standard log class.");
    return found;
  }

  #toRead(name: string): Group {
    return this.#standard(name, "ValidationException");
  }

  #at(arn: string): Group {
    return this.#group(arn.slice(this.arn("").length));
  }
}

function json(text: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalid("policyDocument");
  }
}

function invalid(what: string): Error {
  return awsError("InvalidParameterException", 400, what);
}
