import {
  type FunctionConfiguration,
  GetFunctionScalingConfigCommand,
  GetRuntimeManagementConfigCommand,
} from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { call } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
import type { VersionDocument } from "../document.ts";
import type { LambdaReads } from "../ports.ts";

export type BesideVersion = Pick<VersionDocument, "runtimeManagement" | "scaling">;

/** What Lambda keeps of a version beside its configuration. */
export async function settingsBeside(
  reads: LambdaReads,
  name: string,
  version: string,
  { Runtime, CapacityProviderConfig }: FunctionConfiguration = {},
): Promise<BesideVersion> {
  const runtimeManagement =
    Runtime === undefined ? undefined : await readRuntimeManagement(reads, name, version);
  // `$LATEST` itself runs on no instances; what is published of it does.
  const onInstances = CapacityProviderConfig !== undefined && version !== "$LATEST";
  const scaling = onInstances ? await readScaling(reads, name, version) : undefined;
  return {
    ...(runtimeManagement !== undefined && { runtimeManagement }),
    ...(scaling !== undefined && { scaling }),
  };
}

/** When a version takes a newer runtime; `undefined` is `Auto`, which every version begins with. */
export async function readRuntimeManagement(
  { lambda }: LambdaReads,
  name: string,
  version: string,
): Promise<JsonObject | undefined> {
  const answer = await call("lambda:GetRuntimeManagementConfig", `${name}:${version}`, () =>
    lambda.send(new GetRuntimeManagementConfigCommand({ FunctionName: name, Qualifier: version })),
  );
  return answer.UpdateRuntimeOn === "Auto"
    ? undefined
    : pick(answer, ["UpdateRuntimeOn", "RuntimeVersionArn"]);
}

/** How many environments a version on managed instances may have, as it was asked for; `undefined`: nobody said. */
export async function readScaling(
  { lambda }: LambdaReads,
  name: string,
  version: string,
): Promise<JsonObject | undefined> {
  const answer = await call("lambda:GetFunctionScalingConfig", `${name}:${version}`, () =>
    lambda.send(new GetFunctionScalingConfigCommand({ FunctionName: name, Qualifier: version })),
  );
  const asked = pick(answer.RequestedFunctionScalingConfig ?? {}, [
    "MinExecutionEnvironments",
    "MaxExecutionEnvironments",
  ]);
  return Object.keys(asked).length === 0 ? undefined : asked;
}
