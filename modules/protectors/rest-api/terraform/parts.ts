import type { JsonObject } from "../../../contract/json.ts";
import { isObject } from "../../kit/canonical.ts";
import { given, importOf } from "../../kit/terraform/api-parts.ts";
import { type Argument, JoinedText, OwnAttribute } from "../../kit/terraform/argument.ts";
import { providerWords } from "../../kit/terraform/provider-words.ts";
import type { TerraformResource } from "../../kit/terraform/resource.ts";
import { SAYS_OTHERWISE } from "../../kit/terraform/says-otherwise.ts";
import { DEFAULT_MODELS, refersTo } from "../default-models.ts";
import { isSameJson } from "../restore/patch.ts";
import { withUri } from "../uri.ts";
import { API, idOfMadeApi, PART, type RestApiInTerraform } from "./draft.ts";

const byName = (all: readonly JsonObject[], name: unknown): JsonObject | undefined =>
  all.find((one) => one.name === name);

/** Models that AWS makes with each API are there before Terraform could make them. */
export function modelResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  const { models } = draft.document;
  return models.flatMap((model): TerraformResource[] => {
    const { name, schema, ...rest } = model;
    const there = byName(draft.live?.models ?? [], name) !== undefined;
    const usual = byName(DEFAULT_MODELS, name);
    if (!there && usual !== undefined) {
      if (!isSameJson(usual, model))
        draft.left.push(
          `its model ${name}: API Gateway makes one of that name with each API, and it was changed`,
        );
      return [];
    }
    return [
      {
        type: PART.model,
        key: String(name),
        arguments: {
          rest_api_id: idOfMadeApi(),
          name: String(name),
          ...providerWords(rest),
          ...(typeof schema === "string" && { schema: schemaText(models, String(name), schema) }),
        },
        ...(there && importOf(draft, String(name))),
      },
    ];
  });
}

/** Others that it refers to come first, but in a circle. */
function schemaText(models: readonly JsonObject[], own: string, schema: string): Argument {
  const parts = schema.split(/(\{restapi\}\/models\/[A-Za-z0-9]*)/);
  if (parts.length === 1) return schema;
  return new JoinedText(
    ...parts.flatMap((part): (string | OwnAttribute)[] => {
      const [, name] = /^\{restapi\}\/models\/([A-Za-z0-9]*)$/.exec(part) ?? [];
      if (name === undefined) return [part];
      const isFirst = isWritten(models, name) && !reaches(models, name, own);
      const named = isFirst ? new OwnAttribute(PART.model, name, "name") : name;
      return ["https://apigateway.amazonaws.com/restapis/", idOfMadeApi(), "/models/", named];
    }),
  );
}

function isWritten(models: readonly JsonObject[], name: string): boolean {
  return byName(models, name) !== undefined && byName(DEFAULT_MODELS, name) === undefined;
}

function reaches(models: readonly JsonObject[], from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const model = byName(models, from);
  return model !== undefined && refersTo(model).some((next) => reaches(models, next, to, seen));
}

/** What a method names of its models: those that are written come first. */
export function modelNames(
  { document }: RestApiInTerraform,
  models: JsonObject[string] | undefined,
): Argument {
  if (!isObject(models)) return undefined;
  return Object.fromEntries(
    Object.entries(models).map(([type, name]) => [
      type,
      isWritten(document.models, String(name))
        ? new OwnAttribute(PART.model, String(name), "name")
        : String(name),
    ]),
  );
}

export function validatorResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  return draft.document.validators.map(
    (one): TerraformResource => ({
      type: PART.validator,
      key: String(one.name),
      arguments: { rest_api_id: idOfMadeApi(), ...providerWords(one) },
      ...importOf(draft, draft.imports[`validator ${one.name}`]),
    }),
  );
}

