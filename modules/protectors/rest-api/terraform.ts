import { isObject, sameJson } from "../kit/canonical.ts";
import { writableTags } from "../kit/tags.ts";
import { type Argument, OwnAttribute } from "../kit/terraform/argument.ts";
import { providerWords } from "../kit/terraform/provider-words.ts";
import type { TerraformKind, TerraformResource } from "../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../kit/terraform/says-otherwise.ts";
import { executeArn } from "./arn.ts";
import { type RestApiDocument, type RestApiSecrets, SEALED } from "./document.ts";
import { API, idOfMadeApi, leave, PART, type RestApiInTerraform } from "./terraform/draft.ts";
import { importIds } from "./terraform/import-ids.ts";
import { resourceResources } from "./terraform/methods.ts";
import {
  authorizerResources,
  documentationResources,
  gatewayResponseResources,
  modelResources,
  policyResources,
  validatorResources,
} from "./terraform/parts.ts";
import { planResources } from "./terraform/plans.ts";
import { isStageWritten, stageResources } from "./terraform/stages.ts";

/** An API with its parts, and who may use it. Without stages it answers nobody: those are made when somebody arms. */
export const restApiInTerraform: TerraformKind<RestApiDocument, RestApiSecrets> = {
  sealed: SEALED,
  importIds,
  form: ({ document, secrets, live, imports, ids, source }) => {
    const draft: RestApiInTerraform = { document, secrets, live, imports, ids, source, left: [] };
    const parts = [
      ...policyResources(draft),
      ...modelResources(draft),
      ...validatorResources(draft),
      ...authorizerResources(draft),
      ...gatewayResponseResources(draft),
      ...resourceResources(draft),
    ];
    const resources = [
      apiResource(draft),
      ...parts,
      ...documentationResources(draft),
      ...stageResources(draft, parts),
      ...planResources(draft),
      ...mappingResources(draft),
    ];
    return { resources, left: draft.left };
  },
};

function apiResource(draft: RestApiInTerraform): TerraformResource {
  const { document, live } = draft;
  const {
    binaryMediaTypes,
    endpointConfiguration: endpoint,
    minimumCompressionSize: size,
    ...others
  } = document.settings;
  const { version, securityPolicy, endpointAccessMode, ...rest } = others;
  const unsaid = Object.entries({ version, securityPolicy, endpointAccessMode }).filter(
    ([, value]) => value !== undefined,
  );
  leave(draft, "it", Object.fromEntries(unsaid) as never, live?.settings);
  const place = { ...document, partition: document.arn.split(":")[1] ?? "aws" };
  // A list to the provider, and in no order to AWS.
  const types = live !== undefined && sameJson(binaryMediaTypes, live.settings.binaryMediaTypes);
  return {
    type: API,
    key: "",
    arguments: {
      name: document.name,
      ...providerWords(rest),
      ...(!types && { binary_media_types: binaryMediaTypes as Argument }),
      ...(size !== undefined && { minimum_compression_size: String(size) }),
      ...(isObject(endpoint) && { endpoint_configuration: providerWords(endpoint) }),
      tags: writableTags(document.tags),
    },
    ...(live !== undefined && { importId: live.id }),
    exports: {
      [executeArn(place, live?.id ?? document.id)]: "execution_arn",
      [live?.arn ?? document.arn]: "arn",
    },
  };
}

/** A path that is there and leads to another stage stays. */
function mappingResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  return draft.document.mappings.flatMap(({ domain, basePath, stage }): TerraformResource[] => {
    const now = draft.live?.mappings.find((one) => one.domain === domain && one.basePath === basePath);
    const path = basePath === "(none)" ? "" : basePath;
    if (now !== undefined && now.stage !== stage) {
      draft.left.push(`its path ${domain}/${path}: ${SAYS_OTHERWISE}`);
      return [];
    }
    const written = stage !== undefined && isStageWritten(draft, stage);
    return [
      {
        type: PART.mapping,
        key: [domain, path].filter(Boolean).join("_"),
        arguments: {
          api_id: idOfMadeApi(),
          domain_name: domain,
          ...(path !== "" && { base_path: path }),
          stage_name: written ? new OwnAttribute(PART.stage, stage, "stage_name") : stage,
        },
        ...(now !== undefined && { importId: `${domain}/${path}` }),
        opens: true,
      },
    ];
  });
}
