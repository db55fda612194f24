import { CreateAliasCommand, GetAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { attemptOrNone } from "../../kit/attempt.ts";
import { sameJson } from "../../kit/canonical.ts";
import { AGAIN, AGAIN_REPLACING, RestoreError } from "../../kit/restore-error.ts";
import { aliasOf } from "../capture/settings.ts";
import type { AliasDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { accepted } from "./move-latest.ts";

const TRIES = 10;
/** Three minutes: that long a restore waits for provisioned concurrency too. */
const MAX_MOVING = 36;
const PAUSE_MS = 5_000;

/**
 * Makes an alias, or points it elsewhere, from what it was when the restore was planned (`was`; absent: it was not there).
 * A call whose answer was lost is found done. One with provisioned concurrency is waited for, as long as Lambda lets the
 * version before answer.
 * @throws RestoreError when somebody else has pointed it elsewhere since
 */
export async function writeAlias(
  { ports, at }: Pick<Draft, "ports" | "at">,
  call: string,
  was: AliasDocument | undefined,
  wanted: AliasDocument,
): Promise<void> {
  const { lambda, sleep } = ports;
  const resource = `${at.name}:${wanted.name}`;
  const alias = { FunctionName: at.name, Name: wanted.name };
  const what = { resource, call: "lambda:GetAlias" };
  let moving = 0;
  for (let tries = 0; tries < TRIES; ) {
    const found = await attemptOrNone(sleep, what, () => lambda.send(new GetAliasCommand(alias)));
    const is = found && aliasOf(found);
    if (is !== undefined && isSame(is, wanted)) return;
    if (is !== undefined && isMoving(is, was, wanted)) {
      if (moving++ === MAX_MOVING) return;
      await at.lease.keep();
      await sleep(PAUSE_MS);
      continue;
    }
    tries += 1;
    if (is === undefined ? was !== undefined : was === undefined || !isSame(is, was))
      throw new RestoreError(
        resource,
        call,
        is === undefined
          ? "somebody has deleted it meanwhile"
          : `somebody has pointed it at ${is.version} meanwhile`,
        AGAIN_REPLACING,
      );
    const input = {
      ...alias,
      FunctionVersion: wanted.version,
      Description: wanted.description,
      ...((is !== undefined || Object.keys(wanted.weights).length > 0) && {
        RoutingConfig: { AdditionalVersionWeights: { ...wanted.weights } },
      }),
    };
    await accepted({ name: resource, sleep }, { call }, () =>
      found === undefined
        ? lambda.send(new CreateAliasCommand(input))
        : lambda.send(new UpdateAliasCommand({ ...input, RevisionId: found.RevisionId })),
    );
  }
  throw new RestoreError(resource, call, "it does not become what was written", AGAIN);
}

/**
 * It has its new version, and Lambda sends all to the one before until provisioned concurrency is there for the new one:
 * that share goes by itself. https://github.com/hashicorp/terraform-provider-aws/pull/48116
 */
function isMoving(is: AliasDocument, was: AliasDocument | undefined, { version }: AliasDocument): boolean {
  return (
    was !== undefined &&
    was.version !== version &&
    is.version === version &&
    sameJson(is.weights, { [was.version]: 1 })
  );
}

function isSame(a: AliasDocument, b: AliasDocument): boolean {
  const weights = (of: AliasDocument) => Object.fromEntries(Object.entries(of.weights).sort());
  return a.version === b.version && a.description === b.description && sameJson(weights(a), weights(b));
}
