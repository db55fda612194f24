import type { JsonObject } from "../../../contract/json.ts";
import { OwnAttribute } from "../../kit/terraform/argument.ts";
import type { IdMap } from "../../protector.ts";
import type { ApiMethod, RestApiDocument, RestApiSecrets } from "../document.ts";
import { isSameJson } from "../restore/patch.ts";

export const API = "aws_api_gateway_rest_api";
/** Resources of the parts of an API. */
export const PART = {
  authorizer: "aws_api_gateway_authorizer",
  deployment: "aws_api_gateway_deployment",
  gatewayResponse: "aws_api_gateway_gateway_response",
  integration: "aws_api_gateway_integration",
  integrationResponse: "aws_api_gateway_integration_response",
  key: "aws_api_gateway_api_key",
  mapping: "aws_api_gateway_base_path_mapping",
  method: "aws_api_gateway_method",
  methodResponse: "aws_api_gateway_method_response",
  methodSettings: "aws_api_gateway_method_settings",
  model: "aws_api_gateway_model",
  documentation: "aws_api_gateway_documentation_part",
  documentationVersion: "aws_api_gateway_documentation_version",
  plan: "aws_api_gateway_usage_plan",
  planKey: "aws_api_gateway_usage_plan_key",
  policy: "aws_api_gateway_rest_api_policy",
  resource: "aws_api_gateway_resource",
  stage: "aws_api_gateway_stage",
  validator: "aws_api_gateway_request_validator",
  webAcl: "aws_wafv2_web_acl_association",
} as const;

export interface RestApiInTerraform {
  readonly document: RestApiDocument;
  readonly secrets: RestApiSecrets | undefined;
  readonly live: RestApiDocument | undefined;
  /** What `importIds` reads of what goes by a name. */
  readonly imports: IdMap;
  /** What a plan knows to be there: of usage plans and keys. */
  readonly ids: IdMap;
  /** ARN at the source. */
  readonly source: string;
  readonly left: string[];
}

export const idOfMadeApi = (): OwnAttribute => new OwnAttribute(API, "", "id");

/** `GET /orders`: what a method, and what it calls, are known by. */
export function keyOf(verb: string, path: string): string {
  return `${verb} ${path}`;
}

/** The method that is there. */
export function methodThere({ live }: RestApiInTerraform, path: string, verb: string): ApiMethod | undefined {
  return live?.resources.find((one) => one.path === path)?.methods[verb];
}

/** Names those of the settings that the provider has no argument for, but where it is so there already, which it leaves alone. */
export function leave(
  draft: RestApiInTerraform,
  of: string,
  settings: JsonObject,
  there: JsonObject | undefined,
): void {
  for (const [name, value] of Object.entries(settings))
    if (value !== undefined && !isSameJson(value, there?.[name]))
      draft.left.push(`${name} of ${of}: the provider has no argument for it`);
}
