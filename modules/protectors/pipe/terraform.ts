import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { renamed } from "../kit/renamed.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, type Arguments, Given, WhenArmed } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind } from "../kit/terraform/resource.ts";
import { type PipeDocument, SEALED } from "./document.ts";
import { startingAsThere, withPlainStarts } from "./terraform-source.ts";

/** What the provider calls otherwise than Pipes. */
const NAMES: Readonly<Record<string, string>> = {
  ActiveMQBrokerParameters: "activemq_broker_parameters",
  DynamoDBStreamParameters: "dynamodb_stream_parameters",
  RabbitMQBrokerParameters: "rabbitmq_broker_parameters",
  CloudWatchLogsParameters: "cloudwatch_logs_parameters",
  EventBridgeEventBusParameters: "eventbridge_event_bus_parameters",
  SaslScram256Auth: "sasl_scram_256_auth",
  SaslScram512Auth: "sasl_scram_512_auth",
  Filters: "filter",
};
const UNKNOWN = [
  "BatchJobParameters",
  "EcsTaskParameters",
  "RedshiftDataParameters",
  "SageMakerPipelineParameters",
  "TimestreamParameters",
];

/** A pipe, stopped until somebody arms unless it runs there already. */
export const pipeInTerraform: TerraformKind<PipeDocument> = {
  sealed: SEALED,
  form: ({ document: { name, arn, running, settings, tags }, live, ids }) => {
    const said = renamed(settings, ids, { from: arn, to: arn }) as JsonObject;
    const { EnrichmentParameters: enrichment, TargetParameters: target, SourceParameters, ...rest } = said;
    const unknown = isObject(target) ? UNKNOWN.filter((field) => target[field] !== undefined) : [];
    if (unknown.length > 0)
      return { resources: [], left: [`its ${unknown.join(", ")}: they cannot be said in Terraform yet`] };
    const reads = isObject(SourceParameters)
      ? withPlainStarts(providerWords(startingAsThere(SourceParameters, sourceOf(live)), NAMES))
      : undefined;
    return {
      resources: [
        {
          type: "aws_pipes_pipe",
          key: "",
          arguments: {
            name,
            desired_state: running ? new WhenArmed("RUNNING", "STOPPED", live && stateOf(live)) : "STOPPED",
            ...providerWords(rest, NAMES),
            source_parameters: reads?.source,
            enrichment_parameters: told(enrichment, "enrichment"),
            target_parameters: told(target, "target"),
            tags: writableTags(tags),
          },
          ...(live !== undefined && { importId: name }),
          exports: { [arn]: "arn" },
          ...(reads !== undefined && reads.starts.length > 0 && { ignoreChanges: reads.starts }),
        },
      ],
      left: [],
    };
  },
};

function sourceOf(live: PipeDocument | undefined): JsonObject | undefined {
  return isObject(live?.settings.SourceParameters) ? live.settings.SourceParameters : undefined;
}

function stateOf({ running }: PipeDocument): string {
  return running ? "RUNNING" : "STOPPED";
}

/** What the pipe tells whom it calls may hold credentials. */
function told(parameters: Json | undefined, of: string): Arguments | undefined {
  if (!isObject(parameters)) return undefined;
  const { InputTemplate: template, HttpParameters: http, ...rest } = parameters;
  const given = (field: string, value: Json | undefined): Argument =>
    value === undefined
      ? undefined
      : new Given(
          `${of}_${field}`,
          `what its ${of} is told`,
          typeof value === "string" ? "string" : "map(string)",
          value as string,
        );
  return {
    ...providerWords(rest, NAMES),
    input_template: given("input_template", template),
    ...(isObject(http) && {
      http_parameters: {
        header_parameters: given("headers", http.HeaderParameters),
        query_string_parameters: given("query_string", http.QueryStringParameters),
        path_parameter_values: http.PathParameterValues as Argument,
      },
    }),
  };
}