export function authorizerResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  return draft.document.authorizers.map((one): TerraformResource => {
    const name = String(one.name);
    // `authType` is for documents of OpenAPI alone, and changes nothing.
    const { authType: _, function: fn, authorizerUri, identityValidationExpression, ...rest } = one;
    const { authorizerUri: uri } = withUri({ ...one }, "authorizerUri");
    return {
      type: PART.authorizer,
      key: name,
      arguments: {
        rest_api_id: idOfMadeApi(),
        ...providerWords(rest, { providerARNs: "provider_arns" }),
        authorizer_uri:
          fn === undefined
            ? given(`authorizer_${name}`, "an address that it calls", authorizerUri)
            : (uri as Argument),
        identity_validation_expression: given(
          `authorizer_${name}_expression`,
          `the pattern of tokens of authorizer ${name}`,
          identityValidationExpression,
        ),
      },
      ...importOf(draft, draft.imports[`authorizer ${name}`]),
    };
  });
}

export function gatewayResponseResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  const there = new Set(draft.live?.gatewayResponses.map(({ responseType }) => responseType));
  return draft.document.gatewayResponses.map((one): TerraformResource => {
    const { responseType, responseParameters, responseTemplates, ...rest } = one;
    const type = String(responseType);
    const of = `what its answer ${type} adds`;
    return {
      type: PART.gatewayResponse,
      key: type,
      arguments: {
        rest_api_id: idOfMadeApi(),
        response_type: type,
        ...providerWords(rest),
        response_parameters: given(`${type}_parameters`, of, responseParameters),
        response_templates: given(`${type}_templates`, of, responseTemplates),
      },
      ...(there.has(type) && importOf(draft, type)),
    };
  });
}

/** Parts of the documentation, and versions of it, which hold what the parts are by then. */
export function documentationResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  const { documentation, documentationVersions: versions } = draft.document;
  const there = new Set(draft.live?.documentationVersions.map(({ version }) => version));
  const parts = documentation.map((one): TerraformResource => {
    const location = isObject(one.location) ? one.location : {};
    return {
      type: PART.documentation,
      key: Object.values(location).join("_"),
      arguments: {
        rest_api_id: idOfMadeApi(),
        location: providerWords(location),
        properties: String(one.properties ?? ""),
      },
      ...importOf(draft, draft.imports[`documentation ${JSON.stringify(location)}`]),
    };
  });
  return [
    ...parts,
    ...versions.map(
      (one): TerraformResource => ({
        type: PART.documentationVersion,
        key: String(one.version),
        arguments: { rest_api_id: idOfMadeApi(), ...providerWords(one) },
        ...(there.has(one.version) && importOf(draft, String(one.version))),
        after: parts,
      }),
    ),
  ];
}

/** Whether the policy is another one there, and stays. A stage would be open to others than it was by that. */
export function isPolicyLeft({ document, live }: RestApiInTerraform): boolean {
  if (live === undefined) return false;
  return !isSameJson(live.policy ?? {}, document.policy ?? {});
}

/** Who may call the API. Made before any stage: where it is there and says otherwise, it stays. */
export function policyResources(draft: RestApiInTerraform): readonly TerraformResource[] {
  const { document, live } = draft;
  if (isPolicyLeft(draft)) {
    draft.left.push(`its policy: ${SAYS_OTHERWISE}`);
    return [];
  }
  if (document.policy === undefined) return [];
  return [
    {
      type: PART.policy,
      key: "",
      arguments: { rest_api_id: idOfMadeApi(), policy: policyText(document.policy) },
      ...(live !== undefined && { importId: live.id }),
    },
  ];
}

/** API Gateway tells its own ARN where a policy said `execute-api:/`, which a plan would take for another text each time. */
function policyText(policy: JsonObject): Argument {
  const parts = JSON.stringify(policy).split('"execute-api:/');
  return new JoinedText(
    ...parts.flatMap((part, at) =>
      at === 0 ? [part] : ['"', new OwnAttribute(API, "", "execution_arn"), `/${part}`],
    ),
  );
}
