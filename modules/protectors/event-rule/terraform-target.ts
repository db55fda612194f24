import type { Json, JsonObject } from "../../contract/json.ts";
import { isObject } from "../kit/canonical.ts";
import { type Argument, type Arguments, Given } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";

/** How each field of a target is said by the provider, but for what the target is told. */
const FIELDS: Readonly<Record<string, (value: Json) => Arguments>> = {
  Id: (value) => ({ target_id: String(value) }),
  Arn: (value) => ({ arn: String(value) }),
  RoleArn: (value) => ({ role_arn: String(value) }),
  InputPath: (value) => ({ input_path: String(value) }),
  KinesisParameters: (value) => ({ kinesis_target: words(value) }),
  SqsParameters: (value) => ({ sqs_target: words(value) }),
  DeadLetterConfig: (value) => ({ dead_letter_config: words(value) }),
  RetryPolicy: (value) => ({ retry_policy: words(value) }),
  RunCommandParameters: (value) => ({ run_command_targets: words(value).run_command_targets }),
  BatchParameters: (value) => {
    const { array_properties: _, retry_strategy: __, ...rest } = words(value);
    const { ArrayProperties: array, RetryStrategy: retry } = isObject(value) ? value : {};
    return {
      batch_target: {
        ...rest,
        array_size: isObject(array) ? part(array, "Size") : undefined,
        job_attempts: isObject(retry) ? part(retry, "Attempts") : undefined,
      },
    };
  },
};

type Told = (value: Json, given: (field: string, value: Argument) => Argument) => Arguments;

/** What a target is told is its program's own text, and so may hold credentials: given by variables. */
const TOLD: Readonly<Record<string, Told>> = {
  Input: (value, given) => ({ input: given("input", String(value)) }),
  InputTransformer: (value, given) => ({
    input_transformer: {
      input_template: given("input_template", part(value, "InputTemplate")),
      input_paths: part(value, "InputPathsMap"),
    },
  }),
  HttpParameters: (value, given) => ({
    http_target: {
      header_parameters: given("headers", part(value, "HeaderParameters")),
      query_string_parameters: given("query_string", part(value, "QueryStringParameters")),
      path_parameter_values: part(value, "PathParameterValues"),
    },
  }),
  AppSyncParameters: (value, given) => ({
    appsync_target: { graphql_operation: given("graphql_operation", part(value, "GraphQLOperation")) },
  }),
};

/** A target as the provider takes it; a text: what it has no argument for. */
export function targetArguments(target: JsonObject): Arguments | string {
  const known = { ...FIELDS, ...TOLD };
  const unknown = Object.keys(target).filter((field) => !Object.hasOwn(known, field));
  if (unknown.length > 0) return `${unknown.join(", ")} cannot be said in Terraform yet`;
  const id = String(target.Id);
  const given = (field: string, value: Argument): Argument => {
    if (value === undefined) return undefined;
    const isText = typeof value === "string";
    return new Given(
      `${id}_${field}`,
      `what target ${id} is told`,
      isText ? "string" : "map(string)",
      value as string,
    );
  };
  return Object.assign(
    {},
    ...Object.entries(target).map(([field, value]) => FIELDS[field]?.(value) ?? TOLD[field]?.(value, given)),
  ) as Arguments;
}

function words(value: Json): Arguments {
  return isObject(value) ? providerWords(value) : {};
}

/** Whose keys are somebody's own. */
function part(value: Json, key: string): Argument {
  return isObject(value) ? (value[key] as Argument) : undefined;
}
