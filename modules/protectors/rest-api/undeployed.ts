import { GetExportCommand } from "@aws-sdk/client-api-gateway";
import type { Json } from "../../contract/json.ts";
import { shortList } from "../../core/short-list.ts";
import { READ } from "../kit/api-methods.ts";
import { call } from "../kit/calls.ts";
import { apiError } from "../kit/restore-error.ts";
import type { RestApiDocument } from "./document.ts";
import type { ApiReads } from "./read.ts";
import { changedMethods } from "./served-methods.ts";

const MAX_NAMED = 3;

/**
 * Methods, `GET /orders`, that a stage serves otherwise than the API has them by now: which function they call or what they
 * answer, which authorizer or API key they want. AWS tells what a stage serves as a document of OpenAPI alone, and not of
 * every API: `undefined`.
 * @throws CallError
 */
export async function undeployed(
  { gateway }: ApiReads,
  document: RestApiDocument,
  stageName: string,
): Promise<readonly string[] | undefined> {
  try {
    const { body } = await call(READ, `what stage ${stageName} of REST API ${document.id} serves`, () =>
      gateway.send(
        new GetExportCommand({
          ...{ restApiId: document.id, stageName, exportType: "oas30", accepts: "application/json" },
          parameters: { extensions: "apigateway" },
        }),
      ),
    );
    return changedMethods(JSON.parse(new TextDecoder().decode(body)) as Json, document);
  } catch (error) {
    // Models that no such document can have, for one.
    if (apiError(error).name === "BadRequestException") return undefined;
    throw error;
  }
}

/** What a person has to know of changes that no stage served. */
export function undeployedWarning(label: string, changed: readonly string[]): string {
  return (
    `${label} serves what was deployed before ${shortList(changed, MAX_NAMED)} changed; a restore deploys the API as it was ` +
    "captured, with these changes: deploy before you back up, or restore a point of before them"
  );
}
