import { PutFunctionScalingConfigCommand, PutRuntimeManagementConfigCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { LATEST_PUBLISHED } from "../arn.ts";
import { readRuntimeManagement, readScaling } from "../capture/version-settings.ts";
import type { VersionDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { toQualifier } from "./ids.ts";
import { planSetting } from "./setting.ts";

const AUTO: JsonObject = { UpdateRuntimeOn: "Auto" };

/** What Lambda keeps of each version beside its configuration: when it takes a new runtime, and how far it scales. */
export async function planVersionSettings(draft: Draft): Promise<void> {
  const { document, live, warnings } = draft;
  const latest = live && (await runtimeOf(draft, "$LATEST"));
  for (const version of document.versions) {
    const now = liveNumber(draft, version);
    if (version.configuration.Runtime !== undefined)
      // What is published anew may begin as `$LATEST` was.
      planRuntime(draft, version, now === undefined ? latest : await runtimeOf(draft, now), now);
    if (version.scaling === undefined) continue;
    const scaling = now === undefined ? undefined : await scalingOf(draft, now);
    planScaling(draft, version, version.scaling, scaling);
    if (scaling === undefined)
      warnings.push(
        `${document.name}:${version.version} has environments on managed instances as before: they cost from the restore on`,
      );
  }
}

/** The version as it is called there, as far as it is there already. */
function liveNumber({ live, ids }: Draft, { version }: VersionDocument): string | undefined {
  if (live === undefined) return undefined;
  const now = toQualifier(version, ids);
  if (now === LATEST_PUBLISHED) return live.republished === undefined ? undefined : now;
  return now === "$LATEST" || live.versions.some((one) => one.version === now) ? now : undefined;
}

function runtimeOf({ ports, document }: Draft, version: string): Promise<JsonObject | undefined> {
  const what = { resource: `${document.name}:${version}`, call: "lambda:GetRuntimeManagementConfig" };
  return attempt(ports.sleep, what, () => readRuntimeManagement(ports, document.name, version));
}

function scalingOf({ ports, document }: Draft, version: string): Promise<JsonObject | undefined> {
  const what = { resource: `${document.name}:${version}`, call: "lambda:GetFunctionScalingConfig" };
  return attempt(ports.sleep, what, () => readScaling(ports, document.name, version));
}

function planRuntime(
  draft: Draft,
  { version, runtimeManagement: wanted = AUTO }: VersionDocument,
  current: JsonObject = AUTO,
  now: string | undefined,
): void {
  const { ports, document } = draft;
  const same = sameJson(canonical(wanted), canonical(current));
  // Of what everybody has nothing is told.
  if (same && wanted.UpdateRuntimeOn === AUTO.UpdateRuntimeOn) return;
  const { UpdateRuntimeOn, RuntimeVersionArn: pinned } = wanted as {
    readonly UpdateRuntimeOn: "Auto" | "FunctionUpdate" | "Manual";
    readonly RuntimeVersionArn?: string;
  };
  planSetting(draft, {
    title: `runtime updates of ${document.name}:${version} to ${UpdateRuntimeOn}${pinned === undefined ? "" : `, ${pinned}`}`,
    read: "lambda:GetRuntimeManagementConfig",
    write: "lambda:PutRuntimeManagementConfig",
    same: same && now !== undefined,
    there: now !== undefined,
    hint: "if that runtime is no longer available, map it to one that is; then run the restore again",
    send: (ids) =>
      ports.lambda.send(
        new PutRuntimeManagementConfigCommand({
          FunctionName: document.name,
          Qualifier: toQualifier(version, ids),
          UpdateRuntimeOn,
          RuntimeVersionArn: pinned,
        }),
      ),
  });
}

function planScaling(
  draft: Draft,
  { version }: VersionDocument,
  wanted: JsonObject,
  current: JsonObject | undefined,
): void {
  const { ports, document } = draft;
  planSetting(draft, {
    title: `scaling of ${document.name}:${version} (${JSON.stringify(wanted)})`,
    read: "lambda:GetFunctionScalingConfig",
    write: "lambda:PutFunctionScalingConfig",
    same: current !== undefined && sameJson(canonical(wanted), canonical(current)),
    there: current !== undefined,
    send: (ids) =>
      ports.lambda.send(
        new PutFunctionScalingConfigCommand({
          FunctionName: document.name,
          Qualifier: toQualifier(version, ids),
          FunctionScalingConfig: wanted,
        }),
      ),
  });
}
