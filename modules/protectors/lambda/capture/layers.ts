import { GetLayerVersionByArnCommand, GetLayerVersionPolicyCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { parseArn } from "../../../core/arn.ts";
import type { Content } from "../../../recovery/store.ts";
import { CallError, call, callOrNone, isAbsent, isDenied } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
import type { LayerDocument } from "../document.ts";
import type { FunctionCapturePorts, LambdaReads } from "../ports.ts";
import { readPackage } from "./code.ts";
import { statementsOf } from "./statements.ts";

const CALL = "lambda:GetLayerVersionByArn";

/**
 * One layer version with its bytes. A deleted one (404) and another account's that is not shared for reading (403)
 * can still be used by the function, but no longer be read: a warning, and no bytes.
 */
export async function readLayer(
  ports: FunctionCapturePorts,
  arn: string,
): Promise<{ readonly layer: LayerDocument; readonly content?: Content; readonly warning?: string }> {
  const { account, resource } = parseArn(arn);
  const name = resource.split(":")[1] ?? arn;
  try {
    const answer = await call(CALL, arn, () =>
      ports.lambda.send(new GetLayerVersionByArnCommand({ Arn: arn })),
    );
    const content = await readPackage(ports, {
      resource: arn,
      call: CALL,
      sha256: answer.Content?.CodeSha256,
      size: answer.Content?.CodeSize,
      address: answer.Content?.Location,
    });
    const settings = {
      ...pick(answer, ["Description", "LicenseInfo", "CompatibleRuntimes", "CompatibleArchitectures"]),
      ...pick(answer.Content ?? {}, ["ResolvedS3Object"]),
    };
    const statements = account === ports.account ? await readSharing(ports, arn) : [];
    const shared = statements.length > 0 && { statements };
    return { layer: { arn, name, sha256: content.sha256, settings, ...shared }, content };
  } catch (error) {
    const foreign = account !== ports.account;
    if (!(error instanceof CallError && (isAbsent(error) || (foreign && isDenied(error))))) throw error;
    const warning = `layer ${arn} cannot be read, so its bytes are not kept: ${error.message}`;
    return { layer: { arn, name, settings: {} }, warning };
  }
}

/** Whom a layer version of this account is shared with: statements, without the resource that they are attached to. */
export async function readSharing({ lambda }: LambdaReads, arn: string): Promise<readonly JsonObject[]> {
  const at = arn.lastIndexOf(":");
  const answer = await callOrNone("lambda:GetLayerVersionPolicy", arn, () =>
    lambda.send(
      new GetLayerVersionPolicyCommand({
        LayerName: arn.slice(0, at),
        VersionNumber: Number(arn.slice(at + 1)),
      }),
    ),
  );
  if (answer === undefined) return [];
  const statements = statementsOf("lambda:GetLayerVersionPolicy", arn, answer.Policy);
  return statements.map(({ Resource: _own, ...rest }) => rest);
}
