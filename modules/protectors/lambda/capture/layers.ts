import { GetLayerVersionByArnCommand, GetLayerVersionPolicyCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import type { ThingId } from "../../../contract/kinds.ts";
import { parseArn } from "../../../core/arn.ts";
import { hexOf } from "../../../core/digest.ts";
import type { Content } from "../../../recovery/store.ts";
import { CallError, call, callOrNone, isAbsent, isDenied } from "../../kit/calls.ts";
import { pick } from "../../kit/json.ts";
import { FormError } from "../../protector.ts";
import type { LayerDocument } from "../document.ts";
import { parseFunction } from "../parse.ts";
import type { FunctionCapturePorts, LambdaReads } from "../ports.ts";
import { readPackage } from "./code.ts";
import { statementsOf } from "./statements.ts";

const CALL = "lambda:GetLayerVersionByArn";

interface LayerRead {
  readonly layer: LayerDocument;
  readonly content?: Content;
  readonly warning?: string;
}

/**
 * One layer version with its bytes. A deleted one (404) and another account's that is not shared for reading (403)
 * can still be used by the function, but no longer be read. A layer version never changes, so what an earlier point of
 * the function holds of a deleted one is what it is; of others there are no bytes, and a warning.
 */
export async function readLayer(
  ports: FunctionCapturePorts,
  arn: string,
  owner: ThingId,
): Promise<LayerRead> {
  const { account, resource } = parseArn(arn);
  const name = resource.split(":")[1] ?? arn;
  try {
    const answer = await call(CALL, arn, () =>
      ports.lambda.send(new GetLayerVersionByArnCommand({ Arn: arn })),
    );
    const content = await readPackage(ports, {
      resource: arn,
      call: CALL,
      sha256: hexOf(answer.Content?.CodeSha256),
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
    const earlier = foreign ? undefined : await fromEarlier(ports, arn, owner);
    if (earlier !== undefined) return earlier;
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

/** The layer as the newest point with its bytes has it, when the store still keeps them. */
async function fromEarlier(
  { earlier, known }: FunctionCapturePorts,
  arn: string,
  owner: ThingId,
): Promise<LayerRead | undefined> {
  if (earlier === undefined) return undefined;
  for await (const { document, blobs } of earlier(owner)) {
    const layer = layersIn(document).find((one) => one.arn === arn);
    const blob = blobs.find(({ name }) => name === `layer/${arn}`);
    if (layer?.sha256 === undefined || blob?.sha256 !== layer.sha256) continue;
    const content = await known({ sha256: blob.sha256, size: blob.size });
    if (content !== undefined) return { layer, content };
  }
  return undefined;
}

/** Of a document of another form there are none. */
function layersIn(document: unknown): readonly LayerDocument[] {
  try {
    return parseFunction(document).layers;
  } catch (error) {
    if (error instanceof FormError) return [];
    throw error;
  }
}
