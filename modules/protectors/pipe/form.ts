import type { Json, JsonObject } from "../../contract/json.ts";
import { canonical, isObject } from "../kit/canonical.ts";
import type { PipeSettings } from "./document.ts";
import { withSourceDefaults } from "./source.ts";

const WAITS = { InvocationType: "REQUEST_RESPONSE" };

/**
 * One form for settings that mean the same: with the defaults that AWS shows, and without what means nothing.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_PipeTargetParameters.html
 */
export function formOf(settings: PipeSettings): JsonObject {
  const { TargetParameters, LogConfiguration, ...rest } = settings;
  return canonical({
    ...rest,
    SourceParameters: withSourceDefaults(settings),
    TargetParameters: targetForm(settings.Target, TargetParameters),
    LogConfiguration: logForm(LogConfiguration),
  });
}

function targetForm(target: string, parameters: Json | undefined): JsonObject {
  const given = isObject(parameters) ? parameters : {};
  const called = target.includes(":lambda:")
    ? "LambdaFunctionParameters"
    : target.includes(":states:")
      ? "StepFunctionStateMachineParameters"
      : undefined;
  if (called === undefined) return given;
  const own = given[called];
  return { ...given, [called]: { ...WAITS, ...(isObject(own) && own) } };
}

/** Nothing is logged at level OFF, wherever to. A log group is the same with `:*` behind it. */
function logForm(configuration: Json | undefined): JsonObject {
  if (!isObject(configuration) || configuration.Level === "OFF") return {};
  const { S3LogDestination: s3, CloudwatchLogsLogDestination: group } = configuration;
  return {
    ...configuration,
    ...(isObject(s3) && { S3LogDestination: { OutputFormat: "json", ...s3 } }),
    ...(isObject(group) && {
      CloudwatchLogsLogDestination: { LogGroupArn: String(group.LogGroupArn).replace(/:\*$/, "") },
    }),
  };
}
