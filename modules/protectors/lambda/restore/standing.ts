import type { GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, AGAIN_REPLACING, RestoreError } from "../../kit/restore-error.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import { writableConfiguration } from "../capture/configuration.ts";
import { configurationOf, getFunction } from "../capture/versions.ts";
import { codeHashOf } from "../code-hash.ts";
import { contentChange, sameContent, type VersionContent } from "./content.ts";
import type { Lease } from "./lease.ts";
import type { MappingPorts } from "./ports.ts";

const MAX_POLLS = 180;
const CALL = "lambda:GetFunction";
export const NO_REASON = "AWS gave no reason";

/** A function, or one version of it, as it stands when Lambda is done with it. */
export interface StandsAs {
  readonly content: VersionContent;
  /** What a write that must come next names. */
  readonly revision: string;
  /** Why its last update failed: Lambda runs what was before it. Absent: it did not. */
  readonly updateFailed?: string;
}

/** Whose place it is while a restore is at work. */
export interface At extends Pick<MappingPorts, "lambda" | "account" | "region" | "sleep"> {
  readonly name: string;
  readonly lease: Lease;
}

/**
 * Waits until it is active and its last update is done: 13 minutes at most, for a VPC's interfaces can take long.
 * @throws RestoreError with AWS's own reason when it could not be made, or when somebody else took over
 */
export async function standing(at: At, qualifier?: string): Promise<StandsAs> {
  const resource = qualifier === undefined ? at.name : `${at.name}:${qualifier}`;
  const fail = (why: string, hint: string): RestoreError => new RestoreError(resource, CALL, why, hint);
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    const answer = await attempt(at.sleep, { resource, call: CALL }, () =>
      getFunction(at, at.name, qualifier),
    );
    const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason, RevisionId } = configurationOf(
      answer,
      resource,
    );
    if (State === "Failed")
      throw fail(
        `it could not be made: ${StateReason ?? NO_REASON}`,
        qualifier === undefined
          ? "correct that, delete the function, and run the restore again"
          : deleteVersion(at.name, qualifier),
      );
    const tags = qualifier === undefined && answer.TagsError === undefined ? answer.Tags : undefined;
    if (await at.lease.keep(tags)) continue;
    if (State !== "Pending" && LastUpdateStatus !== "InProgress")
      return {
        content: contentOf(answer, at.name),
        revision: RevisionId ?? "",
        ...(LastUpdateStatus === "Failed" && { updateFailed: LastUpdateStatusReason ?? NO_REASON }),
      };
    await at.sleep(Math.min(5_000, 500 * (poll + 1)));
  }
  throw fail("it stayed pending", AGAIN);
}

/** A version is made once: one that failed only goes. */
export function deleteVersion(name: string, version: string): string {
  return `correct that, \`aws lambda delete-function --function-name ${name} --qualifier ${version.startsWith("$") ? `'${version}'` : version}\`, and ${AGAIN}`;
}

/** @throws RestoreError when the update that made it what it is has failed */
export function requireUpdated(name: string, { updateFailed }: StandsAs): void {
  if (updateFailed === undefined) return;
  throw new RestoreError(name, CALL, `its update failed: ${updateFailed}`, `correct that, and ${AGAIN}`);
}

/** @throws RestoreError unless it is what was meant: then somebody else has written, or Lambda took it otherwise */
export function requireContent(
  resource: string,
  call: string,
  is: VersionContent,
  meant: VersionContent,
): void {
  if (sameContent(is, meant)) return;
  const { differs } = contentChange(meant, is);
  throw new RestoreError(
    resource,
    call,
    `it is not what the restore made of it: ${differs.join(", ")}`,
    AGAIN_REPLACING,
  );
}

/** @throws RestoreError when its environment cannot be read: it could not be compared */
export function contentOf(answer: GetFunctionCommandOutput, name: string): VersionContent {
  const configuration = configurationOf(answer, name);
  if (configuration.Environment?.Error !== undefined)
    throw new RestoreError(
      name,
      CALL,
      "its environment cannot be read",
      "allow kms:Decrypt on the function's key",
    );
  return {
    codeSha256: codeHashOf(configuration),
    configuration: canonicalConfiguration(writableConfiguration(configuration, answer.Code), name),
    environment: configuration.Environment?.Variables ?? {},
  };
}
