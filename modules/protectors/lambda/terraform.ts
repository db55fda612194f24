import type { TerraformKind, TerraformRequest, TerraformResource } from "../kit/terraform/resource.ts";
import { type FunctionDocument, type FunctionSecrets, SEALED } from "./document.ts";
import { functionIds, resolve } from "./restore/ids.ts";
import { aliasResources } from "./terraform/aliases.ts";
import type { FunctionInTerraform } from "./terraform/draft.ts";
import { functionResource, unmade } from "./terraform/function.ts";
import { layerResources } from "./terraform/layers.ts";
import { mappingResources } from "./terraform/mappings.ts";
import { permissionResources } from "./terraform/permissions.ts";
import { settingResources } from "./terraform/settings.ts";

/** A function as `$LATEST` is, with what hangs on it. Versions are numbered by AWS, and Terraform has no resource for one. */
export const lambdaInTerraform: TerraformKind<FunctionDocument, FunctionSecrets> = {
  sealed: SEALED,
  form: (request) => {
    const why = unmade(request.document, request.live);
    if (why !== undefined) return { resources: [], left: [why] };
    const draft = draftOf(request);
    const parts = [
      layerResources,
      functionResource,
      aliasResources,
      permissionResources,
      settingResources,
      mappingResources,
    ];
    const resources = parts.flatMap((part): readonly TerraformResource[] => part(draft));
    return { resources, left: draft.left, warnings: draft.warnings };
  },
};

function draftOf({
  document,
  secrets = {},
  live,
  ids,
  source,
}: TerraformRequest<FunctionDocument, FunctionSecrets>): FunctionInTerraform {
  const known = functionIds(new Map(Object.entries(ids)), source, document.arn);
  return {
    document,
    live,
    environment: secrets.$LATEST ?? {},
    ids: known,
    resolved: (settings) => resolve(settings, document.arn, known),
    left: [],
    warnings: [],
  };
}
