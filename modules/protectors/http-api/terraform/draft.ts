import { OwnAttribute } from "../../kit/terraform/argument.ts";
import type { IdMap } from "../../protector.ts";
import type { ApiDocument } from "../document.ts";

export const API = "aws_apigatewayv2_api";
/** Resources of the parts of an API. */
export const PART = {
  authorizer: "aws_apigatewayv2_authorizer",
  integration: "aws_apigatewayv2_integration",
  integrationResponse: "aws_apigatewayv2_integration_response",
  mapping: "aws_apigatewayv2_api_mapping",
  model: "aws_apigatewayv2_model",
  route: "aws_apigatewayv2_route",
  routeResponse: "aws_apigatewayv2_route_response",
  stage: "aws_apigatewayv2_stage",
} as const;

export interface ApiInTerraform {
  readonly document: ApiDocument;
  readonly live: ApiDocument | undefined;
  /** Ids there of what goes by a key. */
  readonly imports: IdMap;
  readonly left: string[];
}

/** What a part is known by among what `importIds` reads. */
export function idOf(part: string, ...keys: readonly string[]): string {
  return [part, ...keys].join(" ");
}

/** Why what quick create has made is left to API Gateway: the provider imports none of it, and ends the whole plan. */
export const QUICK = "it was made by quick create, and the provider takes none that was";

/** Where `importIds` notes that quick create has made a part. */
export function quickId(part: string, id: string): string {
  return idOf("quick create", part, id);
}

/** Whether a part that is there was made by quick create. `id`: of an integration its id there, of others their key. */
export function isQuick({ live, imports }: ApiInTerraform, part: string, id: string | undefined): boolean {
  return live !== undefined && id !== undefined && imports[quickId(part, id)] !== undefined;
}

export const idOfMadeApi = (): OwnAttribute => new OwnAttribute(API, "", "id");
