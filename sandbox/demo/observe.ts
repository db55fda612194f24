import {
  type FunctionConfiguration,
  GetEventSourceMappingCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetFunctionUrlConfigCommand,
  GetPolicyCommand,
  type LambdaClient,
  ListAliasesCommand,
  ListEventSourceMappingsCommand,
  ListVersionsByFunctionCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { GetBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueueTagsCommand } from "@aws-sdk/client-sqs";
import type { DemoClients } from "./clients.ts";
import { observeTellers } from "./observe-tellers.ts";
import { poll } from "./poll.ts";
import { LEDGER } from "./regions.ts";

/** What a function is, aspect by aspect, read with the SDK alone: zonekeep's own code has no part in it. */
export type Observation = Readonly<Record<string, unknown>>;

/** Fields that AWS assigns, or that say when something happened. */
const ASSIGNED = new Set([
  "CodeSize",
  "ConfigSha256",
  "FunctionArn",
  "LastModified",
  "LastUpdateStatus",
  "RevisionId",
  "State",
  "Version",
  "VpcId",
]);

/** @param bucket - whose notifications are looked at; none where none is named */
export async function observe(
  clients: DemoClients,
  FunctionName: string,
  bucket?: string,
): Promise<Observation> {
  const { lambda, s3 } = clients;
  const { Versions = [] } = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
  // Version numbers are assigned, so a version is known by its rank.
  const ranks = new Map(Versions.map(({ Version = "" }, rank) => [Version, rank]));
  const { Aliases = [] } = await lambda.send(new ListAliasesCommand({ FunctionName }));
  const qualifiers = [undefined, ...Aliases.map(({ Name }) => Name)];
  const latest = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const rank = (version: string | undefined): number | undefined => ranks.get(version ?? "");
  return {
    "code hash": Versions.map(({ CodeSha256 }) => CodeSha256),
    versions: Versions.map(({ Description }) => Description ?? ""),
    configuration: Versions.map(configurationOf),
    "alias weights": Aliases.map(({ Name, FunctionVersion, RoutingConfig }) => ({
      Name,
      version: rank(FunctionVersion),
      weights: Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).map(([v, w]) => [rank(v), w]),
    })),
    permissions: await Promise.all(qualifiers.map((qualifier) => policyOf(lambda, FunctionName, qualifier))),
    url: await orAbsent(async () => {
      const { AuthType, Cors, InvokeMode } = await lambda.send(
        new GetFunctionUrlConfigCommand({ FunctionName }),
      );
      return { AuthType, Cors, InvokeMode };
    }),
    "async config": await orAbsent(async () => {
      const { MaximumRetryAttempts, MaximumEventAgeInSeconds } = await lambda.send(
        new GetFunctionEventInvokeConfigCommand({ FunctionName }),
      );
      return { MaximumRetryAttempts, MaximumEventAgeInSeconds };
    }),
    tags: latest.Tags ?? {},
    queues: await queuesOf(clients, latest.Configuration?.DeadLetterConfig?.TargetArn, FunctionName),
    mappings: await mappingsOf(lambda, FunctionName),
    notifications: bucket === undefined ? [] : await notificationsOf(s3, bucket, FunctionName),
    ...(FunctionName === LEDGER && (await observeTellers(clients))),
  };
}

function configurationOf(configuration: FunctionConfiguration): Record<string, unknown> {
  const kept = Object.entries(configuration).filter(
    ([field]) => !ASSIGNED.has(field) && field !== "CodeSha256",
  );
  return { ...Object.fromEntries(kept), VpcConfig: vpcOf(configuration) };
}

function vpcOf({ VpcConfig }: FunctionConfiguration): unknown {
  return { subnets: VpcConfig?.SubnetIds ?? [], groups: VpcConfig?.SecurityGroupIds ?? [] };
}

async function policyOf(
  lambda: LambdaClient,
  FunctionName: string,
  qualifier: string | undefined,
): Promise<unknown> {
  return orAbsent(async () => {
    const { Policy = "{}" } = await lambda.send(
      new GetPolicyCommand({ FunctionName, ...(qualifier !== undefined && { Qualifier: qualifier }) }),
    );
    return (JSON.parse(Policy) as { Statement: unknown }).Statement;
  });
}

async function mappingsOf(lambda: LambdaClient, FunctionName: string): Promise<unknown[]> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  return Promise.all(
    EventSourceMappings.map(async ({ UUID }) => {
      const { EventSourceArn, BatchSize, FilterCriteria, FunctionResponseTypes, State } = await poll(
        `mapping ${UUID} did not settle`,
        10_000,
        async () => {
          const found = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
          return found.State?.endsWith("ing") ? undefined : found;
        },
      );
      return { EventSourceArn, BatchSize, FilterCriteria, FunctionResponseTypes, State };
    }),
  );
}

/** Attributes of queues that AWS counts or dates. */
const COUNTED = /^(ApproximateNumberOf|CreatedTimestamp$|LastModifiedTimestamp$)/;

/** The queues that feed the function, their dead-letter queues, and that of the function itself; by ARN. */
async function queuesOf(
  { lambda, sqs }: DemoClients,
  deadLetters: string | undefined,
  FunctionName: string,
): Promise<unknown> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const open = [...EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn), deadLetters];
  const found: Record<string, unknown> = {};
  for (let arn = open.shift(); arn !== undefined || open.length > 0; arn = open.shift()) {
    if (arn === undefined || arn in found || !arn.includes(":sqs:")) continue;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(":").at(-1) }));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    const { Tags = {} } = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
    const kept = Object.entries(Attributes).filter(([name]) => !COUNTED.test(name));
    const redrive = JSON.parse(Attributes.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string };
    found[arn] = { ...Object.fromEntries(kept.sort()), RedrivePolicy: redrive, Tags };
    open.push(redrive.deadLetterTargetArn);
  }
  return found;
}

async function notificationsOf(s3: DemoClients["s3"], Bucket: string, name: string): Promise<unknown> {
  const { LambdaFunctionConfigurations = [] } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  return LambdaFunctionConfigurations.filter(({ LambdaFunctionArn = "" }) =>
    LambdaFunctionArn.includes(`:${name}`),
  );
}

/** Only AWS's documented answer means that there is none. */
async function orAbsent<T>(read: () => Promise<T>): Promise<T | "none"> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return "none";
    throw error;
  }
}
