import {
  type APIGatewayClient,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionsCommand,
  GetGatewayResponsesCommand,
  GetModelsCommand,
  GetRequestValidatorsCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetStagesCommand,
  type Resource,
  type RestApi,
  type Stage,
} from "@aws-sdk/client-api-gateway";
import type { JsonObject } from "../../contract/json.ts";
import { compareText } from "../../core/source-order.ts";
import { READ } from "../kit/api-methods.ts";
import { CallError, call } from "../kit/calls.ts";
import { pick } from "../kit/json.ts";
import { everyPage } from "../kit/pages.ts";

/** What reading a REST API asks. */
export interface ApiReads {
  readonly gateway: Pick<APIGatewayClient, "send">;
}

/** The most that a page has. https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html */
export const LIMIT = 500;

export async function readApi({ gateway }: ApiReads, restApiId: string): Promise<RestApi> {
  const asked = READ;
  const found = await call(asked, restApiId, () => gateway.send(new GetRestApiCommand({ restApiId })));
  if (found.id !== restApiId)
    throw new CallError(asked, restApiId, new Error(`it answered for ${found.id ?? "no API"}`));
  return found;
}

/** Every item of a list, page by page. */
export async function readAll<Item>(
  name: string,
  resource: string,
  read: (
    position: string | undefined,
  ) => Promise<{ items?: Item[] | undefined; position?: string | undefined }>,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const { items = [] } of everyPage(name, resource, read, ({ position }) => position))
    found.push(...items);
  return found;
}

/** With their methods, and what those call. */
export function readResources({ gateway }: ApiReads, restApiId: string): Promise<Resource[]> {
  return readAll(READ, `resources of ${restApiId}`, (position) =>
    gateway.send(new GetResourcesCommand({ restApiId, position, limit: LIMIT, embed: ["methods"] })),
  );
}

/** Something of an API with the id that it has there. */
export interface WithId {
  readonly id: string;
  readonly settings: JsonObject;
}

const MODEL = ["name", "contentType", "description", "schema"] as const;
const VALIDATOR = ["name", "validateRequestBody", "validateRequestParameters"] as const;
const AUTHORIZER = [
  ...(["name", "type", "providerARNs", "authType", "authorizerUri", "authorizerCredentials"] as const),
  ...(["identitySource", "identityValidationExpression", "authorizerResultTtlInSeconds"] as const),
] as const;
const RESPONSE = ["responseType", "statusCode", "responseParameters", "responseTemplates"] as const;
const DEPLOYMENT = ["description", "createdDate"] as const;

export async function readModels({ gateway }: ApiReads, restApiId: string): Promise<WithId[]> {
  const all = await readAll(READ, `models of ${restApiId}`, (position) =>
    gateway.send(new GetModelsCommand({ restApiId, position, limit: LIMIT })),
  );
  return byName(all.map((one) => ({ id: one.id ?? "", settings: pick(one, MODEL) })));
}

export async function readValidators({ gateway }: ApiReads, restApiId: string): Promise<WithId[]> {
  const all = await readAll(READ, `request validators of ${restApiId}`, (position) =>
    gateway.send(new GetRequestValidatorsCommand({ restApiId, position, limit: LIMIT })),
  );
  return byName(all.map((one) => ({ id: one.id ?? "", settings: pick(one, VALIDATOR) })));
}

export async function readAuthorizers({ gateway }: ApiReads, restApiId: string): Promise<WithId[]> {
  const all = await readAll(READ, `authorizers of ${restApiId}`, (position) =>
    gateway.send(new GetAuthorizersCommand({ restApiId, position, limit: LIMIT })),
  );
  return byName(all.map((one) => ({ id: one.id ?? "", settings: pick(one, AUTHORIZER) })));
}

/** Those that somebody set: API Gateway has one of its own for each type. */
export async function readGatewayResponses({ gateway }: ApiReads, restApiId: string): Promise<JsonObject[]> {
  const all = await readAll(READ, `gateway responses of ${restApiId}`, (position) =>
    gateway.send(new GetGatewayResponsesCommand({ restApiId, position, limit: LIMIT })),
  );
  return all
    .filter(({ defaultResponse }) => defaultResponse !== true)
    .map((one) => pick(one, RESPONSE))
    .sort((a, b) => compareText(String(a.responseType), String(b.responseType)));
}

export async function readDocumentation({ gateway }: ApiReads, restApiId: string): Promise<WithId[]> {
  const all = await readAll(READ, `documentation of ${restApiId}`, (position) =>
    gateway.send(new GetDocumentationPartsCommand({ restApiId, position, limit: LIMIT })),
  );
  return all
    .map((one) => ({ id: one.id ?? "", settings: pick(one, ["location", "properties"]) }))
    .sort((a, b) => compareText(JSON.stringify(a.settings), JSON.stringify(b.settings)));
}

export async function readDocumentationVersions(
  { gateway }: ApiReads,
  restApiId: string,
): Promise<JsonObject[]> {
  const all = await readAll(READ, `versions of the documentation of ${restApiId}`, (position) =>
    gateway.send(new GetDocumentationVersionsCommand({ restApiId, position, limit: LIMIT })),
  );
  return all
    .map((one) => pick(one, ["version", "description"]))
    .sort((a, b) => compareText(String(a.version), String(b.version)));
}

/** The oldest first. */
export async function readDeployments({ gateway }: ApiReads, restApiId: string): Promise<WithId[]> {
  const all = await readAll(READ, `deployments of ${restApiId}`, (position) =>
    gateway.send(new GetDeploymentsCommand({ restApiId, position, limit: LIMIT })),
  );
  const at = ({ settings }: WithId): string => String(settings.createdDate);
  return all
    .map((one) => ({ id: one.id ?? "", settings: pick(one, DEPLOYMENT) }))
    .sort((a, b) => compareText(at(a), at(b)) || compareText(a.id, b.id));
}

export async function readStages({ gateway }: ApiReads, restApiId: string): Promise<Stage[]> {
  const { item = [] } = await call(READ, `stages of ${restApiId}`, () =>
    gateway.send(new GetStagesCommand({ restApiId })),
  );
  return item.sort((a, b) => compareText(a.stageName ?? "", b.stageName ?? ""));
}

function byName(all: WithId[]): WithId[] {
  const key = ({ settings }: WithId): string => `${String(settings.name)} ${JSON.stringify(settings)}`;
  return all.sort((a, b) => compareText(key(a), key(b)));
}
