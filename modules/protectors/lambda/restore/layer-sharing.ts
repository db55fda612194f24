import { AddLayerVersionPermissionCommand } from "@aws-sdk/client-lambda";
import type { JsonObject } from "../../../contract/json.ts";
import { attempt } from "../../kit/attempt.ts";
import { canonical, sameJson } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { readSharing } from "../capture/layers.ts";
import type { LayerDocument } from "../document.ts";
import type { Draft } from "./draft.ts";
import { type Grant, grantOf, isPublic } from "./statement.ts";

/**
 * Whom a layer version is shared with, statement by statement. The very version that was captured is others' as well: it
 * is kept as it is. `there` is the version that is used; `undefined`: it is published by this restore.
 */
export async function planSharing(
  draft: Draft,
  layer: LayerDocument,
  there: string | undefined,
): Promise<void> {
  if (layer.statements === undefined) return;
  const shared = there === undefined ? [] : await sharedNow(draft, there);
  for (const statement of layer.statements) {
    const grant = grantOf(statement);
    const name = `statement ${String(statement.Sid)} of layer ${layer.name}`;
    const same = shared.some((one) => sameJson(one, formOf(grant)));
    if (same) draft.steps.push({ title: `${name} is as it was`, call: READ, effect: "keep" });
    else if (there === layer.arn)
      draft.warnings.push(`layer ${layer.arn} is no longer shared by ${name}; it stays as it is`);
    else if ("why" in grant)
      draft.blocked.push({
        because: "inexpressible",
        message: `${name} cannot be made: ${grant.why}`,
        hint: "map the layer to a version that is shared as you need it",
      });
    else addStatement(draft, layer, name, grant);
  }
}

const READ = "lambda:GetLayerVersionPolicy";

async function sharedNow({ ports }: Draft, arn: string): Promise<readonly JsonObject[]> {
  const found = await attempt(ports.sleep, { resource: arn, call: READ }, () => readSharing(ports, arn));
  return found.map((statement) => formOf(grantOf(statement)));
}

function formOf(grant: ReturnType<typeof grantOf>): JsonObject {
  return canonical(grant as unknown as JsonObject);
}

function addStatement(draft: Draft, layer: LayerDocument, name: string, grant: Grant): void {
  const { lambda, sleep } = draft.ports;
  if (isPublic(grant) && !draft.allowPublic)
    draft.blocked.push({
      because: "public",
      message: `${name} lets anybody read it`,
      hint: "say --allow-public if that is meant",
    });
  const what = { resource: name, call: "lambda:AddLayerVersionPermission" };
  draft.steps.push({
    title: `add ${name}`,
    call: what.call,
    effect: "create",
    once: `layer ${layer.arn} statement ${grant.StatementId}`,
    perform: async (ids) => {
      const arn = ids.layers.get(layer.arn);
      if (arn === undefined)
        throw new RestoreError(what.resource, what.call, "the layer has not been published", AGAIN);
      const at = arn.lastIndexOf(":");
      await attempt(sleep, what, () =>
        lambda.send(
          new AddLayerVersionPermissionCommand({
            LayerName: arn.slice(0, at),
            VersionNumber: Number(arn.slice(at + 1)),
            StatementId: grant.StatementId,
            Action: grant.Action,
            Principal: grant.Principal,
            OrganizationId: grant.PrincipalOrgID,
          }),
        ),
      );
    },
  });
}
